import { sessionCookieName } from '@bowline/contract/session-cookie';
import { getCookie } from 'hono/cookie';
import type { Access, Principal } from '../auth/access.ts';
import { unauthenticated } from '../auth/authenticate.ts';
import type { HttpDeps } from './deps.ts';
import { refuseForeignWrite } from './origin.ts';
import type { Http } from './request-context.ts';

/**
 * Who sent this request: a Bearer token, else the session cookie, which for writes also needs to come from our own pages
 * (X61). Throws unauthenticated, csrf_refused.
 */
export async function signedIn(
  deps: HttpDeps,
  http: Http,
): Promise<{ principal: Principal; access: Access }> {
  const known = http.get('signedIn');
  if (known) return known;
  const { ip, agent } = http.get('request');
  const bearer = bearerOf(http.req.header('authorization'));
  const cookie = getCookie(http, sessionCookieName(deps.config.externalUrl));
  if (bearer === undefined && cookie !== undefined) {
    refuseForeignWrite({ method: http.req.method, header: (name) => http.req.header(name) }, deps.origins);
  }
  const credential =
    bearer !== undefined
      ? ({ kind: 'token', secret: bearer } as const)
      : cookie !== undefined
        ? ({ kind: 'session', id: cookie } as const)
        : undefined;
  if (!credential) throw unauthenticated();
  const principal = await deps.auth.authenticate(credential, { ip, agent });
  const found = { principal, access: await deps.auth.access(principal) };
  http.set('signedIn', found);
  return found;
}

// An Authorization header that is there decides, even when it is wrong: never fall back to the cookie.
function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
}
