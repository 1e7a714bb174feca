import { describe, expect, it } from 'vitest';
import { isName, linesOf, nameFrom } from './names.ts';

describe('names', () => {
  it.each([
    ['https://git.shop/Shop/Check_Out.git', 'check-out'],
    ['git@host:shop/web.git', 'web'],
    ['deploy/prod/', 'prod'],
    ['', ''],
  ])('come from %s', (text, name) => expect(nameFrom(text)).toBe(name));
  it.each([
    ['web-1', true],
    ['a', true],
    ['Web', false],
    ['-a', false],
    ['a'.repeat(64), false],
  ])('%s is %s', (text, isOk) => expect(isName(text)).toBe(isOk));
  it('splits lines', () => expect(linesOf(' a \n\n b')).toEqual(['a', 'b']));
});
