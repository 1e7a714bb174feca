import { Gauge, Histogram, type Registry } from 'prom-client';
import type { RunObserver } from '../controllers/runtime.ts';

type Queues = Record<string, { waiting: number; running: number; delayed: number }>;

/** Metrics of the reconcilers: how long runs take and end, and what waits. */
export function controllerMetrics(registry: Registry): {
  observe: RunObserver;
  watchQueues(read: () => Queues): void;
} {
  const runs = new Histogram({
    name: 'bowline_reconcile_seconds',
    help: 'Time of one run of a controller, by outcome.',
    labelNames: ['controller', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  return {
    observe: ({ controller, outcome, seconds }) => runs.observe({ controller, outcome }, seconds),
    watchQueues(read) {
      const gauge: Gauge<'controller' | 'state'> = new Gauge({
        name: 'bowline_queue_keys',
        help: 'Keys of a controller that wait, run or are due later.',
        labelNames: ['controller', 'state'],
        registers: [registry],
        collect() {
          for (const [controller, states] of Object.entries(read())) {
            for (const [state, count] of Object.entries(states)) gauge.set({ controller, state }, count);
          }
        },
      });
    },
  };
}
