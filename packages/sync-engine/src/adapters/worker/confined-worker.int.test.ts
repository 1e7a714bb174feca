import { setImmediate } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
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

test('an answer that was sent before the deadline counts, however late this thread looks (X20)', async () => {
  await worker.run('started');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const gates = new Int32Array(new SharedArrayBuffer(8));
  const outcome = worker.run(gates);
  await setImmediate();
  // From here this thread does not look: the other one answers, and the deadline passes after that.
  Atomics.store(gates, 0, 1);
  Atomics.notify(gates, 0);
  Atomics.wait(gates, 1, 0);
  vi.advanceTimersByTime(60_000);
  expect(await outcome).toEqual({ end: 'done', value: 'told' });
});

test('jobs run one after the other', async () => {
  const all = await Promise.all(['a', 'b', 'c'].map((job) => worker.run(job)));
  expect(all.map((one) => one.end === 'done' && one.value)).toEqual(['a', 'b', 'c']);
});
