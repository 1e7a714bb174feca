import { notFound } from '../../../store/conflict.ts';
import { projectStore } from '../../../store/project.ts';
import { wake } from '../../../store/wake.ts';
import { saveProject } from '../../../usecases/save-project.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseManaged, requireName } from '../../managed.ts';
import { showProject } from './show.ts';

/** Replaces a Project; running work is judged by the new rules from its next step on. */
export const updateProject = endpoint(
  'updateProject',
  async ({ params, body, ifVersion, access, caller, deps }) => {
    requireName(params.name, body.metadata.name);
    const { context } = deps;
    const before = await projectStore(context.db).find(params.name);
    if (!before) throw notFound('Project', params.name);
    refuseManaged('Project', before);
    await saveProject(context, {
      project: body,
      managedBy: null,
      caller,
      ...(ifVersion !== undefined && { ifVersion }),
    });
    await wake(context.db, { kind: 'access' });
    deps.auth.forget();
    return showProject(context.db, params.name, access);
  },
);
