import { hashPassword, randomPassword } from '../../../auth/password.ts';
import { auditStore } from '../../../store/audit.ts';
import { notFound } from '../../../store/conflict.ts';
import { sessionStore } from '../../../store/session.ts';
import { userStore } from '../../../store/user.ts';
import { wake } from '../../../store/wake.ts';
import { endpoint } from '../../endpoint.ts';
import { keepAnAdmin } from './keep-an-admin.ts';
import { userView } from './user-view.ts';

/** Changes a user. Disabling one, or resetting the password, ends their sessions at once (X37). */
export const updateUser = endpoint('updateUser', async ({ params, body, caller, deps }) => {
  const oneTimePassword = body.resetPassword ? randomPassword() : '';
  const passwordHash = body.resetPassword ? await hashPassword(oneTimePassword) : undefined;
  const user = await deps.context.db.transaction(async (tx) => {
    const users = userStore(tx);
    const before = await users.find(params.name);
    if (!before) throw notFound('User', params.name);
    const losesAdmin = body.disabled === true || (body.role !== undefined && body.role !== 'admin');
    if (losesAdmin) await keepAnAdmin(tx, before);
    const updated = await users.update(before.id, {
      ...(body.displayName !== undefined && { displayName: body.displayName }),
      ...(body.role !== undefined && { role: body.role }),
      ...(body.disabled !== undefined && { isDisabled: body.disabled }),
      ...(passwordHash !== undefined && { passwordHash, mustChangePassword: true }),
    });
    if (!updated) throw notFound('User', params.name);
    if (body.disabled === true || body.resetPassword) await sessionStore(tx).removeOfUser(before.id);
    await auditStore(tx).append({
      ...caller,
      action: body.resetPassword ? 'user.reset-password' : 'user.update',
      object: { kind: 'User', project: null, name: params.name },
      outcome: 'succeeded',
      before: userView(before),
      after: userView(updated),
    });
    await wake(tx, { kind: 'access', user: params.name });
    return updated;
  });
  deps.auth.forget();
  return { ...userView(user), oneTimePassword };
});
