import type { Principal } from '../auth/access.ts';
import type { HttpDeps } from './deps.ts';

const checkMs = 500;

/**
 * Ends an open stream once its reader's session or token is gone, or the permission is (X36, X37, X51). Returns how to stop
 * looking.
 */
export function abortWhenRevoked(
  deps: Pick<HttpDeps, 'auth' | 'context'>,
  reader: { principal: Principal; permission: string; project: string },
  abort: AbortController,
): () => void {
  const { clock, log } = deps.context;
  let cancel = (): void => {};
  const look = async (): Promise<void> => {
    const principal = await deps.auth.check(reader.principal);
    const access = principal && (await deps.auth.access(principal));
    if (access?.can(reader.permission, { project: reader.project }).ok !== true) abort.abort();
  };
  const again = (): void => {
    if (abort.signal.aborted) return;
    cancel = clock.schedule(checkMs, () => {
      // A database that does not answer for a moment revokes nothing; the next look asks again.
      look()
        .catch((error: unknown) => log.warn({ error }, 'cannot check the reader of a stream'))
        .finally(again);
    });
  };
  again();
  return () => {
    abort.abort();
    cancel();
  };
}
