import type { Clock } from '@bowline/sync-engine/ports/time';

/** The monotonic moment (ms) of a wall-clock time, so that answers asked for after it count. */
export function monotonicOf(clock: Clock, time: string): number {
  return clock.monotonicMs() - Math.max(0, clock.now().getTime() - new Date(time).getTime());
}
