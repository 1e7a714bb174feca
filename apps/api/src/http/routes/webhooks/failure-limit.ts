import type { Clock } from '@bowline/sync-engine/ports/time';

const windowMs = 60_000;
const failuresMax = 60;
const addressesMax = 10_000;

/** Counts unsigned deliveries per address: checking signatures costs, so who only fails is not checked for a while (X65). */
export function failureLimit(clock: Clock) {
  const failures = new Map<string, { count: number; sinceMs: number }>();
  return {
    isExceeded(address: string): boolean {
      const known = failures.get(address);
      return (
        known !== undefined && known.count >= failuresMax && clock.monotonicMs() - known.sinceMs < windowMs
      );
    },
    count(address: string): void {
      const now = clock.monotonicMs();
      const known = failures.get(address);
      if (failures.size > addressesMax) failures.clear();
      if (known && now - known.sinceMs < windowMs) known.count += 1;
      else failures.set(address, { count: 1, sinceMs: now });
    },
  };
}
