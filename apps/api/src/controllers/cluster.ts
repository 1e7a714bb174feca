import type { ClusterCache, KubePort } from '@bowline/sync-engine/ports/kube';
import { topics } from '@bowline/contract';
import { clusterStore } from '../store/cluster.ts';
import { leaseStore } from '../store/lease.ts';
import { outboxStore } from '../store/outbox.ts';
import type { ClusterRegistry } from '../usecases/cluster-registry.ts';
import type { Context } from '../usecases/context.ts';
import { type Outcome, requeueAfter } from './outcome.ts';
import { unreadCluster } from './unread-cluster.ts';

const leaseTtlMs = 15_000;
const renewMs = 5_000;
const retryMs = 10_000;
/** A holder stops itself this long before the database would give its lease away. */
const safetyMs = 3_000;

/** A cluster this replica owns: its watched state, and the epoch its writes are fenced by. */
export type OwnedCluster = {
  name: string;
  version: number;
  epoch: number;
  heldUntilMs: number;
};

type Entry = OwnedCluster & {
  /** Being read, read and watched, or not readable until it is tried again. */
  state: { kind: 'watching' } | { kind: 'failed'; code: string; retryAtMs: number };
  cache: ClusterCache;
  unsubscribe: () => void;
  isProbing: boolean;
};

export type ClusterOwner = {
  /** Keeps, gains or gives up a cluster: renews the lease, starts or restarts its watches, writes its state. */
  reconcile(name: string): Promise<Outcome>;
  /** The lease this replica has, also while the cluster cannot be read; undefined when it does not own the cluster. */
  owned(name: string): OwnedCluster | undefined;
  /** Whether this replica may write now, under this very epoch. */
  isHeld(name: string, epoch: number): boolean;
  stop(): Promise<void>;
};

export type ClusterOwnerDeps = {
  ctx: Context;
  kube: KubePort;
  registry: ClusterRegistry;
  /** Name of this replica in leases. */
  holder: string;
  /** Whether another holder's process has certainly ended: then its lease need not run out. */
  hasEnded?: (holder: string) => boolean;
  /** Tracking names whose objects changed on a cluster; null = any. */
  onChange: (cluster: string, trackingNames: Set<string> | null) => void;
};

export function clusterOwner(deps: ClusterOwnerDeps): ClusterOwner {
  const { ctx, kube, registry } = deps;
  const owned = new Map<string, Entry>();
  const leaseName = (name: string) => `cluster:${name}`;

  const giveUp = async (name: string): Promise<void> => {
    const entry = owned.get(name);
    if (!entry) return;
    owned.delete(name);
    registry.watch(name, null);
    ctx.looks.forgetAll();
    entry.unsubscribe();
    await entry.cache.stop();
  };

  /** The first read may take minutes, a dead cluster answers never: neither may keep the lease from being renewed. */
  const watch = async (entry: Entry): Promise<void> => {
    const { name } = entry;
    const connection = await clusterStore(ctx.db).open(name);
    if (!connection || owned.get(name) !== entry) return;
    const isAgain = entry.state.kind === 'failed';
    const formerCode = entry.state.kind === 'failed' ? entry.state.code : '';
    entry.state = { kind: 'watching' };
    entry.cache = kube.cache(connection);
    entry.unsubscribe = entry.cache.onChange((names) => deps.onChange(name, names));
    // Trying again, the reason of the last failure says more than "being read".
    if (!isAgain) registry.watch(name, entry.cache);
    const { cache } = entry;
    const started = await cache.start();
    if (owned.get(name) !== entry) return;
    if (started.ok) {
      registry.watch(name, cache);
      deps.onChange(name, null);
      return;
    }
    entry.unsubscribe();
    await cache.stop();
    const { code, message } = started;
    entry.state = { kind: 'failed', code, retryAtMs: ctx.clock.monotonicMs() + retryMs };
    registry.watch(name, unreadCluster({ code, message }, ctx.clock.now().toISOString()));
    await saveState(ctx, name, { state: 'failed', code, message });
    if (code !== formerCode) deps.onChange(name, null);
  };

  const inBackground = (name: string, work: Promise<void>): void => {
    work.catch((error: unknown) => ctx.log.error({ cluster: name, error }, 'cluster task failed'));
  };

  const probeOnce = (entry: Entry): void => {
    if (entry.isProbing) return;
    entry.isProbing = true;
    const ended = probe(ctx, entry.name).finally(() => {
      entry.isProbing = false;
    });
    inBackground(entry.name, ended);
  };

  return {
    owned: (name) => owned.get(name),
    isHeld(name, epoch) {
      const entry = owned.get(name);
      return entry !== undefined && entry.epoch === epoch && entry.heldUntilMs > ctx.clock.monotonicMs();
    },

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
        hasEnded: deps.hasEnded,
      });
      if (!lease) {
        await giveUp(name);
        return requeueAfter(renewMs, 'another replica owns the cluster');
      }
      // Counted from before the call: the database may have set the end long before its answer came.
      const heldUntilMs = askedMs + leaseTtlMs - safetyMs;
      const { resourceVersion: version } = record;
      let entry = owned.get(name);
      if (entry && (entry.version !== version || entry.epoch !== lease.epoch)) {
        await giveUp(name);
        await registry.forget(name);
        entry = undefined;
      }
      if (entry) entry.heldUntilMs = heldUntilMs;
      if (!entry) {
        entry = { name, version, epoch: lease.epoch, heldUntilMs, ...unread(ctx) };
        owned.set(name, entry);
        inBackground(name, watch(entry));
      } else if (entry.state.kind === 'failed' && entry.state.retryAtMs <= askedMs) {
        inBackground(name, watch(entry));
      }
      if (entry.state.kind === 'watching') probeOnce(entry);
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

function unread(ctx: Context): Pick<Entry, 'state' | 'cache' | 'unsubscribe' | 'isProbing'> {
  const failure = { code: 'cluster_reading', message: 'The cluster has not been read yet.' };
  return {
    state: { kind: 'watching' },
    cache: unreadCluster(failure, ctx.clock.now().toISOString()),
    unsubscribe: () => {},
    isProbing: false,
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
