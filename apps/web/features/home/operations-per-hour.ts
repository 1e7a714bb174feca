const hourMs = 3_600_000;

type Input = readonly { at: string; phase: string }[];

/** Counts operations in the 24 hours up to `now` (epoch ms), one bar per hour, oldest first. */
export function operationsPerHour(operations: Input, now: number) {
  const start = now - 24 * hourMs;
  const bars = Array.from({ length: 24 }, (_, hour) => ({ id: String(hour), value: 0, failed: 0 }));
  let [total, failed] = [0, 0];
  for (const operation of operations) {
    const age = Date.parse(operation.at) - start;
    const bar = bars[Math.min(23, Math.floor(age / hourMs))];
    if (age < 0 || !bar) continue;
    const isFailure = operation.phase === 'Failed' || operation.phase === 'Error';
    bar.value += 1;
    bar.failed += isFailure ? 1 : 0;
    total += 1;
    failed += isFailure ? 1 : 0;
  }
  return { bars, total, failed, start };
}
