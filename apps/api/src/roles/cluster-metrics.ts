import type { ClusterCache } from '@bowline/sync-engine/ports/kube';
import { Gauge, Histogram, type Registry } from 'prom-client';

/** Calls to clusters: their time, and how they ended. */
export function clusterCallMetrics(
  registry: Registry,
): (call: { verb: string; outcome: string; seconds: number }) => void {
  const calls = new Histogram({
    name: 'bowline_cluster_request_seconds',
    help: 'Time until a cluster has answered a call; a watch until it is open.',
    labelNames: ['verb', 'outcome'],
    buckets: [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  return ({ verb, outcome, seconds }) => calls.observe({ verb, outcome }, seconds);
}

type Status = ReturnType<ClusterCache['status']>;

/** What this replica watches of the clusters it owns, read when somebody asks. */
export function watchedClusterMetrics(registry: Registry, read: () => Map<string, Status>): void {
  const gauges: [name: string, help: string, value: (status: Status) => number][] = [
    ['bowline_cluster_live', '1 while the watched state of the cluster is current, else 0.', isLive],
    ['bowline_cluster_watched_kinds', 'Kinds of the cluster that are watched.', ({ kinds }) => kinds],
    ['bowline_cluster_cached_objects', 'Objects of the cluster in memory.', ({ objects }) => objects],
  ];
  for (const [name, help, value] of gauges) {
    const gauge: Gauge<'cluster'> = new Gauge({
      name,
      help,
      labelNames: ['cluster'],
      registers: [registry],
      collect() {
        gauge.reset(); // a cluster that was given up is another replica's to tell about
        for (const [cluster, status] of read()) gauge.set({ cluster }, value(status));
      },
    });
  }
}

function isLive({ state }: Status): number {
  return state === 'live' ? 1 : 0;
}
