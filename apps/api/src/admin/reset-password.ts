import { hashPassword, randomPassword } from '../auth/password.ts';
import { accountKey } from '../auth/sign-in.ts';
import { auditStore } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { loginAttemptStore } from '../store/login-attempt.ts';
import { sessionStore } from '../store/session.ts';
import { userStore } from '../store/user.ts';
import { wake } from '../store/wake.ts';
import { notFound } from '../store/conflict.ts';

/** Gives a user a one-time password, enables them again and ends their sessions: the way back in. Throws not_found. */
export async function resetPassword(db: Database, name: string): Promise<string> {
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const user = await userStore(tx).find(name);
    if (!user) throw notFound('User', name);
    await userStore(tx).update(user.id, { passwordHash, mustChangePassword: true, isDisabled: false });
    await sessionStore(tx).removeOfUser(user.id);
    await loginAttemptStore(tx).forget(accountKey(name));
    await auditStore(tx).append({
      actor: { kind: 'system', name: 'admin command' },
      action: 'user.reset-password',
      object: { kind: 'User', project: null, name },
      outcome: 'succeeded',
    });
    await wake(tx, { kind: 'access', user: name });
  });
  return password;
}
