import { sessionCookieName } from '@bowline/contract/session-cookie';

/** Set-Cookie of a session: `__Host-` and Secure on https; never readable by scripts. */
export function sessionCookie(externalUrl: string, id: string, maxAgeSeconds: number): string {
  const secure = externalUrl.startsWith('https:') ? '; Secure' : '';
  return `${sessionCookieName(externalUrl)}=${id}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
