import { Cron } from 'croner';
import type { SyncWindow } from '../model.ts';
import { parseDuration } from './duration.ts';

/** One window made ready to ask. `invalid` says why its schedule, zone or duration cannot be read. */
export type Schedule =
  | { kind: 'invalid'; message: string }
  | { kind: 'valid'; durationMs: number; fires: Cron; isEveryMinute: boolean };

/** How far ahead the end or the start of a window is looked for. */
const horizonMs = 400 * 86_400_000;
const stepsMax = 500;
const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

/**
 * Reads a window's schedule. A time that a clock change skips fires right after it, a time that occurs twice fires once
 * (hours and minutes without wildcards); so no daily freeze is lost to a change of clocks (X54).
 */
export function readSchedule(window: SyncWindow): Schedule {
  try {
    const durationMs = parseDuration(window.duration);
    if (durationMs <= 0) return { kind: 'invalid', message: 'the duration must be more than 0' };
    const expression = expressionOf(window.schedule);
    const fires = new Cron(expression, {
      timezone: zoneOf(window.timeZone),
      mode: '5-part',
      // `5/15` is 5-59/15, as Argo CD reads it.
      sloppyRanges: true,
      fixedTimeRule: 'no-wildcard',
      paused: true,
    });
    return { kind: 'valid', durationMs, fires, isEveryMinute: expression.startsWith('* ') };
  } catch (error) {
    return {
      kind: 'invalid',
      message: error instanceof Error ? plain(error.message) : 'unreadable schedule',
    };
  }
}

const nickname = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i;

/** Five fields or a nickname: the parser would also take a date, and a step of nothing (`/15`). Throws RangeError. */
function expressionOf(schedule: string): string {
  const text = schedule.trim();
  const isFields = text.split(/\s+/).length === 5 && !/(^|[\s,])\//.test(text);
  if (!isFields && !nickname.test(text))
    throw new RangeError(`"${text}" is no cron expression of five fields`);
  return text;
}

/** What the parser says, without its name and without the numbers that it has shifted by one. */
function plain(message: string): string {
  return message
    .replace(/^CronPattern: /, '')
    .replace(/^Invalid value for (\w+): .*$/, 'its $1 is out of range')
    .replace(/\.$/, '');
}

function zoneOf(timeZone: string | undefined): string {
  if (timeZone === undefined || timeZone === '') return 'UTC';
  // Throws RangeError on a zone this machine does not know.
  return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
}

/** A window covers [fire, fire + duration) of each of its fires. */
export function isActiveAt(schedule: Schedule & { kind: 'valid' }, atMs: number): boolean {
  const fire = lastFire(schedule, atMs);
  return fire !== null && fire + schedule.durationMs > atMs;
}

/** When the window next opens after `atMs`; null = not within the horizon of 400 days. */
export function nextStart(schedule: Schedule & { kind: 'valid' }, atMs: number): number | null {
  const next = schedule.fires.nextRun(new Date(atMs))?.getTime() ?? null;
  return next === null || next > atMs + horizonMs ? null : next;
}

/** When an active window ends, overlapping fires taken together; null = not within 400 days. */
export function activeUntil(schedule: Schedule & { kind: 'valid' }, atMs: number): number | null {
  let fire = lastFire(schedule, atMs);
  for (let step = 0; step < stepsMax && fire !== null; step++) {
    const end: number = coveredUntil(schedule, fire);
    if (end > atMs + horizonMs) return null;
    const later = lastFire(schedule, end);
    if (later === null || later <= fire) return end;
    fire = later;
  }
  return null;
}

/**
 * Until when the window is active from a fire on. One that fires every minute of its hours goes on to the quarter of an hour
 * at least: all clocks of the world change their hour at one, and asking for each minute would take too many steps.
 */
function coveredUntil({ durationMs, isEveryMinute }: Schedule & { kind: 'valid' }, fire: number): number {
  if (!isEveryMinute || durationMs < minuteMs) return fire + durationMs;
  const quarter = (Math.floor(fire / quarterMs) + 1) * quarterMs;
  return quarter - minuteMs + durationMs;
}

/** The latest fire at or before `atMs`. */
function lastFire(schedule: Schedule & { kind: 'valid' }, atMs: number): number | null {
  // Fires are whole minutes and previousRuns leaves out its own reference, so ask from the next second on.
  const [run] = schedule.fires.previousRuns(1, new Date(Math.floor(atMs / 1000) * 1000 + 1000));
  return run?.getTime() ?? null;
}
