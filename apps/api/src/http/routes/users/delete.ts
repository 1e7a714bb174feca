import { auditStore } from '../../../store/audit.ts';
import { notFound } from '../../../store/conflict.ts';
import { userStore } from '../../../store/user.ts';
import { wake } from '../../../store/wake.ts';
import { endpoint } from '../../endpoint.ts';
import { keepAnAdmin } from './keep-an-admin.ts';
import { userView } from './user-view.ts';

/** Deletes a user with their sessions and tokens. */
export const deleteUser = endpoint('deleteUser', async ({ params, caller, deps }) => {
  await deps.context.db.transaction(async (tx) => {
    const before = await userStore(tx).find(params.name);
    if (!before) throw notFound('User', params.name);
    await keepAnAdmin(tx, before);
    await userStore(tx).remove(params.name);
    await auditStore(tx).append({
      ...caller,
      action: 'user.delete',
      object: { kind: 'User', project: null, name: params.name },
      outcome: 'succeeded',
      before: userView(before),
    });
    await wake(tx, { kind: 'access', user: params.name });
  });
  deps.auth.forget();
  return {};
});
