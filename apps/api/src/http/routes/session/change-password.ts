import { forgetFirstPassword } from '../../../auth/first-password.ts';
import { checkPassword, hashPassword, verifyPassword } from '../../../auth/password.ts';
import { accountKey, countAttempt } from '../../../auth/sign-in.ts';
import { auditStore } from '../../../store/audit.ts';
import { loginAttemptStore } from '../../../store/login-attempt.ts';
import { sessionStore } from '../../../store/session.ts';
import { userStore } from '../../../store/user.ts';
import { wake } from '../../../store/wake.ts';
import { endpoint } from '../../endpoint.ts';
import { forbidden } from '../../../auth/access.ts';
import { badRequest, problem } from '../../problem.ts';
import { sessionView } from './session-view.ts';

/** Changes the own password and ends the user's other sessions. Guesses at the current one are counted like sign-ins. */
export const changePassword = endpoint(
  'changePassword',
  async ({ body, principal, caller, deps }) => {
    if (principal.token) throw forbidden('A token cannot change the password of its owner.');
    const { config, context } = deps;
    const limits = {
      perAccount: config.loginAttemptsPerAccount,
      perAddress: config.loginAttemptsPerAddress,
      sessionHours: config.sessionHours,
    };
    await countAttempt({ db: context.db, limits }, principal.user.name, caller.ip);
    const found = await userStore(context.db).findWithHash(principal.user.name);
    if (!(await verifyPassword(body.current, found?.passwordHash ?? null))) {
      throw problem('login_failed', 'The current password is wrong.');
    }
    if (body.next === body.current) throw badRequest('The new password must differ from the current one.');
    checkPassword(body.next, principal.user.name);
    const passwordHash = await hashPassword(body.next);
    await context.db.transaction(async (tx) => {
      await userStore(tx).update(principal.user.id, { passwordHash, mustChangePassword: false });
      await sessionStore(tx).removeOfUser(principal.user.id, principal.credential);
      await loginAttemptStore(tx).forget(accountKey(principal.user.name));
      await auditStore(tx).append({
        ...caller,
        action: 'user.change-password',
        object: { kind: 'User', project: null, name: principal.user.name },
        outcome: 'succeeded',
      });
      await wake(tx, { kind: 'access', user: principal.user.name });
    });
    if (principal.user.mustChangePassword && principal.user.name === 'admin')
      forgetFirstPassword(config.dataDir);
    deps.auth.forget();
    const fresh = { ...principal, user: { ...principal.user, mustChangePassword: false } };
    return sessionView(fresh, await deps.auth.access(fresh));
  },
  { bodyBytesMax: 10_000 },
);
