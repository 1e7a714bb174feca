import { createRepository as create } from '../../../usecases/save-repository.ts';
import { endpoint } from '../../endpoint.ts';
import { showRepository } from './show.ts';

export const createRepository = endpoint('createRepository', async ({ body, access, caller, deps }) =>
  showRepository(deps.context.db, await create(deps.context, { body, caller }), access),
);
