import { describe, expect, it } from 'vitest';
import { formatAge, formatClock, formatDuration, formatTime } from './format-time.ts';

const now = Date.parse('2026-11-24T14:21:08Z');
const before = (ms: number) => now - ms;

describe('formatAge', () => {
  it.each([
    [9_000, 'en', '9 s'],
    [9 * 60_000, 'en', '9 min'],
    [90 * 60_000, 'en', '1 h'],
    [3 * 86_400_000, 'en', '3 d'],
    [9 * 60_000, 'ko', '9분'],
    [2 * 86_400_000, 'ko', '2일'],
  ])('%i ms in %s reads %s', (ms, locale, expected) =>
    expect(formatAge(before(ms), now, locale)).toBe(expected),
  );
  it('says "in" for what comes', () => {
    expect(formatAge(now + 3 * 86_400_000, now, 'en')).toBe('in 3 days');
    expect(formatAge(now + 20_000, now, 'en')).toBe('in 20 sec.');
  });
  it('does not say that what has happened is to come, where the clock of the page is behind', () => {
    expect(formatAge(now + 9_000, now, 'en', 'relative')).toBe('now');
    expect(formatAge(now + 9_000, now, 'en')).toBe('0 s');
  });
});

it('formats clocks and durations', () => {
  expect(formatClock(72_000)).toBe('1:12');
  expect(formatClock(3_672_000)).toBe('1:01:12');
  expect(formatDuration(42_000, 'en')).toBe('42 s');
  expect(formatTime('2026-11-24T14:03:12Z', 'en', { seconds: true, timeZone: 'UTC' })).toBe('14:03:12');
});
