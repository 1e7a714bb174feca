import type { ClusterCache } from '@bowline/sync-engine/ports/kube';

export type ReadFailure = { code: string; message: string };

/** What stands for the state of a cluster that is owned but cannot be read: everything about it is Unknown, and why. */
export function unreadCluster(failure: ReadFailure, since: string): ClusterCache {
  return {
    start: async () => ({ ok: false, status: 503, hint: '', ...failure }),
    stop: async () => {},
    status: () => ({ state: 'failed', since, message: failure.message, kinds: 0, objects: 0 }),
    live: () => ({ kind: 'unknown', code: failure.code, message: failure.message, since, lastKnown: [] }),
    get: () => undefined,
    onChange: () => () => {},
  };
}
