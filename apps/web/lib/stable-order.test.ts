import { describe, expect, it } from 'vitest';
import { keepOrder } from './stable-order.ts';

const key = (row: string) => row.slice(0, 1);

describe('keepOrder (C0 Live: updates never reorder rows)', () => {
  it.each([
    { name: 'takes the server order at first', shown: [], rows: ['b', 'a'], expected: ['b', 'a'], moved: 0 },
    {
      name: 'updates values in place',
      shown: ['a', 'b'],
      rows: ['a2', 'b2'],
      expected: ['a2', 'b2'],
      moved: 0,
    },
    {
      name: 'keeps the shown order and counts the moved',
      shown: ['a', 'b', 'c'],
      rows: ['c', 'a', 'b'],
      expected: ['a', 'b', 'c'],
      moved: 3,
    },
    {
      name: 'puts new rows last',
      shown: ['a', 'b'],
      rows: ['x', 'a', 'b'],
      expected: ['a', 'b', 'x'],
      moved: 3,
    },
    { name: 'drops rows that left', shown: ['a', 'b'], rows: ['b'], expected: ['b'], moved: 0 },
  ])('$name', ({ shown, rows, expected, moved }) => {
    expect(keepOrder(shown, rows, key)).toEqual({ rows: expected, moved });
  });
});
