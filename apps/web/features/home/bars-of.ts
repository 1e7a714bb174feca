const hourMs = 3_600_000;

type Hours = readonly { hour: string; total: number; failed: number }[];

/** The server's counts as one bar for each of the 24 hours up to `now` (epoch ms), oldest first; hours without any are empty. */
export function barsOf(day: Hours, now: number) {
  const last = Math.floor(now / hourMs);
  const start = (last - 23) * hourMs;
  const bars = Array.from({ length: 24 }, (_, hour) => ({ id: String(hour), value: 0, failed: 0 }));
  for (const { hour, total, failed } of day) {
    // The hour that began 24 hours ago is not over yet in the window: it counts with the oldest bar.
    const at = Math.max(0, Math.floor(Date.parse(hour) / hourMs) - (last - 23));
    const bar = bars[Math.min(23, at)];
    if (!bar) continue;
    bar.value += total;
    bar.failed += failed;
  }
  const sum = (key: 'value' | 'failed') => bars.reduce((known, bar) => known + bar[key], 0);
  return { bars, total: sum('value'), failed: sum('failed'), start };
}
