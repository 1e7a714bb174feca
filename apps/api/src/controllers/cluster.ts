import type { ClusterCache, KubePort } from '@bowline/sync-engine/ports/kube';
import { topics } from '@bowline/contract';
import { clusterStore } from '../store/cluster.ts';
import { leaseStore } from '../store/lease.ts';
import { outboxStore } from '../store/outbox.ts';
import type { ClusterRegistry } from '../usecases/cluster-registry.ts';
import type { Context } from '../usecases/context.ts';
import { type Outcome, requeueAfter } from './outcome.ts';

const leaseTtlMs = 15_000;
const renewMs = 5_000;
const retryMs = 10_000;
/** A holder stops itself this long before the database would give its lease away. */
const safetyMs = 3_000;

/** A cluster this replica owns: its watched state, and the epoch its writes are fenced by. */
export type OwnedCluster = {
  name: string;
  version: number;
  cache: ClusterCache;
  epoch: number;
  heldUntilMs: number;
  unsubscribe: () => void;
};

export type ClusterOwner = {
  /** Keeps, gains or gives up a cluster: renews the lease, starts or restarts its watches, writes its state. */
  reconcile(name: string): Promise<Outcome>;
  /** What this replica may write to now; undefined when it does not own the cluster. */
  owned(name: string): OwnedCluster | undefined;
  isHeld(name: string): boolean;
  stop(): Promise<void>;
};

export type ClusterOwnerDeps = {
  ctx: Context;
  kube: KubePort;
  registry: ClusterRegistry;
  /** Name of this replica in leases. */
  holder: string;
  /** Tracking names whose objects changed on a cluster; null = any. */
  onChange: (cluster: string, trackingNames: Set<string> | null) => void;
};

export function clusterOwner(deps: ClusterOwnerDeps): ClusterOwner {
  const { ctx, kube, registry } = deps;
  const owned = new Map<string, OwnedCluster>();
  const leaseName = (name: string) => `cluster:${name}`;

  const giveUp = async (name: string): Promise<void> => {
    const entry = owned.get(name);
    if (!entry) return;
    owned.delete(name);
    registry.watch(name, null);
    ctx.savedTrees.forgetAll();
    entry.unsubscribe();
    await entry.cache.stop();
  };

  const watch = async (
    name: string,
    version: number,
    epoch: number,
    heldUntilMs: number,
  ): Promise<OwnedCluster | null> => {
    const connection = await clusterStore(ctx.db).open(name);
    if (!connection) return null;
    const cache = kube.cache(connection);
    const unsubscribe = cache.onChange((names) => deps.onChange(name, names));
    const entry: OwnedCluster = { name, version, cache, epoch, heldUntilMs, unsubscribe };
    owned.set(name, entry);
    registry.watch(name, cache);
    const started = await cache.start();
    if (!started.ok) {
      await saveState(ctx, name, { state: 'failed', code: started.code, message: started.message });
      await giveUp(name);
      return null;
    }
    deps.onChange(name, null);
    return entry;
  };

  return {
    owned: (name) => owned.get(name),
    isHeld: (name) => (owned.get(name)?.heldUntilMs ?? 0) > ctx.clock.monotonicMs(),

    async reconcile(name) {
      const record = await clusterStore(ctx.db).find(name);
      if (!record) {
        await giveUp(name);
        await leaseStore(ctx.db).release(leaseName(name), deps.holder);
        await registry.forget(name);
        return { kind: 'done' };
      }
      const askedMs = ctx.clock.monotonicMs();
      const lease = await leaseStore(ctx.db).acquire(leaseName(name), {
        holder: deps.holder,
        ttlMs: leaseTtlMs,
      });
      if (!lease) {
        await giveUp(name);
        return requeueAfter(renewMs, 'another replica owns the cluster');
      }
      // Counted from before the call: the database may have set the end long before its answer came.
      const heldUntilMs = askedMs + leaseTtlMs - safetyMs;
      let entry = owned.get(name);
      if (entry && (entry.version !== record.resourceVersion || entry.epoch !== lease.epoch)) {
        await giveUp(name);
        await registry.forget(name);
        entry = undefined;
      }
      if (entry) entry.heldUntilMs = heldUntilMs;
      else entry = (await watch(name, record.resourceVersion, lease.epoch, heldUntilMs)) ?? undefined;
      if (!entry) return requeueAfter(retryMs, 'cannot watch the cluster');
      await probe(ctx, record.name);
      return requeueAfter(renewMs, 'renew the lease');
    },

    async stop() {
      for (const name of Array.from(owned.keys())) {
        await giveUp(name);
        await leaseStore(ctx.db).release(leaseName(name), deps.holder);
      }
    },
  };
}

async function probe(ctx: Context, name: string): Promise<void> {
  const cluster = await ctx.clusters.open(name);
  if (!cluster) return;
  const answer = await cluster.client.probe();
  if (answer.ok) {
    const { version, latencyMs } = answer.value;
    await saveState(ctx, name, {
      state: 'connected',
      code: '',
      message: '',
      version,
      latencyMs: Math.round(latencyMs),
    });
  } else {
    await saveState(ctx, name, { state: 'failed', code: answer.code, message: answer.message });
  }
}

type State = Parameters<ReturnType<typeof clusterStore>['setState']>[1];

/** Writes what changed and tells open pages; a mere new time is no news. */
async function saveState(ctx: Context, name: string, state: State): Promise<void> {
  const before = await clusterStore(ctx.db).find(name);
  await ctx.db.transaction(async (tx) => {
    await clusterStore(tx).setState(name, { ...state, checkedAt: ctx.clock.now().toISOString() });
    if (before?.state === state.state && before?.code === state.code) return;
    await outboxStore(tx).append([
      { topic: topics.clusters(), type: 'patch', project: null, data: { name } },
    ]);
  });
}
