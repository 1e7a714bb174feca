import { describe, expect, it } from 'vitest';
import { duration, integer, onOff, pairs } from './flags.ts';

describe('duration', () => {
  it.each([
    ['90', 90_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
  ])('%s is %d ms', (text, ms) => expect(duration(text)).toBe(ms));
  it.each(['', 'soon', '5 m', '-5m', '5d', '1.5h'])('refuses %j', (text) =>
    expect(() => duration(text)).toThrow(),
  );
});

describe('other values', () => {
  it('keeps numbers within bounds', () => {
    expect(integer(1, 5)('5')).toBe(5);
    for (const text of ['0', '6', '1e1', 'x', '']) expect(() => integer(1, 5)(text)).toThrow();
  });
  it('reads on and off', () => {
    expect([onOff('on'), onOff('off')]).toEqual([true, false]);
    expect(() => onOff('maybe')).toThrow();
  });
  it('splits pairs at the first =', () => {
    expect(pairs(['a=b=c', 'd='])).toEqual({ a: 'b=c', d: '' });
    expect(() => pairs(['=b'])).toThrow();
  });
});
