import type { Clock, Random } from '@bowline/sync-engine/ports/time';
import type { Log } from '../log.ts';
import { type WorkQueue, workQueue } from '../queue/work-queue.ts';
import type { Outcome } from './outcome.ts';

/** Told about every run of a reconciler, for metrics. */
export type RunObserver = (run: {
  controller: string;
  outcome: Outcome['kind'] | 'error';
  seconds: number;
}) => void;

export type ControllerOptions = {
  name: string;
  clock: Clock;
  random: Random;
  log: Log;
  concurrency: number;
  groupOf: (key: string) => string;
  reconcile: (key: string) => Promise<Outcome>;
  observe: RunObserver;
};

/** Runs a reconciler over a work queue: the one place that turns outcomes into requeues, logs and metrics. */
export function startController(options: ControllerOptions): WorkQueue {
  const { name, clock, log } = options;
  return workQueue({
    clock,
    random: options.random,
    concurrency: options.concurrency,
    groupOf: options.groupOf,
    backoff: { baseMs: 500, maxMs: 120_000 },
    async work(key) {
      const startedMs = clock.monotonicMs();
      const report = (outcome: Outcome['kind'] | 'error') =>
        options.observe({ controller: name, outcome, seconds: (clock.monotonicMs() - startedMs) / 1000 });
      try {
        const outcome = await options.reconcile(key);
        report(outcome.kind);
        return outcome.kind === 'requeue' ? { requeueAfterMs: outcome.afterMs } : {};
      } catch (error) {
        report('error');
        throw error;
      }
    },
    onError: (key, error, failures) =>
      log.error({ controller: name, key, failures, error }, 'reconcile failed'),
  });
}
