import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of this process. Labels are names of routes and phases, never of users or objects (X74). */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bowline_' });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'bowline_http_request_seconds',
      help: 'Time to answer a request.',
      labelNames: ['endpoint', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    webhooks: new Counter({
      name: 'bowline_webhooks_total',
      help: 'Webhook deliveries by provider and outcome.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    logins: new Counter({
      name: 'bowline_logins_total',
      help: 'Sign-in attempts by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
