import type { KubeObject, LiveResult, ResourceKey } from '../../core/model.ts';
import type { ApiResource, ClusterCache, KubeResult, LiveQuery } from '../../ports/kube.ts';
import type { Clock, Random } from '../../ports/time.ts';
import { slots } from '../slots.ts';
import type { HttpClusterClient } from './cluster-client.ts';
import { isExcluded, isWatchable } from './cache-kinds.ts';
import { kubeFailure } from './kube-failure.ts';
import type { KindState } from './kind-watch.ts';
import { KindWatch } from './kind-watch.ts';
import { LiveStore, kindIdOf, type UpdateFilter } from './live-store.ts';

export type ClusterCacheOptions = {
  clock: Clock;
  random: Random;
  namespaces: string[];
  matters?: UpdateFilter | undefined;
};

const batchMs = 100;
const listsMax = 8;
const rediscoverMs = 5 * 60_000;
const probeMs = 5_000;
/** In doubt it is asked more often, without waiting for answers that may never come. */
const probeInDoubtMs = 2_000;
/** After a failed request the cluster is asked at once, but not for each of a hundred watches. */
const doubtMs = 500;
const probeFailuresMax = 2;
/** Kinds whose objects decide which kinds exist. */
const definingKinds = new Set([
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
]);
/** A new definition is served a moment after it is seen. */
const settleDelaysMs = [300, 2_000];
/** Health and tree of a workload need its children: a list without them would show it as it is not. */
const childKinds: Record<string, string[]> = {
  'apps/Deployment': ['apps/ReplicaSet', '/Pod'],
  'apps/ReplicaSet': ['/Pod'],
  'apps/StatefulSet': ['/Pod'],
  'apps/DaemonSet': ['/Pod'],
  'batch/CronJob': ['batch/Job', '/Pod'],
  'batch/Job': ['/Pod'],
};

type Watches = { resource: ApiResource; watches: KindWatch[] };

/** Live state of one cluster in memory, kept by one watch per kind (and namespace, on namespaced clusters). */
export class WatchedClusterCache implements ClusterCache {
  private readonly client: HttpClusterClient;
  private readonly options: ClusterCacheOptions;
  private readonly store: LiveStore;
  private readonly kinds = new Map<string, Watches>();
  private readonly demanded = new Set<string>();
  private known = new Map<string, ApiResource>();
  private unavailable = new Set<string>();
  private readonly listeners = new Set<(trackingNames: Set<string> | null) => void>();
  private pending: Set<string> | null = new Set();
  private cancelFlush: (() => void) | undefined;
  private readonly timers = new Map<string, () => void>();
  private readonly slot = slots(listsMax);
  private phase: 'idle' | 'starting' | 'running' = 'idle';
  private startedAt: string;
  private probeFailures = 0;
  /** When the last probe that was answered was asked. */
  private answeredMs = Number.NEGATIVE_INFINITY;
  private unreachable: { since: string; code: string; message: string } | undefined;

  constructor(client: HttpClusterClient, options: ClusterCacheOptions) {
    this.client = client;
    this.options = options;
    this.store = new LiveStore(options.matters);
    this.startedAt = options.clock.now().toISOString();
  }

  async start(): Promise<KubeResult<void>> {
    if (this.phase !== 'idle') return { ok: true, value: undefined, warnings: [] };
    this.phase = 'starting';
    this.unreachable = undefined;
    this.probeFailures = 0;
    this.startedAt = this.now();
    const refreshed = await this.refreshKinds();
    if (this.isStopped()) return stopped();
    if (!refreshed.ok) {
      await this.stop();
      return refreshed;
    }
    this.phase = 'running';
    this.every('discovery', rediscoverMs, () => this.refreshKinds());
    this.probeLater();
    this.emit(null);
    const states = [...this.kinds.values()].flatMap((kind) => kind.watches.map((watch) => watch.state()));
    const failed = states.find((state) => state.state === 'failed');
    if (failed?.state === 'failed' && states.every((state) => state.state !== 'current')) {
      await this.stop();
      return kubeFailure({
        code: failed.code,
        status: 502,
        message: failed.message,
        hint: 'Check the rights of the service account.',
      });
    }
    return { ok: true, value: undefined, warnings: [] };
  }

  async stop(): Promise<void> {
    this.phase = 'idle';
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.cancelFlush?.();
    this.cancelFlush = undefined;
    for (const kind of this.kinds.values()) kind.watches.forEach((watch) => watch.stop());
    this.kinds.clear();
  }

  status(): ReturnType<ClusterCache['status']> {
    const counts = { kinds: this.kinds.size, objects: this.store.size };
    if (this.phase !== 'running') {
      const state = this.phase === 'starting' ? 'starting' : 'failed';
      const message =
        state === 'starting' ? 'Reading the cluster for the first time.' : 'Not watching the cluster.';
      return { state, since: this.startedAt, message, ...counts };
    }
    if (this.unreachable !== undefined) {
      return { state: 'stale', since: this.unreachable.since, message: this.unreachable.message, ...counts };
    }
    const troubled = [...this.kinds.values()].flatMap(({ resource, watches }) =>
      watches
        .map((watch) => ({ resource, state: watch.state() }))
        .filter(({ state }) => state.state !== 'current'),
    );
    const stale = troubled.find(({ state }) => state.state === 'stale');
    const names = troubled
      .map(({ resource }) => resource.plural)
      .slice(0, 5)
      .join(', ');
    return {
      state: stale === undefined ? 'live' : 'stale',
      since: stale?.state.since ?? this.startedAt,
      message: troubled.length === 0 ? '' : `${troubled.length} kinds are not current: ${names}`,
      ...counts,
    };
  }

  live(query: LiveQuery): LiveResult {
    const objects = this.store.collect(query);
    const unknown = (reason: { code: string; message: string; since: string }): LiveResult => ({
      kind: 'unknown',
      code: reason.code,
      message: reason.message,
      since: reason.since,
      lastKnown: objects,
    });
    if (this.phase !== 'running') {
      const message = 'The cluster has not been read yet.';
      return unknown({ code: 'cluster_reading', message, since: this.startedAt });
    }
    if (this.unreachable !== undefined) return unknown(this.unreachable);
    for (const kindId of neededKinds(query.keys, objects)) {
      const problem = this.problemOf(kindId);
      if (problem !== undefined) return unknown(problem);
    }
    return { kind: 'known', objects, asOf: this.now() };
  }

  get(key: ResourceKey): KubeObject | undefined {
    return this.store.get(key);
  }

  onChange(listener: (trackingNames: Set<string> | null) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Why a kind cannot be relied on; undefined when it can, or when the cluster does not serve it. */
  private problemOf(kindId: string): { code: string; message: string; since: string } | undefined {
    const watched = this.kinds.get(kindId);
    if (watched === undefined) {
      const resource = this.known.get(kindId);
      const [group = ''] = kindId.split('/');
      if (resource === undefined) {
        if (!this.unavailable.has(group)) return undefined;
        const message = `The API group ${group} of the cluster does not answer.`;
        return { code: 'cluster_error', message, since: this.startedAt };
      }
      if (!isWatchable(resource)) return undefined;
      if (this.options.namespaces.length > 0 && !resource.namespaced) {
        const message = `${resource.kind} is cluster-scoped, and this cluster is registered for some namespaces only.`;
        return { code: 'cluster_forbidden', message, since: this.startedAt };
      }
      // Left out by default, but an Application names one: watched from now on.
      this.demanded.add(kindId);
      void this.watchKind(kindId, resource);
      return { code: 'cluster_reading', message: `${resource.plural} are being read.`, since: this.now() };
    }
    for (const watch of watched.watches) {
      const state: KindState = watch.state();
      if (state.state === 'current') continue;
      if (state.state === 'listing') {
        return {
          code: 'cluster_reading',
          message: `${watched.resource.plural} are being read.`,
          since: state.since,
        };
      }
      return { code: state.code, message: state.message, since: state.since };
    }
    return undefined;
  }

  private async refreshKinds(): Promise<KubeResult<void>> {
    const found = await this.client.discovery(0);
    if (!found.ok) return found;
    if (this.isStopped()) return stopped();
    const preferred = found.value.resources.filter((resource) => resource.isPreferred);
    this.known = new Map(preferred.map((resource) => [kindIdOf(resource), resource]));
    this.unavailable = new Set(found.value.unavailable);
    for (const [kindId, { resource, watches }] of this.kinds) {
      const now = this.known.get(kindId);
      // Nothing is concluded from a group that did not answer.
      if (now === undefined && this.unavailable.has(resource.group)) continue;
      if (now?.version === resource.version && now.plural === resource.plural) continue;
      watches.forEach((watch) => watch.stop());
      this.kinds.delete(kindId);
      if (now === undefined) this.emit(this.store.replace(kindId, undefined, []));
    }
    const starting: Promise<void>[] = [];
    for (const [kindId, resource] of this.known) {
      if (this.kinds.has(kindId) || !isWatchable(resource)) continue;
      if (isExcluded(resource) && !this.demanded.has(kindId)) continue;
      if (this.options.namespaces.length > 0 && !resource.namespaced) continue;
      starting.push(this.watchKind(kindId, resource));
    }
    await Promise.all(starting);
    return { ok: true, value: undefined, warnings: [] };
  }

  private async watchKind(kindId: string, resource: ApiResource): Promise<void> {
    const { clock, random, namespaces } = this.options;
    const scopes = namespaces.length > 0 ? namespaces : [undefined];
    const watches = scopes.map(
      (namespace) =>
        new KindWatch({
          transport: this.client.transport,
          clock,
          random,
          store: this.store,
          resource,
          namespace,
          listSlot: this.slot,
          onTouched: (names) => this.emit(names),
          onStateChange: () => this.emit(null),
          onRecovered: () => this.retryWatches(),
          onFailed: () => this.doubt(),
          onObject: () => this.onObject(kindId),
        }),
    );
    this.kinds.set(kindId, { resource, watches });
    await Promise.all(watches.map((watch) => watch.start()));
  }

  private onObject(kindId: string): void {
    if (!definingKinds.has(kindId)) return;
    for (const delayMs of settleDelaysMs) {
      this.after(`settle-${delayMs}`, delayMs, () => void this.refreshKinds());
    }
  }

  private probeLater(): void {
    this.after('probe', this.probeFailures > 0 ? probeInDoubtMs : probeMs, () => {
      void this.probe();
      this.probeLater();
    });
  }

  /** Watches can hang on a dead connection for minutes; a separate request finds out sooner. */
  private async probe(): Promise<void> {
    const askedMs = this.options.clock.monotonicMs();
    const probed = await this.client.probe({ isApart: true });
    if (this.isStopped()) return;
    if (probed.ok) {
      this.answeredMs = Math.max(this.answeredMs, askedMs);
      this.probeFailures = 0;
      if (this.unreachable !== undefined) this.reconnect(this.unreachable);
      return;
    }
    // A later one was answered meanwhile.
    if (askedMs <= this.answeredMs) return;
    this.probeFailures += 1;
    if (this.probeFailures === 1) this.probeLater();
    if (this.probeFailures < probeFailuresMax || this.unreachable !== undefined) return;
    this.unreachable = { since: this.now(), code: probed.code, message: probed.message };
    this.emit(null);
  }

  /** After an outage: reads and watches of before are given up, since nobody may be there to answer them. */
  private reconnect(former: { code: string; message: string }): void {
    this.unreachable = undefined;
    this.client.transport.askAgain();
    for (const kind of this.kinds.values()) kind.watches.forEach((watch) => watch.reconnect(former));
    this.emit(null);
  }

  /** One recovered: the others that wait for their next try need not. */
  private retryWatches(): void {
    for (const kind of this.kinds.values()) {
      for (const watch of kind.watches) if (watch.state().state !== 'current') watch.retryNow();
    }
  }

  /** A watch failed: asks soon whether the whole cluster does. */
  private doubt(): void {
    if (this.phase !== 'running' || this.unreachable !== undefined || this.timers.has('doubt')) return;
    this.after('doubt', doubtMs, () => {
      this.timers.delete('doubt');
      void this.probe();
    });
  }

  private emit(names: Set<string> | null): void {
    if (names !== null && names.size === 0) return;
    if (names === null || this.pending === null) this.pending = null;
    else for (const name of names) this.pending.add(name);
    if (this.phase !== 'running') return;
    this.cancelFlush ??= this.options.clock.schedule(batchMs, () => {
      this.cancelFlush = undefined;
      const changed = this.pending;
      this.pending = new Set();
      for (const listener of this.listeners) listener(changed);
    });
  }

  private every(name: string, intervalMs: number, task: () => Promise<unknown>): void {
    this.after(name, intervalMs, () => {
      void task().finally(() => {
        if (!this.isStopped()) this.every(name, intervalMs, task);
      });
    });
  }

  private after(name: string, delayMs: number, task: () => void): void {
    if (this.isStopped()) return;
    this.timers.get(name)?.();
    this.timers.set(name, this.options.clock.schedule(delayMs, task));
  }

  private isStopped(): boolean {
    return this.phase === 'idle';
  }

  private now(): string {
    return this.options.clock.now().toISOString();
  }
}

function neededKinds(keys: ResourceKey[], objects: KubeObject[]): Set<string> {
  const needed = new Set(keys.map(kindIdOf));
  for (const object of objects) {
    const slash = object.apiVersion.indexOf('/');
    needed.add(`${slash < 0 ? '' : object.apiVersion.slice(0, slash)}/${object.kind}`);
  }
  for (const kindId of needed) {
    if (Object.hasOwn(childKinds, kindId)) childKinds[kindId]!.forEach((child) => needed.add(child));
  }
  return needed;
}

function stopped(): KubeResult<never> {
  return kubeFailure({
    code: 'cluster_reading',
    status: 503,
    message: 'The cluster is no longer watched by this replica.',
    hint: 'Another replica has taken over, or the cluster was removed.',
  });
}
