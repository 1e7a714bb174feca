import { alreadyExists } from '../../../store/conflict.ts';
import { projectStore } from '../../../store/project.ts';
import { saveProject } from '../../../usecases/save-project.ts';
import { endpoint } from '../../endpoint.ts';
import { showProject } from './show.ts';

/** Creating a Project makes a new tenant: the permission must hold everywhere. */
export const createProject = endpoint(
  'createProject',
  async ({ body, access, caller, deps }) => {
    const { name } = body.metadata;
    if (await projectStore(deps.context.db).find(name)) throw alreadyExists('Project', name);
    await saveProject(deps.context, { project: body, managedBy: null, caller });
    deps.auth.forget();
    return showProject(deps.context.db, name, access);
  },
  { project: async () => null },
);
