import type { SyncState } from '@bowline/ui/status';
import type { Resource } from './tree.ts';

/** The sync word of one resource; null where sync has no meaning: children and hooks. */
export function nodeSync(
  resource: Pick<Resource, 'sync' | 'reasons' | 'verdict' | 'hookPhases'>,
): SyncState | null {
  const { sync, reasons, verdict } = resource;
  if (sync === null || resource.hookPhases.length > 0) return null;
  if (sync !== 'OutOfSync') return sync;
  if (verdict === 'extra') return 'ToPrune';
  const [isPending, hasDrift] = [reasons.includes('pending'), reasons.includes('drift')];
  if (isPending && hasDrift) return 'Both';
  if (isPending) return 'Pending';
  return hasDrift ? 'Drift' : 'OutOfSync';
}
