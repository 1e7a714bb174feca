import { hashPassword, randomPassword } from '../../../auth/password.ts';
import { auditStore } from '../../../store/audit.ts';
import { userStore } from '../../../store/user.ts';
import { endpoint } from '../../endpoint.ts';
import { userView } from './user-view.ts';

/** Creates a user with a one-time password that is shown here and nowhere again. */
export const createUser = endpoint('createUser', async ({ body, caller, deps }) => {
  const oneTimePassword = randomPassword();
  const passwordHash = await hashPassword(oneTimePassword);
  const user = await deps.context.db.transaction(async (tx) => {
    const created = await userStore(tx).create({ ...body, passwordHash, mustChangePassword: true });
    await auditStore(tx).append({
      ...caller,
      action: 'user.create',
      object: { kind: 'User', project: null, name: body.name },
      outcome: 'succeeded',
      after: { displayName: body.displayName, role: body.role },
    });
    return created;
  });
  return { ...userView(user), oneTimePassword };
});
