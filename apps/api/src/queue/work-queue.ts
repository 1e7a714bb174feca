import type { Clock, Random } from '@bowline/sync-engine/ports/time';

/** What working on a key ended with: nothing more to do, or look again after a while. */
export type WorkResult = { requeueAfterMs?: number };

export type WorkQueueOptions = {
  clock: Clock;
  random: Random;
  /** Keys worked on at the same time. */
  concurrency: number;
  /** Whose turn it is when there is more work than room: keys of one group take turns with those of others (X70). */
  groupOf: (key: string) => string;
  work: (key: string) => Promise<WorkResult>;
  /** A failed key is tried again after `baseMs * 2^failures`, at most `maxMs`, with up to half of it as jitter. */
  backoff: { baseMs: number; maxMs: number };
  onError: (key: string, error: unknown, failures: number) => void;
};

/**
 * The in-memory queue of a controller: a key waits at most once, is never worked on twice at the same time, and an event
 * that comes while it is worked on makes it run once more. Level-triggered: keys carry no payload.
 */
export type WorkQueue = {
  add(key: string): void;
  /**
   * Adds the key for something that may come many times a second: after working on it, it rests three times as long as that
   * took, at most 2 s. A key that is quickly done is looked at as with `add`, one that takes long not all the time.
   */
  addSoon(key: string): void;
  /** Adds the key after a delay, unless it is added earlier by something else. */
  addAfter(key: string, delayMs: number): void;
  /** Drops everything that waits for a key. */
  forget(key: string): void;
  status(): { waiting: number; running: number; delayed: number };
  /** Takes no more work and resolves when what runs has ended. */
  stop(): Promise<void>;
};

const restFactor = 3;
const restMaxMs = 2_000;
/** What takes less needs no rest, and nothing is remembered of it. */
const restMinMs = 20;

export function workQueue(options: WorkQueueOptions): WorkQueue {
  /** group → keys waiting, in order. Maps keep insertion order: the first group is the one whose turn it is. */
  const waiting = new Map<string, Set<string>>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const soon = new Set<string>();
  /** When the rest of a key ends, by the monotonic clock. */
  const rests = new Map<string, number>();
  const delayed = new Map<string, { dueMs: number; cancel: () => void }>();
  const failures = new Map<string, number>();
  let isStopped = false;

  const add = (key: string): void => {
    if (isStopped) return;
    cancelDelay(key);
    if (running.has(key)) {
      again.add(key);
      return;
    }
    const group = options.groupOf(key);
    const keys = waiting.get(group);
    if (keys) keys.add(key);
    else waiting.set(group, new Set([key]));
    pump();
  };

  const addSoon = (key: string): void => {
    if (running.has(key)) {
      soon.add(key);
      return;
    }
    addAfter(key, (rests.get(key) ?? 0) - options.clock.monotonicMs());
  };

  const rest = (key: string, sinceMs: number): void => {
    const nowMs = options.clock.monotonicMs();
    const tookMs = nowMs - sinceMs;
    if (tookMs < restMinMs) rests.delete(key);
    else rests.set(key, nowMs + Math.min(restMaxMs, tookMs * restFactor));
  };

  const addAfter = (key: string, delayMs: number): void => {
    if (isStopped) return;
    if (delayMs <= 0) {
      add(key);
      return;
    }
    const dueMs = options.clock.monotonicMs() + delayMs;
    const known = delayed.get(key);
    if (known && known.dueMs <= dueMs) return;
    cancelDelay(key);
    delayed.set(key, { dueMs, cancel: options.clock.schedule(delayMs, () => add(key)) });
  };

  const cancelDelay = (key: string): void => {
    delayed.get(key)?.cancel();
    delayed.delete(key);
  };

  const pump = (): void => {
    if (isStopped) return;
    while (running.size < options.concurrency) {
      const key = takeNext();
      if (key === undefined) return;
      // Begins after this turn: the key must count as running before its work can add it again.
      running.set(key, Promise.resolve(key).then(run));
    }
  };

  /** First key of the first group; the group then goes to the end of the line. */
  const takeNext = (): string | undefined => {
    for (const [group, keys] of waiting) {
      const key = keys.values().next().value;
      waiting.delete(group);
      if (key === undefined) continue;
      keys.delete(key);
      if (keys.size > 0) waiting.set(group, keys);
      return key;
    }
    return undefined;
  };

  const run = async (key: string): Promise<void> => {
    const sinceMs = options.clock.monotonicMs();
    try {
      const result = await options.work(key);
      failures.delete(key);
      if (result.requeueAfterMs !== undefined) addAfter(key, result.requeueAfterMs);
    } catch (error) {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      options.onError(key, error, count);
      addAfter(key, delayOf(count));
    } finally {
      running.delete(key);
      rest(key, sinceMs);
      const isSoon = soon.delete(key);
      if (again.delete(key)) add(key);
      else if (isSoon) addSoon(key);
      pump();
    }
  };

  const delayOf = (count: number): number => {
    const { baseMs, maxMs } = options.backoff;
    const full = Math.min(maxMs, baseMs * 2 ** (count - 1));
    return full / 2 + (full / 2) * options.random.fraction();
  };

  return {
    add,
    addSoon,
    addAfter,
    forget(key) {
      cancelDelay(key);
      again.delete(key);
      soon.delete(key);
      rests.delete(key);
      failures.delete(key);
      waiting.get(options.groupOf(key))?.delete(key);
    },
    status: () => ({
      waiting: [...waiting.values()].reduce((sum, keys) => sum + keys.size, 0),
      running: running.size,
      delayed: delayed.size,
    }),
    async stop() {
      isStopped = true;
      for (const { cancel } of delayed.values()) cancel();
      delayed.clear();
      waiting.clear();
      await Promise.allSettled(running.values());
    },
  };
}
