import type { KubePort } from '@bowline/sync-engine/ports/kube';
import { clusterOwner } from '../controllers/cluster.ts';
import { driveOperation } from '../controllers/operation.ts';
import type { DriverMemory } from '../controllers/pass.ts';
import { reconcileApplication } from '../controllers/application.ts';
import { requeueAfter } from '../controllers/outcome.ts';
import { refreshBatch } from '../controllers/refresh-batch.ts';
import { pollRepository, type SeenRefs } from '../controllers/repository.ts';
import { type RunObserver, startController } from '../controllers/runtime.ts';
import { sweep } from '../controllers/sweep.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import { applicationStore } from '../store/application.ts';
import { clusterStore } from '../store/cluster.ts';
import { operationStore } from '../store/operation.ts';
import { repositoryStore } from '../store/repository.ts';
import type { WakeUp } from '../store/wake.ts';
import type { ClusterRegistry } from '../usecases/cluster-registry.ts';
import type { Context } from '../usecases/context.ts';

export type ControllerRoleDeps = {
  ctx: Context;
  kube: KubePort;
  registry: ClusterRegistry;
  holder: string;
  /** Whether another replica's process has certainly ended. */
  hasEnded?: (holder: string) => boolean;
  observe: RunObserver;
  /** Wake-ups of other processes, by LISTEN; returns how to stop. */
  listen: (onWake: (message: WakeUp) => void) => Promise<() => Promise<void>>;
  pollMs: number;
  concurrency: number;
  /** How often rows are looked at for lost wake-ups. */
  catchUpMs?: number;
};

export type ControllerRole = {
  stop(): Promise<void>;
  /** For /readyz and /metrics: what waits in each queue, and the clusters owned here. */
  status(): {
    queues: Record<string, ReturnType<WorkQueue['status']>>;
    clusters: string[];
  };
};

/** Lost wake-ups are made good by looking at the rows now and then. */
const catchUpDefaultMs = 10_000;

/** Starts the reconcilers of this replica: repositories, clusters, Applications and Operations. */
export async function startControllerRole(deps: ControllerRoleDeps): Promise<ControllerRole> {
  const { ctx, catchUpMs = catchUpDefaultMs } = deps;
  const common = { clock: ctx.clock, random: ctx.random, log: ctx.log, observe: deps.observe };
  /** uid → what is needed to route and group it; refreshed from the rows. */
  const applications = new Map<string, { project: string; name: string; cluster: string }>();
  const uidByName = new Map<string, string>();
  const memories = new Map<string, DriverMemory>();
  const operationCluster = new Map<string, string>();
  const seen: SeenRefs = new Map();

  const remember = (row: { uid: string; project: string; name: string; cluster: string }) => {
    applications.set(row.uid, row);
    uidByName.set(`${row.project}_${row.name}`, row.uid);
  };

  const owner = clusterOwner({
    ctx,
    kube: deps.kube,
    registry: deps.registry,
    holder: deps.holder,
    hasEnded: deps.hasEnded,
    onChange(cluster, names) {
      if (names === null) {
        for (const [uid, row] of applications) if (row.cluster === cluster) reconciler.add(uid);
      } else {
        for (const name of names) {
          const uid = uidByName.get(name);
          if (uid !== undefined) reconciler.addSoon(uid);
        }
      }
      for (const [id, name] of operationCluster) if (name === cluster) driver.add(id);
    },
  });

  /** Applications of a cluster that another replica owns are that replica's business; those of no cluster at all are anybody's. */
  const isMine = async (cluster: string): Promise<boolean> =>
    owner.owned(cluster) !== undefined || (await clusterStore(ctx.db).find(cluster)) === null;

  const reconciler = startController({
    ...common,
    name: 'application',
    concurrency: deps.concurrency,
    groupOf: (uid) => applications.get(uid)?.project ?? '',
    async reconcile(uid) {
      const record = await applicationStore(ctx.db).get(uid);
      if (!record) {
        applications.delete(uid);
        return { kind: 'done' };
      }
      remember(record);
      if (!(await isMine(record.cluster)))
        return requeueAfter(catchUpMs, 'the cluster is not watched here yet');
      const owned = owner.owned(record.cluster);
      return reconcileApplication(ctx, uid, () => !owned || owner.isHeld(record.cluster, owned.epoch));
    },
  });

  const refreshes = refreshBatch(ctx, {
    lookAt: (uid) => reconciler.add(uid),
    mayWrite(cluster) {
      const owned = owner.owned(cluster);
      return owned !== undefined && owner.isHeld(cluster, owned.epoch);
    },
  });

  const driver = startController({
    ...common,
    name: 'operation',
    concurrency: deps.concurrency,
    groupOf: (id) => operationCluster.get(id) ?? '',
    async reconcile(id) {
      const operation = await operationStore(ctx.db).get(id);
      if (!operation) return { kind: 'done' };
      const { cluster } = operation;
      const owned = owner.owned(cluster);
      // No cluster of that name is registered: nobody owns it, and whoever comes may end the Operation.
      const epoch = owned?.epoch ?? operation.epoch;
      if (!owned && !(await isMine(cluster)))
        return requeueAfter(catchUpMs, 'the cluster is not watched here yet');
      operationCluster.set(id, cluster);
      const memory = memories.get(id) ?? { written: new Set() };
      memories.set(id, memory);
      const isHeld = () => owned === undefined || owner.isHeld(cluster, owned.epoch);
      const outcome = await driveOperation(ctx, id, { epoch, isHeld }, memory);
      if (outcome.kind === 'done') {
        memories.delete(id);
        operationCluster.delete(id);
      }
      return outcome;
    },
  });

  const clusters = startController({
    ...common,
    name: 'cluster',
    concurrency: 4,
    groupOf: (name) => name,
    reconcile: (name) => owner.reconcile(name),
  });
  const repositories = startController({
    ...common,
    name: 'repository',
    concurrency: 4,
    groupOf: (name) => name,
    reconcile: (name) => pollRepository(ctx, name, seen, deps.pollMs),
  });
  const sweeper = startController({
    ...common,
    name: 'sweep',
    concurrency: 1,
    groupOf: () => '',
    reconcile: () => sweep(ctx),
  });

  const catchUp = startController({
    ...common,
    name: 'catch-up',
    concurrency: 1,
    groupOf: () => '',
    async reconcile() {
      for (const row of await applicationStore(ctx.db).refs()) {
        if (!applications.has(row.uid)) reconciler.add(row.uid);
        remember(row);
      }
      refreshes.add((await applicationStore(ctx.db).refreshRequested()).map(({ uid }) => uid));
      for (const operation of await operationStore(ctx.db).unfinished()) {
        operationCluster.set(operation.id, operation.cluster);
        driver.add(operation.id);
      }
      for (const { name } of await clusterStore(ctx.db).all()) if (!owner.owned(name)) clusters.add(name);
      for (const { name } of await repositoryStore(ctx.db).all()) if (!seen.has(name)) repositories.add(name);
      return requeueAfter(catchUpMs, 'catch up');
    },
  });

  const stopListening = await deps.listen((message) => {
    if (message.kind === 'refresh') refreshes.add(message.uids);
    if (message.kind === 'operation') {
      operationCluster.set(message.id, message.cluster);
      driver.add(message.id);
    }
    if (message.kind === 'cluster') clusters.add(message.name);
    if (message.kind === 'repository') repositories.add(message.name);
    if (message.kind === 'project') {
      for (const [uid, row] of applications) if (row.project === message.name) reconciler.add(uid);
    }
  });
  catchUp.add('all');
  sweeper.add('all');

  const queues = { application: reconciler, operation: driver, cluster: clusters, repository: repositories };
  return {
    status: () => ({
      queues: Object.fromEntries(Object.entries(queues).map(([name, queue]) => [name, queue.status()])),
      clusters: [...new Set([...applications.values()].map((row) => row.cluster))].filter((name) =>
        owner.owned(name),
      ),
    }),
    async stop() {
      await stopListening();
      await refreshes.stop();
      await Promise.all([catchUp, sweeper, ...Object.values(queues)].map((queue) => queue.stop()));
      await owner.stop();
    },
  };
}
