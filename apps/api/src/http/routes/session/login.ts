import { sessionCookieName } from '@bowline/contract/session-cookie';
import { signIn } from '../../../auth/sign-in.ts';
import { endpoint, reply } from '../../endpoint.ts';
import { sessionCookie } from './session-cookie.ts';
import { sessionView } from './session-view.ts';

/** Opens a session. The cookie is set for browsers; the web application takes the id from the body. */
export const login = endpoint(
  'login',
  async ({ body, deps, http }) => {
    const { config, context } = deps;
    const { ip, agent, requestId } = http.get('request');
    const limits = {
      perAccount: config.loginAttemptsPerAccount,
      perAddress: config.loginAttemptsPerAddress,
      sessionHours: config.sessionHours,
    };
    try {
      const opened = await signIn(
        { db: context.db, clock: context.clock, limits },
        { ...body, ip, agent, requestId },
      );
      deps.metrics.logins.inc({ outcome: 'succeeded' });
      const principal = {
        actor: { kind: 'user' as const, name: opened.user.name },
        user: opened.user,
        token: null,
        credential: opened.hash,
        expiresAt: opened.expiresAt,
      };
      const info = sessionView(principal, await deps.auth.access(principal));
      return reply(
        { session: opened.sessionId, cookie: sessionCookieName(config.externalUrl), info },
        {
          headers: {
            'set-cookie': sessionCookie(config.externalUrl, opened.sessionId, config.sessionHours * 3600),
          },
        },
      );
    } catch (error) {
      deps.metrics.logins.inc({ outcome: 'refused' });
      throw error;
    }
  },
  { bodyBytesMax: 10_000 },
);
