import { formatAge, formatDateTime } from './format-time.ts';

export type RelativeTimeProps = {
  /** ISO 8601. */
  value: string;
  /** Milliseconds since the epoch; the caller ticks it. */
  now: number;
  locale: string;
  /** `age`: "4 min"; `relative`: "4 minutes ago". */
  style?: 'age' | 'relative';
  timeZone?: string;
};

/** An age with the exact time on hover; copying the element gives words, `dateTime` the ISO value. */
export function RelativeTime({ value, now, locale, style = 'age', timeZone }: RelativeTimeProps) {
  return (
    <time dateTime={value} title={formatDateTime(value, locale, timeZone)} suppressHydrationWarning>
      {formatAge(Date.parse(value), now, locale, style)}
    </time>
  );
}
