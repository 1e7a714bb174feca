import { afterAll, expect, test } from 'vitest';
import { ConfinedWorker } from './confined-worker.ts';

const worker = new ConfinedWorker(new URL('testdata/misbehave.ts', import.meta.url), {
  timeoutMs: 500,
  memoryMbMax: 64,
});
afterAll(() => worker.stop());

test.each([
  ['hello', { end: 'done', value: 'hello' }],
  ['environment', { end: 'done', value: [] }],
  ['loop', { end: 'timeout' }],
  ['memory', { end: 'out-of-memory' }],
  ['throw', { end: 'failed', message: 'as told' }],
  ['exit', { end: 'stopped' }],
])('%s, and the next job runs again (X20)', async (job, outcome) => {
  expect(await worker.run(job)).toEqual(outcome);
  expect(await worker.run('after')).toEqual({ end: 'done', value: 'after' });
});

test('jobs run one after the other', async () => {
  const all = await Promise.all(['a', 'b', 'c'].map((job) => worker.run(job)));
  expect(all.map((one) => one.end === 'done' && one.value)).toEqual(['a', 'b', 'c']);
});
