type Unit = 'second' | 'minute' | 'hour' | 'day';
const units: readonly [Unit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

const cache = new Map<string, Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.DateTimeFormat>();
function cached<T extends Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.DateTimeFormat>(
  key: string,
  make: () => T,
): T {
  const found = cache.get(key);
  if (found) return found as T; // one key always makes one class
  const made = make();
  cache.set(key, made);
  return made;
}

/** Splits a span in ms into its largest whole unit: 130 s → 2 minutes. */
export function largestUnit(ms: number): { unit: Unit; value: number } {
  const size = Math.abs(ms);
  const [unit, unitMs] = units.find(([, unitMs]) => size >= unitMs) ?? units[3]!; // four fixed entries
  return { unit, value: Math.floor(size / unitMs) };
}

/** A page's clock ticks now and then, and clocks of machines differ: what comes within this is now. */
const nowMs = 15_000;

/** "4 min" or "4 min ago"; a future instant reads "in 3 d", one of a moment "now". Both arguments in epoch ms. */
export function formatAge(
  at: number,
  now: number,
  locale: string,
  style: 'age' | 'relative' = 'age',
): string {
  if (at > now && at - now < nowMs) return formatAge(now, now, locale, style);
  const { unit, value } = largestUnit(now - at);
  if (style === 'relative' || at > now) {
    const format = cached(
      `r${locale}`,
      () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
    );
    return format.format(at > now ? value : -value, unit);
  }
  return formatSpan(value, unit, locale);
}

/** A duration in its largest unit, short: "2 min", "1 h". */
export function formatDuration(ms: number, locale: string): string {
  const { unit, value } = largestUnit(ms);
  return formatSpan(value, unit, locale);
}

function formatSpan(value: number, unit: Unit, locale: string) {
  // English day and hour come out long ("1 hr", "3 days") in short style; narrow with a space reads better in columns.
  if (locale.startsWith('en')) return `${value} ${{ day: 'd', hour: 'h', minute: 'min', second: 's' }[unit]}`;
  return cached(
    `n${locale}${unit}`,
    () => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }),
  ).format(value);
}

/** "m:ss" or "h:mm:ss" of a span in ms, for running clocks. */
export function formatClock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(seconds).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** Date, time with seconds and zone of an ISO instant. */
export function formatDateTime(iso: string, locale: string, timeZone?: string): string {
  return cached(
    `d${locale}${timeZone ?? ''}`,
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }),
  ).format(Date.parse(iso));
}

/** Only the clock time, 24 h, with seconds on request. */
export function formatTime(
  iso: string,
  locale: string,
  options: { seconds?: boolean; timeZone?: string } = {},
): string {
  const { seconds, timeZone } = options;
  return cached(
    `t${locale}${seconds ? 's' : ''}${timeZone ?? ''}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        hour: '2-digit',
        minute: '2-digit',
        second: seconds ? '2-digit' : undefined,
        hourCycle: 'h23',
        timeZone,
      }),
  ).format(Date.parse(iso));
}
