import type { RetryPolicy } from '../model.ts';
import { dayMs, hourMs, minuteMs } from './units.ts';

const unitMs: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', minuteMs],
  ['h', hourMs],
  ['d', dayMs],
]);

const part = /(\d+(?:\.\d+)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d)/y;

/**
 * Milliseconds of a Go duration (`1h30m`, `1.5h`, `0`), rounded; `d` is accepted as 24h. Throws RangeError on anything
 * else, negative durations included.
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  let total = 0;
  let at = 0;
  while (at < trimmed.length) {
    part.lastIndex = at;
    const match = part.exec(trimmed);
    if (match === null) throw invalid(text);
    total += Number(match[1]) * (unitMs.get(match[2] ?? '') ?? Number.NaN);
    at = part.lastIndex;
  }
  const rounded = Math.round(total);
  if (trimmed === '' || !Number.isSafeInteger(rounded)) throw invalid(text);
  return rounded;
}

function invalid(text: string): RangeError {
  return new RangeError(`"${text}" is not a duration such as 30s, 5m or 1h30m.`);
}

const defaults = { durationMs: 5000, factor: 2, maxDurationMs: 180_000 };

/** What automation retries with when its Application sets nothing (B13). */
export const automatedRetry: RetryPolicy = { limit: 5 };

/**
 * How long to wait before retry number `attempt` (1 = the first after the failed run); null = no retry any more.
 * `min(maxDuration, duration × factor^(attempt-1))`; a negative limit retries forever (SYNC-8).
 */
export function retryDelayMs(policy: RetryPolicy | undefined, attempt: number): number | null {
  if (policy === undefined || attempt < 1) return null;
  if (policy.limit >= 0 && attempt > policy.limit) return null;
  const first = durationOr(policy.backoff?.duration, defaults.durationMs);
  const longest = durationOr(policy.backoff?.maxDuration, defaults.maxDurationMs);
  const factor = Math.max(1, policy.backoff?.factor ?? defaults.factor);
  return Math.min(longest, first * factor ** Math.min(attempt - 1, 64));
}

/** A backoff nobody can read must not become "at once, forever". */
function durationOr(text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  try {
    return parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  } catch {
    return fallback;
  }
}
