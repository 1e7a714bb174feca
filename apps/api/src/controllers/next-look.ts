import type { Decision, LiveResult } from '@bowline/sync-engine/core/model';
import { discoveryFailed } from '../usecases/evaluation.ts';
import { type Outcome, requeueAfter } from './outcome.ts';

/** At the latest after this long every Application is looked at again, whatever events were lost. */
const resyncMs = 180_000;
/** Discovery that answers again sends no event; a watch that comes back does. */
const discoveryMs = 10_000;

/** When an Application is looked at again, if nothing happens before. */
export function nextLook(decision: Decision | null, live: LiveResult, now: Date): Outcome {
  const isUndiscovered = live.kind === 'unknown' && live.code === discoveryFailed;
  const latestMs = isUndiscovered ? discoveryMs : resyncMs;
  if (decision?.kind !== 'wait' || decision.nextAt === undefined)
    return requeueAfter(latestMs, isUndiscovered ? discoveryFailed : 'resync');
  const waitMs = new Date(decision.nextAt).getTime() - now.getTime();
  return requeueAfter(Math.min(Math.max(waitMs, 100), latestMs), decision.reasons[0]?.code ?? 'wait');
}
