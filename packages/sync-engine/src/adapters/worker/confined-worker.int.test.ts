import { afterAll, expect, test } from 'vitest';
import { ConfinedWorker } from './confined-worker.ts';

const module = new URL('testdata/misbehave.ts', import.meta.url);
const worker = new ConfinedWorker(module, { timeoutMs: 60_000, memoryMbMax: 64 });
const hurried = new ConfinedWorker(module, { timeoutMs: 500, memoryMbMax: 64 });
afterAll(() => Promise.all([worker.stop(), hurried.stop()]));

test.each([
  ['hello', { end: 'done', value: 'hello' }],
  ['environment', { end: 'done', value: [] }],
  ['memory', { end: 'out-of-memory' }],
  ['throw', { end: 'failed', message: 'as told' }],
  ['exit', { end: 'stopped' }],
])('%s, and the next job runs again (X20)', async (job, outcome) => {
  expect(await worker.run(job)).toEqual(outcome);
  expect(await worker.run('after')).toEqual({ end: 'done', value: 'after' });
});

test('a loop ends at its deadline, whatever is done meanwhile (X20)', async () => {
  expect(await hurried.run('loop')).toEqual({ end: 'timeout' });
  expect(await hurried.run('loop'), 'the next job ran, too').toEqual({ end: 'timeout' });
});

test('jobs run one after the other', async () => {
  const all = await Promise.all(['a', 'b', 'c'].map((job) => worker.run(job)));
  expect(all.map((one) => one.end === 'done' && one.value)).toEqual(['a', 'b', 'c']);
});
