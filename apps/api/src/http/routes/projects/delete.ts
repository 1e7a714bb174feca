import { topics } from '@bowline/contract';
import { applicationStore } from '../../../store/application.ts';
import { auditStore } from '../../../store/audit.ts';
import { notFound } from '../../../store/conflict.ts';
import { outboxStore } from '../../../store/outbox.ts';
import { projectStore } from '../../../store/project.ts';
import { wake } from '../../../store/wake.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseManaged } from '../../managed.ts';
import { problem } from '../../problem.ts';

/** Deletes a Project without Applications. */
export const deleteProject = endpoint('deleteProject', async ({ params, caller, deps }) => {
  const { name } = params;
  await deps.context.db.transaction(async (tx) => {
    const before = await projectStore(tx).find(name);
    if (!before) throw notFound('Project', name);
    refuseManaged('Project', before);
    const applications = await applicationStore(tx).countBy({ project: name });
    if (applications > 0) {
      throw problem(
        'in_use',
        `The project ${name} has ${applications} applications.`,
        'Delete or move them first.',
      );
    }
    await projectStore(tx).remove(name);
    await auditStore(tx).append({
      ...caller,
      action: 'project.delete',
      object: { kind: 'Project', project: name, name },
      outcome: 'succeeded',
      before: before.spec,
    });
    await outboxStore(tx).append([{ topic: topics.projects(), type: 'gone', project: null, data: { name } }]);
    await wake(tx, { kind: 'access' });
  });
  deps.auth.forget();
  return {};
});
