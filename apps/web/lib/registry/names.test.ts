import { describe, expect, it } from 'vitest';
import { ApplicationName } from '@bowline/contract/spec';
import { isApplicationName, isName, linesOf, nameFrom } from './names.ts';

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
  it.each(['web', 'web.eu-1', 'a.b.c', 'Web', '.web', 'web.', 'a..b', '../b', 'a.-b', 'a'.repeat(64)])(
    'an application may be called %s exactly when the API takes it (X12)',
    (text) => expect(isApplicationName(text)).toBe(ApplicationName.safeParse(text).success),
  );
  it('splits lines', () => expect(linesOf(' a \n\n b')).toEqual(['a', 'b']));
});
