import { expect, test } from 'vitest';
import { ApplicationName, Name } from './spec.ts';

test.each([
  ['shop', true, true],
  ['example.guestbook', false, true],
  ['a.b-c.d1', false, true],
  ['..', false, false],
  ['a..b', false, false],
  ['.a', false, false],
  ['a.', false, false],
  ['../secrets', false, false],
  ['Shop', false, false],
  ['a/b', false, false],
  ['a'.repeat(64), false, false],
])('X12: the name %s is one of anything: %s, of an Application: %s', (name, isName, isApplicationName) => {
  expect(Name.safeParse(name).success).toBe(isName);
  expect(ApplicationName.safeParse(name).success).toBe(isApplicationName);
});
