import type { SyncState } from '@bowline/ui/status';

type Counts = { sync: 'Synced' | 'OutOfSync' | 'Unknown'; pending: number; drift: number; prune: number };

/** The one word and shape for a sync status with its causes. Prune alone is its own state. */
export function syncState({ sync, pending, drift, prune }: Counts): SyncState {
  if (sync !== 'OutOfSync') return sync;
  if (pending > 0 && drift > 0) return 'Both';
  if (pending > 0) return pending === prune ? 'ToPrune' : 'Pending';
  if (drift > 0) return 'Drift';
  return prune > 0 ? 'ToPrune' : 'OutOfSync';
}
