import type { Hold } from '../model.ts';

/** Whether a Hold has ended by itself: its time is over, or git renders something else than what was rolled back from. */
export function holdEnded(hold: Hold, input: { desiredDigest: string | null; now: Date }): boolean {
  if (hold.untilTime !== undefined) {
    const until = Date.parse(hold.untilTime);
    // An unreadable time never ends by itself: a person has to end the Hold.
    if (!Number.isNaN(until) && input.now.getTime() >= until) return true;
  }
  if (hold.untilResumed || hold.untilDesiredDigestNot === undefined || input.desiredDigest === null)
    return false;
  return input.desiredDigest !== hold.untilDesiredDigestNot;
}
