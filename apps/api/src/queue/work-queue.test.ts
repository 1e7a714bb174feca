import { expect, test } from 'vitest';
import { workQueue, type WorkQueueOptions } from './work-queue.ts';

/** A clock whose time moves only when told, and that runs what is due. */
function fakeClock() {
  let now = 0;
  const timers = new Set<{ at: number; task: () => void }>();
  return {
    now: () => new Date(now),
    monotonicMs: () => now,
    schedule(delayMs: number, task: () => void) {
      const timer = { at: now + delayMs, task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms: number) {
      now += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.task();
      }
    },
  };
}

const random = { fraction: () => 0.5, uuid: () => 'u', bytes: (n: number) => Buffer.alloc(n) };
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(overrides: Partial<WorkQueueOptions>) {
  const clock = fakeClock();
  const errors: [string, number][] = [];
  const queue = workQueue({
    clock,
    random,
    concurrency: 1,
    groupOf: (key) => key.split('/')[0] ?? '',
    work: async () => ({}),
    backoff: { baseMs: 100, maxMs: 1000 },
    onError: (key, _, failures) => errors.push([key, failures]),
    ...overrides,
  });
  return { clock, queue, errors };
}

test('a key added many times is worked on once', async () => {
  const done: string[] = [];
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const { queue } = setUp({ work: async (key) => (await gate, done.push(key), {}) });
  queue.add('p/first');
  for (let i = 0; i < 5; i++) queue.add('p/second');
  release();
  await tick();
  expect(done).toEqual(['p/first', 'p/second']);
});

test('an event during the work makes the key run once more, never twice at a time', async () => {
  let active = 0;
  let runs = 0;
  const { queue } = setUp({
    concurrency: 4,
    work: async () => {
      active += 1;
      expect(active).toBe(1);
      if (runs++ === 0) queue.add('p/a');
      await tick();
      active -= 1;
      return {};
    },
  });
  queue.add('p/a');
  for (let i = 0; i < 6; i++) await tick();
  expect(runs).toBe(2);
});

test('X70: groups take turns, so one tenant with much work does not starve another', async () => {
  const done: string[] = [];
  const { queue } = setUp({ work: async (key) => (done.push(key), await tick(), {}) });
  for (const key of ['big/1', 'big/2', 'big/3', 'big/4', 'small/1']) queue.add(key);
  for (let i = 0; i < 12; i++) await tick();
  expect(done.indexOf('small/1')).toBeLessThan(3);
});

test('failures back off with doubling delays and are reported with their count', async () => {
  let isBroken = true;
  let runs = 0;
  const { queue, clock, errors } = setUp({
    work: async () => {
      runs += 1;
      if (isBroken) throw new Error('no');
      return {};
    },
  });
  queue.add('p/a');
  await tick();
  clock.advance(74);
  await tick();
  expect(runs).toBe(1);
  clock.advance(1);
  await tick();
  expect(errors).toEqual([
    ['p/a', 1],
    ['p/a', 2],
  ]);
  isBroken = false;
  clock.advance(150);
  await tick();
  expect(runs).toBe(3);
  expect(queue.status()).toEqual({ waiting: 0, running: 0, delayed: 0 });
});

test('an earlier reason replaces a later delay, a later one does not', async () => {
  let runs = 0;
  const { queue, clock } = setUp({ work: async () => (runs++, {}) });
  queue.addAfter('p/a', 1000);
  queue.addAfter('p/a', 5000);
  queue.addAfter('p/a', 100);
  clock.advance(100);
  await tick();
  expect(runs).toBe(1);
  clock.advance(10_000);
  await tick();
  expect(runs).toBe(1);
});

test('X70: what takes long rests three times as long under a storm of events, and not when it is asked for', async () => {
  const startedAt: number[] = [];
  const { queue, clock } = setUp({
    work: async () => {
      startedAt.push(clock.monotonicMs());
      clock.advance(100);
      return {};
    },
  });
  const storm = async (ms: number): Promise<void> => {
    for (const end = clock.monotonicMs() + ms; clock.monotonicMs() < end; clock.advance(10)) {
      queue.addSoon('p/a');
      await tick();
    }
  };
  await storm(1900);
  expect(startedAt).toEqual([0, 400, 800, 1200, 1600]);
  const askedAt = clock.monotonicMs();
  queue.add('p/a');
  await tick();
  expect(startedAt.at(-1)).toBe(askedAt);
});

test('a rest is no longer than two seconds, and what is quickly done takes none', async () => {
  const startedAt: number[] = [];
  let tookMs = 5000;
  const { queue, clock } = setUp({
    work: async () => {
      startedAt.push(clock.monotonicMs());
      // An event that comes meanwhile is not lost.
      queue.addSoon('p/a');
      clock.advance(tookMs);
      if (startedAt.length === 4) queue.forget('p/a');
      return {};
    },
  });
  queue.addSoon('p/a');
  await tick();
  clock.advance(1999);
  await tick();
  expect(startedAt).toEqual([0]);
  tookMs = 5;
  clock.advance(1);
  for (let i = 0; i < 6; i++) await tick();
  expect(startedAt).toEqual([0, 7000, 7005, 7010]);
});

test('stop waits for what runs and takes nothing more', async () => {
  let finished = false;
  const { queue } = setUp({ work: async () => (await tick(), (finished = true), {}) });
  queue.add('p/a');
  await queue.stop();
  expect(finished).toBe(true);
  queue.add('p/b');
  expect(queue.status().waiting).toBe(0);
});
