import type { ClusterCache, ClusterClient, ClusterConnection, KubePort } from '../../ports/kube.ts';
import type { Clock, Random } from '../../ports/time.ts';
import type { Egress } from '../egress.ts';
import { HttpClusterClient } from './cluster-client.ts';
import { WatchedClusterCache } from './cluster-cache.ts';
import type { UpdateFilter } from './live-store.ts';
import { type KubeObserver, Transport } from './transport.ts';

export type KubeOptions = {
  clock: Clock;
  random: Random;
  egress: Egress;
  fieldManager: string;
  /** Hears of every call to a cluster, for metrics. */
  observe?: KubeObserver;
  /** Whether an update of a watched object is news to its Application (DIFF-8); default: every one is. */
  updateMatters?: UpdateFilter | undefined;
};

/** Kubernetes over HTTP; one client and one set of connections per registered cluster. */
export function createKube(options: KubeOptions): KubePort {
  // A kubeconfig that somebody registered runs no plugin of this machine and reads no file of it.
  const policy = { mayExec: false, mayReadFiles: false };
  const clients = new Map<string, { key: string; client: HttpClusterClient }>();

  function clientOf(connection: ClusterConnection): HttpClusterClient {
    const key = JSON.stringify([connection.kubeconfig, connection.context ?? '']);
    const known = clients.get(connection.id);
    if (known?.key === key) return known.client;
    // Changed credentials must not travel on connections of the former ones.
    void known?.client.transport.close();
    const { clock, egress, observe } = options;
    const transport = new Transport(connection, { clock, egress, policy, observe });
    const client = new HttpClusterClient(transport, options);
    clients.set(connection.id, { key, client });
    return client;
  }

  return {
    client: (connection): ClusterClient => clientOf(connection),
    cache: (connection): ClusterCache =>
      new WatchedClusterCache(clientOf(connection), {
        clock: options.clock,
        random: options.random,
        namespaces: connection.namespaces ?? [],
        matters: options.updateMatters,
      }),
    async forget(clusterId) {
      const known = clients.get(clusterId);
      clients.delete(clusterId);
      await known?.client.transport.close();
    },
  };
}
