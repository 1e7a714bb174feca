import { describe, expect, it } from 'vitest';
import { valueText } from './value-text.ts';

describe('valueText', () => {
  it.each([
    [undefined, undefined],
    ['web:2.4.1', 'web:2.4.1'],
    [6, '6'],
    [null, 'null'],
    [[], '[]'],
    [{}, '{}'],
    [{ a: 1, b: { c: ['x', 'y'] } }, 'a: 1\nb:\n  c:\n    - x\n    - y'],
    [[{ name: 'web', port: 80 }], '- name: web\n  port: 80'],
    [{ on: 'true', off: true }, 'on: "true"\noff: true'],
    [{ script: 'a\nb\n' }, 'script: |\n  a\n  b'],
  ])('%j', (value, text) => expect(valueText(value)).toBe(text));
});
