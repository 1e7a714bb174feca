import { Cron, type CronOptions } from 'croner';
import { dayMs, hourMs, minuteMs } from './units.ts';

/** A cron expression as what it says: on which dates, at which times of a day. Days count from 1970-01-01. */
export type Pattern = {
  /** Milliseconds since midnight, ascending, never empty. */
  times: number[];
  /** Neither hour nor minute is written with `*` or a step: these are times of a day, not an interval. */
  isFixed: boolean;
  /** `all` and `none` of all dates there will ever be. */
  dates: 'all' | 'some' | 'none';
  isOn: (day: number) => boolean;
  /** The first date on or after a day; null = none within 400 years. */
  nextDate: (day: number) => number | null;
  /** The last date on or before a day; null = none within 400 years. */
  lastDate: (day: number) => number | null;
};

/** The calendar repeats itself after 400 years. */
const monthsMax = 4800;
/** In 28 years, every month begins on every weekday and so does every February of a leap year. */
const monthsOfAllShapes = 336;
/** On average. */
const daysOfMonth = 146_097 / monthsMax;

const options: CronOptions = {
  mode: '5-part',
  // `5/15` is 5-59/15, as Argo CD reads it.
  sloppyRanges: true,
  utcOffset: 0,
  paused: true,
};

const patterns = new Map<string, Pattern>();
const patternsMax = 500;

/** Reads five fields or a nickname. Throws an Error whose message says what is wrong with them. */
export function readPattern(schedule: string): Pattern {
  // The gate asks for the same few schedules again and again.
  const known = patterns.get(schedule);
  if (known !== undefined) return known;
  const pattern = buildPattern(schedule);
  if (patterns.size >= patternsMax) patterns.clear();
  patterns.set(schedule, pattern);
  return pattern;
}

function buildPattern(schedule: string): Pattern {
  const fields = new Cron(expressionOf(schedule), options).getPattern()?.split(/\s+/) ?? [];
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const hours = matched(`0 ${hour} * * *`, 24, hourMs);
  const minutes = matched(`${minute} 0 * * *`, 60, minuteMs);
  const onDate = new Cron(`0 0 ${day} ${month} ${weekday}`, options);
  const isDaily = [day, month, weekday].every((field) => field === '*' || field === '?');
  return {
    times: hours.flatMap((at) => minutes.map((minuteAt) => at + minuteAt)),
    isFixed: !/[*/?]/.test(minute + hour),
    ...(isDaily ? daily : datesOf((date) => onDate.match(date))),
  };
}

const daily: Omit<Pattern, 'times' | 'isFixed'> = {
  dates: 'all',
  isOn: () => true,
  nextDate: (day) => day,
  lastDate: (day) => day,
};

/** Which of the first `count` multiples of `unitMs` an expression matches. */
function matched(expression: string, count: number, unitMs: number): number[] {
  const cron = new Cron(expression, options);
  return Array.from({ length: count }, (_, i) => i * unitMs).filter((at) => cron.match(new Date(at)));
}

const nickname = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i;

/** The parser would also take a date, and a step of nothing (`/15`). Throws RangeError. */
function expressionOf(schedule: string): string {
  const text = schedule.trim();
  const isFields = text.split(/\s+/).length === 5 && !/(^|[\s,])\//.test(text);
  if (!isFields && !nickname.test(text))
    throw new RangeError(`"${text}" is no cron expression of five fields`);
  return text;
}

/** Which dates match follows from the month, its length and its first weekday, so each such month is asked for once. */
function datesOf(matches: (date: Date) => boolean): Omit<Pattern, 'times' | 'isFixed'> {
  const masks = new Map<number, number>();
  /** A bit for each day of a month, the first day in the lowest. */
  const maskOf = (month: number): number => {
    const first = firstDayOf(month);
    const length = firstDayOf(month + 1) - first;
    const shape = (modulo(month, 12) * 32 + length) * 7 + modulo(first, 7);
    const known = masks.get(shape);
    if (known !== undefined) return known;
    let mask = 0;
    for (let day = 0; day < length; day++) if (matches(new Date((first + day) * dayMs))) mask |= 1 << day;
    masks.set(shape, mask);
    return mask;
  };
  const search = (day: number, step: 1 | -1): number | null => {
    const month = monthOf(day);
    const today = 1 << (day - firstDayOf(month));
    // All bits from that day on, or up to it.
    let within = step === 1 ? -today : today | (today - 1);
    for (let i = 0; i < monthsMax; i++) {
      const bits = maskOf(month + i * step) & within;
      within = -1;
      if (bits !== 0) return firstDayOf(month + i * step) + 31 - Math.clz32(step === 1 ? bits & -bits : bits);
    }
    return null;
  };
  return {
    dates: kindOf(maskOf),
    isOn: (day) => ((maskOf(monthOf(day)) >> (day - firstDayOf(monthOf(day)))) & 1) === 1,
    nextDate: (day) => search(day, 1),
    lastDate: (day) => search(day, -1),
  };
}

function kindOf(maskOf: (month: number) => number): Pattern['dates'] {
  let [isAll, isNone] = [true, true];
  for (let month = 0; month < monthsOfAllShapes && (isAll || isNone); month++) {
    const mask = maskOf(month);
    if (mask !== 0) isNone = false;
    if (mask !== 2 ** (firstDayOf(month + 1) - firstDayOf(month)) - 1) isAll = false;
  }
  return isAll ? 'all' : isNone ? 'none' : 'some';
}

/** Months count from January 1970, like days. */
function firstDayOf(month: number): number {
  return Date.UTC(1970, month, 1) / dayMs;
}

function monthOf(day: number): number {
  const near = Math.floor(day / daysOfMonth);
  if (firstDayOf(near) > day) return near - 1;
  return firstDayOf(near + 1) <= day ? near + 1 : near;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
