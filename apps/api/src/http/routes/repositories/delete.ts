import { topics } from '@bowline/contract';
import { auditStore } from '../../../store/audit.ts';
import { outboxStore } from '../../../store/outbox.ts';
import { repositoryStore } from '../../../store/repository.ts';
import { auditView } from '../../../usecases/save-repository.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseManaged } from '../../managed.ts';
import { problem } from '../../problem.ts';
import { countUsers, loadRepository, projectOfRepository } from './show.ts';

/** Removes a Repository without Applications, and its mirror. */
export const deleteRepository = endpoint(
  'deleteRepository',
  async ({ params, caller, deps }) => {
    const { db, git } = deps.context;
    const before = await loadRepository(db, params.name);
    refuseManaged('Repository', before);
    await db.transaction(async (tx) => {
      const applications = await countUsers(tx, before);
      if (applications > 0) {
        const message = `The repository ${before.name} is used by ${applications} applications.`;
        throw problem('in_use', message, 'Delete them, or change their sources, first.');
      }
      await repositoryStore(tx).remove(before.name);
      await auditStore(tx).append({
        ...caller,
        action: 'repository.delete',
        object: { kind: 'Repository', project: before.project, name: before.name },
        outcome: 'succeeded',
        before: auditView(before),
      });
      await outboxStore(tx).append([
        { topic: topics.repositories(), type: 'gone', project: before.project, data: { name: before.name } },
      ]);
    });
    await git.forget(before.id);
    return {};
  },
  { project: projectOfRepository },
);
