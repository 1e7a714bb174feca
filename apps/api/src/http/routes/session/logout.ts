import { auditStore } from '../../../store/audit.ts';
import { sessionStore } from '../../../store/session.ts';
import { wake } from '../../../store/wake.ts';
import { endpoint, reply } from '../../endpoint.ts';
import { badRequest } from '../../problem.ts';
import { sessionCookie } from './session-cookie.ts';

/** Ends this session, on every replica at once. */
export const logout = endpoint('logout', async ({ principal, caller, deps }) => {
  if (principal.token) throw badRequest('A token has no session.', 'Revoke the token instead.');
  await deps.context.db.transaction(async (tx) => {
    await sessionStore(tx).remove(principal.credential);
    await auditStore(tx).append({
      ...caller,
      action: 'session.delete',
      object: { kind: 'User', project: null, name: principal.user.name },
      outcome: 'succeeded',
    });
    await wake(tx, { kind: 'access', user: principal.user.name });
  });
  deps.auth.forget();
  return reply({}, { headers: { 'set-cookie': sessionCookie(deps.config.externalUrl, '', 0) } });
});
