import type { KubePort } from '@bowline/sync-engine/ports/kube';
import type { Authenticator } from '../auth/authenticate.ts';
import type { Config } from '../config.ts';
import type { StreamHub } from '../events/hub.ts';
import type { ClusterRegistry } from '../usecases/cluster-registry.ts';
import type { Context } from '../usecases/context.ts';
import type { AddressReader } from './client-address.ts';
import type { Metrics } from './metrics.ts';

/** What endpoints are given. `context` is what use cases take. */
export type HttpDeps = {
  config: Config;
  context: Context;
  kube: KubePort;
  clusters: ClusterRegistry;
  auth: Authenticator;
  hub: StreamHub;
  metrics: Metrics;
  addressOf: AddressReader;
  origins: ReadonlySet<string>;
  version: string;
  /** Resolves when this replica can do the work of its roles; rejects with NotReady. */
  readiness: () => Promise<void>;
};
