import type { Pattern } from './pattern.ts';
import { dayMs, hourMs } from './units.ts';
import { clockChanges, type Zone } from './zone.ts';

/**
 * When a schedule fires, as instants. A time of a day that a change of clocks skips fires right after it, one that comes twice
 * fires once (X54); an interval (`*`, a step) follows the clock, skipped and repeated with it. A whole day that a zone left out
 * never was: nothing of it fires.
 */
export type Fires = { pattern: Pattern; zone: Zone };

/** More than any zone is ahead of UTC or behind it. */
const offsetMaxMs = 16 * hourMs;

/** The latest fire at or before an instant; null = none within 400 years. */
export function lastFire(fires: Fires, atMs: number): number | null {
  const { pattern, zone } = fires;
  let found: number | null = null;
  let day = pattern.lastDate(localDay(zone, atMs) + 1);
  while (day !== null) {
    const fire = latest(fires, day, atMs);
    if (fire !== null && (found === null || fire > found)) found = fire;
    // Where clocks go back over midnight, the day before goes on after this one has begun.
    if (found !== null && isPlain(zone, day)) return found;
    const before: number | null = pattern.lastDate(day - 1);
    if (found !== null && (before === null || before < day - 1)) return found;
    day = before;
  }
  return found;
}

/** The first fire after an instant; null = none within 400 years. */
export function nextFire(fires: Fires, atMs: number): number | null {
  const { pattern, zone } = fires;
  let found: number | null = null;
  let day = pattern.nextDate(localDay(zone, atMs) - 1);
  while (day !== null) {
    const fire = firesOf(fires, day).find((ms) => ms > atMs);
    if (fire !== undefined && (found === null || fire < found)) found = fire;
    if (found !== null && isPlain(zone, day)) return found;
    const after: number | null = pattern.nextDate(day + 1);
    if (found !== null && (after === null || after > day + 1)) return found;
    day = after;
  }
  return found;
}

/** All fires after `fromMs` and before `toMs`, ascending. */
export function firesBetween(fires: Fires, fromMs: number, toMs: number): number[] {
  const { pattern, zone } = fires;
  const margin = clockChanges(zone, fromMs, toMs).length === 0 ? 0 : 1;
  const [first, last] = [localDay(zone, fromMs) - margin, localDay(zone, toMs) + margin];
  const found: number[] = [];
  for (let day = pattern.nextDate(first); day !== null && day <= last; day = pattern.nextDate(day + 1))
    for (const fire of firesOf(fires, day)) if (fire > fromMs && fire < toMs) found.push(fire);
  return margin === 0 ? found : [...new Set(found)].sort((a, b) => a - b);
}

/** The date, in days since 1970-01-01, that the clocks of a zone show. */
export function localDay(zone: Zone, atMs: number): number {
  return Math.floor((atMs + zone.offsetAt(atMs)) / dayMs);
}

/** Whether no clock changes anywhere near a date. */
function isPlain(zone: Zone, day: number): boolean {
  return clockChanges(zone, day * dayMs - offsetMaxMs, (day + 1) * dayMs + offsetMaxMs).length === 0;
}

function latest(fires: Fires, day: number, atMs: number): number | null {
  const { pattern, zone } = fires;
  if (!isPlain(zone, day)) return firesOf(fires, day).findLast((fire) => fire <= atMs) ?? null;
  const midnight = day * dayMs - zone.offsetAt(day * dayMs);
  let [low, high] = [0, pattern.times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (midnight + (pattern.times[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  const time = pattern.times[low - 1];
  return time === undefined ? null : midnight + time;
}

/** All fires of one date of the zone, ascending. */
function firesOf({ pattern, zone }: Fires, day: number): number[] {
  const start = day * dayMs;
  if (isPlain(zone, day)) {
    const midnight = start - zone.offsetAt(start);
    return pattern.times.map((time) => midnight + time);
  }
  const changes = clockChanges(zone, start - offsetMaxMs, start + dayMs + offsetMaxMs);
  const offsets = [...new Set(changes.flatMap(({ before, after }) => [before, after]))];
  const found = pattern.times.flatMap((time) => {
    const local = start + time;
    const instants = offsets
      .map((offset) => local - offset)
      .filter((ms) => zone.offsetAt(ms) === local - ms)
      .sort((a, b) => a - b);
    if (!pattern.isFixed) return instants;
    if (instants.length > 0) return instants.slice(0, 1);
    const skip = changes.find(({ at, before, after }) => local >= at + before && local < at + after);
    return skip === undefined || skip.after - skip.before >= dayMs ? [] : [skip.at];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}
