import { expect, test } from 'vitest';
import { grouped } from './grouped.ts';

function held() {
  const writes: { values: number[]; end: (error?: Error) => void }[] = [];
  const save = grouped<number>(
    (values) =>
      new Promise((resolve, reject) => {
        writes.push({ values: [...values], end: (error) => (error ? reject(error) : resolve()) });
      }),
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { writes, save, turn };
}

test('what comes during a write is written together, in order, and each waits for its own', async () => {
  const { writes, save, turn } = held();
  const ended: number[] = [];
  const note = (values: number[]) => save(values).then(() => ended.push(...values));
  const all = [note([1])];
  await turn();
  all.push(note([2, 3]), note([4]));
  await turn();
  expect(writes.map(({ values }) => values)).toEqual([[1]]);
  writes[0]?.end();
  await turn();
  expect(ended).toEqual([1]);
  expect(writes.map(({ values }) => values)).toEqual([[1], [2, 3, 4]]);
  writes[1]?.end();
  await Promise.all(all);
  expect(ended).toEqual([1, 2, 3, 4]);
});

test('a failed write fails those whose values it held, and no later one', async () => {
  const { writes, save, turn } = held();
  const first = save([1]);
  await turn();
  const second = save([2]);
  writes[0]?.end(new Error('refused'));
  await expect(first).rejects.toThrow('refused');
  await turn();
  expect(writes[1]?.values).toEqual([2]);
  writes[1]?.end();
  await second;
});
