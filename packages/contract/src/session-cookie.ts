/** Name of the session cookie: `__Host-` on https, plain on http loopback. Free of schemas, for browsers. */
export function sessionCookieName(externalUrl: string): string {
  return externalUrl.startsWith('https:') ? '__Host-bowline-session' : 'bowline-session';
}

/** Header every cookie-authenticated write carries; a form or an image of another site cannot set it. Its value is not looked at. */
export const csrfHeader = 'x-bowline-csrf';
