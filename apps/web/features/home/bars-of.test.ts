import { expect, it } from 'vitest';
import { barsOf } from './bars-of.ts';

it('puts the counts of the server into 24 hours and loses none (C1)', () => {
  const { bars, total, failed, start } = barsOf(
    [
      { hour: '2026-11-23T12:00:00Z', total: 2, failed: 1 },
      { hour: '2026-11-23T13:00:00Z', total: 1, failed: 0 },
      { hour: '2026-11-24T12:00:00Z', total: 70, failed: 3 },
    ],
    Date.parse('2026-11-24T12:20:00Z'),
  );
  expect({ total, failed }).toEqual({ total: 73, failed: 4 });
  expect(bars).toHaveLength(24);
  expect(bars[23]).toMatchObject({ value: 70, failed: 3 });
  expect(bars[0]).toMatchObject({ value: 3, failed: 1 });
  expect(new Date(start).toISOString()).toBe('2026-11-23T13:00:00.000Z');
});
