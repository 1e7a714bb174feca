import { expect, it } from 'vitest';
import { operationsPerHour } from './operations-per-hour.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const at = (hoursAgo: number) => new Date(now - hoursAgo * 3_600_000).toISOString();

it('counts by hour, marks failures and leaves out what is older than a day', () => {
  const { bars, total, failed } = operationsPerHour(
    [
      { at: at(0), phase: 'Running' },
      { at: at(0.5), phase: 'Failed' },
      { at: at(23.5), phase: 'Succeeded' },
      { at: at(25), phase: 'Failed' },
    ],
    now,
  );
  expect({ total, failed }).toEqual({ total: 3, failed: 1 });
  expect(bars[23]).toMatchObject({ value: 2, failed: 1 });
  expect(bars[0]).toMatchObject({ value: 1, failed: 0 });
});
