import { expect, it } from 'vitest';
import { slots } from './slots.ts';

it('bounds what runs at once, keeps the order and survives failures', async () => {
  const slot = slots(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const task = (id: number) => async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    order.push(id);
    await Promise.resolve();
    running -= 1;
    if (id === 1) throw new Error('failed');
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((id) => slot(task(id))));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(results.map((result) => result.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
});
