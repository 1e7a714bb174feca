import { describe, expect, it } from 'vitest';
import { automatedRetry, parseDuration, retryDelayMs } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['100ms', 100],
    ['2d', 172_800_000],
    [' 1h ', 3_600_000],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', ' ', '5', '-1h', '1h-30m', 'h', '1 h', '1w', '1e3s', '1h foo', `${'9'.repeat(30)}h`])(
    'refuses %j',
    (text) => expect(() => parseDuration(text)).toThrow(RangeError),
  );
});

describe('retryDelayMs (SYNC-8, B13)', () => {
  it.each([
    ['no policy never retries', undefined, 1, null],
    ['automation defaults', automatedRetry, 1, 5000],
    ['doubles', automatedRetry, 2, 10_000],
    ['stops at its limit', automatedRetry, 6, null],
    ['last one inside the limit', automatedRetry, 5, 80_000],
    ['caps at 3m', { limit: 100 }, 50, 180_000],
    ['negative limit is forever', { limit: -1 }, 100_000, 180_000],
    ['limit 0 never', { limit: 0 }, 1, null],
    ['own backoff', { limit: 3, backoff: { duration: '1m', factor: 3, maxDuration: '5m' } }, 2, 180_000],
    ['own cap', { limit: 3, backoff: { duration: '1m', factor: 3, maxDuration: '5m' } }, 3, 300_000],
    ['bare numbers are seconds', { limit: 3, backoff: { duration: '7' } }, 1, 7000],
    ['unreadable falls back', { limit: 3, backoff: { duration: 'soon' } }, 1, 5000],
    ['a factor below 1 does not shrink', { limit: 3, backoff: { factor: 0 } }, 2, 5000],
  ] as const)('%s', (_name, policy, attempt, expected) => {
    expect(retryDelayMs(policy, attempt)).toBe(expected);
  });
});
