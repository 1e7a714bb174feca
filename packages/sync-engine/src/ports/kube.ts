import type { GroupVersionKind, Json, KubeObject, LiveResult, ResourceKey } from '../core/model.ts';
import type { Schema } from '../core/schema/types.ts';

/** Everything needed to reach one Kubernetes API. Secrets are opened; never logged. */
export type ClusterConnection = {
  id: string;
  name: string;
  kubeconfig: string;
  context?: string;
  namespaces?: string[];
};

export type ApiResource = GroupVersionKind & {
  plural: string;
  namespaced: boolean;
  verbs: string[];
  isPreferred: boolean;
};

export type KubeFailure = {
  /** cluster_unreachable, cluster_unauthorized (401), cluster_forbidden (403), cluster_throttled (429), cluster_error (5xx), cluster_timeout, kind_unknown, object_invalid (422/400), object_conflict (409), object_not_found (404), field_conflict */
  code: string;
  status: number;
  message: string;
  hint: string;
  causes?: { field: string; message: string }[];
  conflicts?: { path: string; manager: string }[];
};
export type KubeResult<T> = { ok: true; value: T; warnings: string[] } | ({ ok: false } & KubeFailure);

export type ApplyRequest = {
  object: KubeObject;
  mode: 'server-side-apply' | 'create' | 'replace';
  /** Takes over conflicting fields (B5: Bowline owns what it sets). */
  forceConflicts: boolean;
  dryRun: boolean;
  validate: boolean;
  /** Refuse with object_conflict when the live object is not this one; `absent`: when there is one at all. */
  precondition?: { uid?: string; resourceVersion?: string } | { absent: true };
};

export type DeleteRequest = {
  key: ResourceKey;
  version: string;
  propagation: 'foreground' | 'background' | 'orphan';
  precondition?: { uid?: string; resourceVersion?: string };
};

/** Direct calls to one cluster. Every call has a deadline; failures are values. */
export interface ClusterClient {
  probe(): Promise<KubeResult<{ version: string; latencyMs: number }>>;
  resources(options: { mode: 'cached' | 'fresh' }): Promise<KubeResult<ApiResource[]>>;
  schemaOf(gvk: GroupVersionKind): Promise<KubeResult<Schema | undefined>>;
  get(key: ResourceKey, version: string): Promise<KubeResult<KubeObject | null>>;
  apply(request: ApplyRequest): Promise<KubeResult<KubeObject>>;
  /** RFC 7386 merge patch, or RFC 6902 when an array is given. */
  patch(
    key: ResourceKey,
    version: string,
    patch: Json,
    options: { subresource?: string; dryRun: boolean },
  ): Promise<KubeResult<KubeObject>>;
  delete(request: DeleteRequest): Promise<KubeResult<void>>;
  events(query: {
    namespace: string;
    involved: { kind: string; name: string; uid?: string }[];
  }): Promise<KubeResult<KubeObject[]>>;
  /** Log lines of one container, oldest first; `follow` keeps the stream open until aborted. */
  logs(query: LogQuery, signal: AbortSignal): AsyncIterable<{ time: string; text: string }>;
}

export type LogQuery = {
  namespace: string;
  pod: string;
  container?: string;
  previous: boolean;
  follow: boolean;
  tailLines?: number;
  sinceSeconds?: number;
};

/** What a query of the live state wants: objects tracked for this Application, plus the named keys, with all their descendants. */
export type LiveQuery = { trackingName: string; installationId: string; keys: ResourceKey[] };

/** Watched, in-memory live state of one cluster (rebuildable). Owned by one replica at a time. */
export interface ClusterCache {
  /** Starts list+watch of all kinds; resolves after the first full list or with the reason it cannot. */
  start(): Promise<KubeResult<void>>;
  stop(): Promise<void>;
  status(): {
    state: 'starting' | 'live' | 'stale' | 'failed';
    since: string;
    message: string;
    kinds: number;
    objects: number;
  };
  /** Managed roots and their descendants by owner references and inferred parents (B12). Unknown when any needed kind is not current. */
  live(query: LiveQuery): LiveResult;
  get(key: ResourceKey): KubeObject | undefined;
  /** Called (coalesced) with the tracking names whose objects changed; `null` = anything may have changed (relist). */
  onChange(listener: (trackingNames: Set<string> | null) => void): () => void;
}

export interface KubePort {
  client(connection: ClusterConnection): ClusterClient;
  cache(connection: ClusterConnection): ClusterCache;
  /** Drops pooled connections and cached discovery of a cluster. */
  forget(clusterId: string): Promise<void>;
}
