import type { SyncWindow } from '../model.ts';
import { minuteMs } from './units.ts';

/** A window as the fields of its schedule, for the brute force below; `duration` in minutes. */
export type WindowSpec = {
  kind: 'allow' | 'deny';
  minute: string;
  hour: string;
  day?: string;
  month?: string;
  weekday: string;
  duration: number;
  timeZone: string;
  manualSync?: boolean;
};

const dayMinutes = 1440;
const block = 15;

export function windowOf(spec: WindowSpec): SyncWindow {
  const { kind, minute, hour, day = '*', month = '*', weekday, duration, timeZone, manualSync } = spec;
  return {
    kind,
    schedule: `${minute} ${hour} ${day} ${month} ${weekday}`,
    duration: `${duration}m`,
    timeZone,
    ...(manualSync === undefined ? {} : { manualSync }),
  };
}

/** For each minute from `fromMs` on, whether the window is active: fires are found by reading the clock on the wall each minute. */
export function coverage(spec: WindowSpec, fromMs: number, minutes: number): boolean[] {
  const start = -(spec.duration + 2 * dayMinutes);
  const walls = wallMinutes(spec.timeZone, fromMs + start * minuteMs, minutes - start);
  const isFixed = !/[*/]/.test(spec.minute + spec.hour);
  const fires = fieldsOf(spec);
  const cover: boolean[] = [];
  let latest = (walls[0] ?? 0) - 1;
  let until = start;
  walls.forEach((wall, i) => {
    const isRepeat = wall <= latest;
    // What a change of clocks leaves out, unless it leaves out a whole day.
    const skipped = isFixed && wall - latest <= dayMinutes ? Math.max(0, wall - latest - 1) : 0;
    const lost = Array.from({ length: skipped }, (_, left) => wall - 1 - left);
    const isFire = (fires(wall) && !(isFixed && isRepeat)) || lost.some(fires);
    latest = Math.max(latest, wall);
    if (isFire) until = Math.max(until, start + i + spec.duration);
    if (start + i >= 0) cover.push(until > start + i);
  });
  return cover;
}

/** What a set of windows allows in each minute, by the rule of B14 said once more. */
export function allowedByMinute(specs: WindowSpec[], fromMs: number, minutes: number) {
  const covers = specs.map((spec) => coverage(spec, fromMs, minutes));
  const allows = specs.filter((spec) => spec.kind === 'allow');
  return Array.from({ length: minutes }, (_, at) => {
    const active = specs.filter((_spec, i) => covers[i]?.[at] === true);
    const denies = active.filter((spec) => spec.kind === 'deny');
    const isShut = denies.length === 0 && allows.length > 0 && active.length === 0;
    if (denies.length === 0 && !isShut) return { manual: true, auto: true };
    return { manual: (isShut ? allows : denies).every((spec) => spec.manualSync === true), auto: false };
  });
}

const clocks = new Map<string, (ms: number) => number>();

/** What the clock shows in each minute, as minutes since 1970; looked up where the quarter of an hour does not tell. */
function wallMinutes(timeZone: string, fromMs: number, count: number): number[] {
  const read = clocks.get(timeZone) ?? wallClock(timeZone);
  clocks.set(timeZone, read);
  const walls: number[] = [];
  for (let at = 0; at < count; at += block) {
    const [first, next] = [read(fromMs + at * minuteMs), read(fromMs + (at + block) * minuteMs)];
    for (let i = 0; i < block && at + i < count; i++)
      walls.push(next - first === block ? first + i : read(fromMs + (at + i) * minuteMs));
  }
  return walls;
}

function wallClock(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const known = new Map<number, number>();
  return (ms) => {
    const wall = known.get(ms) ?? Date.parse(`${format.format(ms).replace(' ', 'T')}Z`) / minuteMs;
    known.set(ms, wall);
    return wall;
  };
}

function fieldsOf(spec: WindowSpec): (wall: number) => boolean {
  const [minutes, hours] = [listOf(spec.minute, 0, 59), listOf(spec.hour, 0, 23)];
  const [days, months] = [listOf(spec.day ?? '*', 1, 31), listOf(spec.month ?? '*', 1, 12)];
  const weekdays = listOf(spec.weekday, 0, 6);
  const isOnDate = (wall: number) => {
    const date = new Date(wall * minuteMs);
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const isLast = new Date(date.getTime() + dayMinutes * minuteMs).getUTCDate() === 1;
    const isDay = spec.day === 'L' ? isLast : days.has(date.getUTCDate());
    const isWeekday = weekdays.has(date.getUTCDay());
    const isEither = (spec.day ?? '*') !== '*' && spec.weekday !== '*';
    return isEither ? isDay || isWeekday : isDay && isWeekday;
  };
  const dates = new Map<number, boolean>();
  const isDate = (wall: number) => {
    const day = Math.floor(wall / dayMinutes);
    const known = dates.get(day) ?? isOnDate(wall);
    dates.set(day, known);
    return known;
  };
  return (wall) => minutes.has(wall % 60) && hours.has(Math.floor(wall / 60) % 24) && isDate(wall);
}

function listOf(field: string, min: number, max: number): Set<number> {
  const values = field.split(',').flatMap((part) => {
    const [range = '', step = '1'] = part.split('/');
    const [low = '', high = low] = range === '*' ? [String(min), String(max)] : range.split('-');
    const count = Math.floor((Number(high) - Number(low)) / Number(step)) + 1;
    return Array.from({ length: Number.isNaN(count) ? 0 : count }, (_, i) => Number(low) + i * Number(step));
  });
  return new Set(values);
}
