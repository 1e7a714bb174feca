import { describe, expect, it } from 'vitest';
import { matchLocale, readPreferences } from './preferences.ts';

describe('matchLocale', () => {
  it.each([
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['en-GB,ko;q=0.5', 'en'],
    ['fr,ko;q=0.4', 'ko'],
    ['ko;q=0,en', 'en'],
    ['fr', 'en'],
    [null, 'en'],
  ])('%s', (header, expected) => expect(matchLocale(header)).toBe(expected));
});

it('takes known cookie values and falls back for others', () => {
  const cookies: Record<string, string> = {
    'bowline-theme': 'dark',
    'bowline-density': 'gigantic',
    'bowline-locale': 'ko',
  };
  expect(readPreferences((name) => cookies[name], 'en')).toEqual({
    theme: 'dark',
    density: 'normal',
    locale: 'ko',
    rail: 'wide',
    letterKeys: 'on',
  });
});
