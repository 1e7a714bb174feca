import { csrfHeader } from '@bowline/contract/session-cookie';
import { problem } from './problem.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/** Origins whose pages may write. A loopback address counts under all its names. */
export function allowedOrigins(externalUrl: string, more: readonly string[]): Set<string> {
  const external = new URL(externalUrl);
  const origins = new Set([external.origin, ...more.map((origin) => new URL(origin).origin)]);
  if (loopbackHosts.includes(external.hostname)) {
    const port = external.port === '' ? '' : `:${external.port}`;
    for (const host of loopbackHosts) origins.add(`${external.protocol}//${host}${port}`);
  }
  return origins;
}

/**
 * Refuses what a page of another site could have sent with the browser's cookie (X61): writes need a known Origin and a
 * header that forms, images and plain links cannot set. Throws csrf_refused.
 */
export function refuseForeignWrite(
  request: { method: string; header: (name: string) => string | undefined },
  allowed: ReadonlySet<string>,
): void {
  if (safeMethods.has(request.method)) return;
  const origin = request.header('origin');
  const isForeign = origin !== undefined && !allowed.has(origin);
  const site = request.header('sec-fetch-site');
  const isCrossSite = site !== undefined && site !== 'same-origin' && site !== 'none' && origin === undefined;
  if (isForeign || isCrossSite || request.header(csrfHeader) === undefined) {
    throw problem(
      'csrf_refused',
      'This request did not come from a page of this Bowline.',
      'Reload the page. If Bowline is reached under another address, set BOWLINE_EXTERNAL_URL to it.',
    );
  }
}

/** A signed-out write (sign-in) of a foreign page; header or not. Throws csrf_refused. */
export function refuseForeignOrigin(
  request: { header: (name: string) => string | undefined },
  allowed: ReadonlySet<string>,
): void {
  const origin = request.header('origin');
  if (origin === undefined || allowed.has(origin)) return;
  throw problem('csrf_refused', 'This request did not come from a page of this Bowline.');
}
