import type { SyncWindow } from '../model.ts';
import { parseDuration } from './duration.ts';
import { type Fires, firesBetween, lastFire, localDay, nextFire } from './fires.ts';
import { readPattern } from './pattern.ts';
import { dayMs } from './units.ts';
import { clockChanges, readZone } from './zone.ts';

/** One window made ready to ask. `invalid` says why its schedule, zone or duration cannot be read. */
export type Schedule = { kind: 'invalid'; message: string } | ({ kind: 'valid' } & Valid);
type Valid = { durationMs: number; fires: Fires };

/** From `from` until before `to`, instants in ms. */
export type Span = { from: number; to: number };

export function readSchedule(window: SyncWindow): Schedule {
  try {
    const durationMs = parseDuration(window.duration);
    if (durationMs <= 0) return { kind: 'invalid', message: 'the duration must be more than 0' };
    const fires = { pattern: readPattern(window.schedule), zone: readZone(window.timeZone) };
    return { kind: 'valid', durationMs, fires };
  } catch (error) {
    return {
      kind: 'invalid',
      message: error instanceof Error ? plain(error.message) : 'unreadable schedule',
    };
  }
}

/** What the parser says, without its name and without the numbers that it has shifted by one. */
function plain(message: string): string {
  return message
    .replace(/^CronPattern: /, '')
    .replace(/^Invalid value for (\w+): .*$/, 'its $1 is out of range')
    .replace(/\.$/, '');
}

/** A window covers [fire, fire + duration) of each of its fires. */
export function isActiveAt({ fires, durationMs }: Valid, atMs: number): boolean {
  const fire = lastFire(fires, atMs);
  return fire !== null && fire + durationMs > atMs;
}

/**
 * What can be said of a schedule without looking at a date: that it is active at every instant, or at none. A change of clocks
 * can make the pause between two fires longer: an interval then goes on within its usual pause, on either side of the change.
 */
export function constancyOf({ fires: { pattern, zone }, durationMs }: Valid): 'always' | 'never' | null {
  if (pattern.dates === 'none') return 'never';
  if (pattern.dates === 'some') return null;
  const pauses = pattern.times.map(
    (time, i) => (pattern.times[i + 1] ?? dayMs + (pattern.times[0] ?? 0)) - time,
  );
  const pause = Math.max(...pauses);
  if (zone.isSteady) return durationMs >= pause ? 'always' : null;
  return !pattern.isFixed && durationMs >= 2 * pause ? 'always' : null;
}

/** When a window is active within the 24 hours from `fromMs` on: spans in order that neither touch nor overlap. */
export function activeWithinDay({ fires, durationMs }: Valid, fromMs: number): Span[] {
  const toMs = fromMs + dayMs;
  const before = lastFire(fires, fromMs);
  const until = before === null ? fromMs : before + durationMs;
  const spans: Span[] = until > fromMs ? [{ from: fromMs, to: Math.min(until, toMs) }] : [];
  if (until >= toMs) return spans;
  for (const fire of firesBetween(fires, fromMs, toMs)) {
    const end = Math.min(fire + durationMs, toMs);
    const last = spans.at(-1);
    if (last !== undefined && last.to >= fire) last.to = end;
    else spans.push({ from: fire, to: end });
  }
  return spans;
}

/**
 * Everything that `activeWithinDay` follows from, in a word: days with the same word have the same spans, counted from their
 * beginning. null = clocks change on that day, so there is no other like it.
 */
export function kindOfDay({ fires, durationMs }: Valid, fromMs: number): string | null {
  const { pattern, zone } = fires;
  const lastMs = fromMs + dayMs - 1;
  if (clockChanges(zone, fromMs, lastMs).length > 0) return null;
  const before = lastFire(fires, fromMs);
  const rest = before === null ? 0 : Math.min(Math.max(0, before + durationMs - fromMs), dayMs);
  if (rest === dayMs) return 'active';
  const [today, tomorrow] = [fromMs, lastMs].map((ms) => pattern.isOn(localDay(zone, ms)));
  return today || tomorrow ? `${zone.offsetAt(fromMs)} ${today} ${tomorrow} ${rest}` : `${rest}`;
}

/** A day that a window is active or inactive all through may be followed by others: until when at least it stays so. */
export function steadyUntil({ fires, durationMs }: Valid, atMs: number): number {
  const before = lastFire(fires, atMs);
  if (before !== null && before + durationMs > atMs) return before + durationMs;
  return nextFire(fires, atMs) ?? Number.POSITIVE_INFINITY;
}
