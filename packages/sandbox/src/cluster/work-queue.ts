import type { Clock } from '../clock.ts';

const BACKOFF_MS = 200;
const BACKOFF_MAX_MS = 30_000;
/** Longest run before other work of the process gets its turn. */
const TURN_MS = 5;

/** Keys to reconcile: collapsing, one at a time, with backoff after a failure. */
export class WorkQueue {
  readonly #reconcile: (key: string) => Promise<void>;
  readonly #clock: Clock;
  readonly #pending = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #delayed = new Map<string, () => void>();
  #isRunning = false;
  #isStopped = false;

  constructor(reconcile: (key: string) => Promise<void>, clock: Clock) {
    this.#reconcile = reconcile;
    this.#clock = clock;
  }

  /** True when nothing waits or runs; keys waiting for a time do not count. */
  get isIdle(): boolean {
    return !this.#isRunning && this.#pending.size === 0;
  }

  add(key: string): void {
    if (this.#isStopped) return;
    this.#pending.add(key);
    if (this.#isRunning) return;
    this.#isRunning = true;
    setImmediate(() => void this.#drain());
  }

  /** Adds the key after a delay; an earlier delay of the same key is replaced. */
  addAfter(key: string, delayMs: number): void {
    this.#delayed.get(key)?.();
    const cancel = this.#clock.after(delayMs, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, cancel);
  }

  stop(): void {
    this.#isStopped = true;
    this.#pending.clear();
    for (const cancel of this.#delayed.values()) cancel();
  }

  async #drain(): Promise<void> {
    let turnEnd = performance.now() + TURN_MS;
    for (const key of this.#pending) {
      this.#pending.delete(key);
      await this.#run(key);
      if (performance.now() < turnEnd) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      turnEnd = performance.now() + TURN_MS;
    }
    this.#isRunning = false;
  }

  async #run(key: string): Promise<void> {
    try {
      await this.#reconcile(key);
      this.#failures.delete(key);
    } catch {
      // Conflicts and passing outages alike: the next attempt starts from the state loaded then.
      const failures = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, failures);
      this.addAfter(key, Math.min(BACKOFF_MS * 2 ** (failures - 1), BACKOFF_MAX_MS));
    }
  }
}

/** Splits a `namespace/name` key. */
export function splitKey(key: string): { namespace: string; name: string } {
  const at = key.indexOf('/');
  return { namespace: key.slice(0, at), name: key.slice(at + 1) };
}
