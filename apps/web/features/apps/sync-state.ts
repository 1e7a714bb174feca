import type { HealthState } from '@bowline/ui/status';

export { shortRevision } from '../../lib/revision.ts';
export { syncState } from '../../lib/sync-state.ts';

/** Health words, worst first, as lists and bars show them. */
export const worstFirst: readonly HealthState[] = [
  'Degraded',
  'Missing',
  'Unknown',
  'Progressing',
  'Suspended',
  'Healthy',
];
