import { updateRepository as update } from '../../../usecases/save-repository.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseManaged, requireName } from '../../managed.ts';
import { loadRepository, projectOfRepository, showRepository } from './show.ts';

/** Replaces a Repository; credential and webhook secret are kept when they are not sent. */
export const updateRepository = endpoint(
  'updateRepository',
  async ({ params, body, ifVersion, access, caller, deps, ...request }) => {
    requireName(params.name, body.metadata.name);
    // Moving it to another Project needs the permission there too (X44).
    request.require({ project: body.metadata.project ?? null });
    const { context } = deps;
    refuseManaged('Repository', await loadRepository(context.db, params.name));
    const updated = await update(context, { body, caller, ...(ifVersion !== undefined && { ifVersion }) });
    return showRepository(context.db, updated, access);
  },
  { project: projectOfRepository },
);
