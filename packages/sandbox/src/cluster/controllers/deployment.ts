import { tolerate } from '../../client/kube-client.ts';
import { equalJson, timestamp } from '../../api/object.ts';
import { deploymentStatus } from '../deployment-status.ts';
import { follow, followOwned } from '../owned.ts';
import { hashOf } from '../pods-of.ts';
import { resources } from '../resources.ts';
import { nextRollout } from '../rollout.ts';
import { controllerOf, type Deployment, isControlledBy, type ReplicaSet } from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';

/** Rolls a Deployment out through its ReplicaSets. */
export function deploymentController(world: World): void {
  const deployments = world.mirror<Deployment>(resources.deployments);
  const sets = world.mirror<ReplicaSet>(resources.replicaSets);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const deployment = deployments.get(namespace, name);
    if (!deployment || deployment.metadata.deletionTimestamp) return;
    const owned = () => sets.in(namespace).filter((set) => isControlledBy(set, deployment));
    const current = await ensureCurrent(world, deployment, owned());
    if (!current) return;
    await scale(world, deployment, sets.get(namespace, current.metadata.name) ?? current, owned());
    const latest = sets.get(namespace, current.metadata.name) ?? current;
    const recheckMs = await writeStatus(
      world,
      deployments.get(namespace, name) ?? deployment,
      latest,
      owned(),
    );
    await dropHistory(world, deployment, latest, owned());
    if (recheckMs !== undefined) queue.addAfter(key, recheckMs);
  });
  follow(deployments, queue);
  followOwned(sets, 'Deployment', queue);
}

/** The ReplicaSet of the current template, made (or revised) when needed; undefined while paused without one. */
async function ensureCurrent(
  world: World,
  deployment: Deployment,
  owned: ReplicaSet[],
): Promise<ReplicaSet | undefined> {
  const hash = hashOf([deployment.spec.template, deployment.status?.collisionCount ?? 0]);
  const last = Math.max(0, ...owned.map(revisionOf));
  const found = owned.find((set) => set.metadata.labels?.[HASH] === hash);
  if (!found && deployment.spec.paused) return owned.find((set) => revisionOf(set) === last);
  const revision = found && revisionOf(found) === last ? last : last + 1;
  const current = found
    ? await revised(world, found, revision)
    : await createSet(world, deployment, hash, revision);
  if (current && deployment.metadata.annotations?.[REVISION] !== String(revision)) {
    const { namespace, name } = deployment.metadata;
    await tolerate([404], () =>
      world.client.patch(
        resources.deployments,
        { namespace, name },
        { metadata: { annotations: { [REVISION]: String(revision) } } },
      ),
    );
  }
  return current;
}

function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

async function revised(world: World, set: ReplicaSet, revision: number): Promise<ReplicaSet> {
  if (revisionOf(set) === revision) return set;
  const { namespace, name } = set.metadata;
  return world.client.patch<ReplicaSet>(
    resources.replicaSets,
    { namespace, name },
    { metadata: { annotations: { [REVISION]: String(revision) } } },
  );
}

function createSet(
  world: World,
  deployment: Deployment,
  hash: string,
  revision: number,
): Promise<ReplicaSet | undefined> {
  const { metadata, spec } = deployment;
  const labels = { ...spec.template.metadata?.labels, [HASH]: hash };
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } =
    metadata.annotations ?? {};
  const set = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace,
      labels,
      annotations: {
        ...annotations,
        [REVISION]: String(revision),
        'deployment.kubernetes.io/desired-replicas': String(spec.replicas),
      },
      ownerReferences: [controllerOf(deployment)],
    },
    spec: {
      replicas: 0,
      minReadySeconds: spec.minReadySeconds,
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [HASH]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
  return tolerate([403, 404], () =>
    world.client.create<ReplicaSet>(resources.replicaSets, set, metadata.namespace),
  );
}

async function scale(
  world: World,
  deployment: Deployment,
  current: ReplicaSet,
  owned: ReplicaSet[],
): Promise<void> {
  const old = owned.filter((set) => set.metadata.uid !== current.metadata.uid);
  const counts = deployment.spec.paused
    ? { current: deployment.spec.replicas, old: old.map((set) => set.spec.replicas) }
    : nextRollout(deployment, current, old);
  await scaleTo(world, current, counts.current);
  for (const [index, set] of old.entries()) await scaleTo(world, set, counts.old[index] ?? 0);
}

async function scaleTo(world: World, set: ReplicaSet, replicas: number): Promise<void> {
  if (set.spec.replicas === replicas) return;
  const { namespace, name } = set.metadata;
  await tolerate([404], () =>
    world.client.patch(resources.replicaSets, { namespace, name }, { spec: { replicas } }),
  );
}

async function writeStatus(
  world: World,
  deployment: Deployment,
  current: ReplicaSet,
  owned: ReplicaSet[],
): Promise<number | undefined> {
  const now = world.clock.now();
  const { status, recheckMs } = deploymentStatus(deployment, current, owned, {
    now,
    nowText: timestamp(now),
  });
  if (!equalJson(deployment.status, status)) {
    await tolerate([404], () =>
      world.client.update(resources.deployments, { ...deployment, status }, 'status'),
    );
  }
  return recheckMs;
}

async function dropHistory(
  world: World,
  deployment: Deployment,
  current: ReplicaSet,
  owned: ReplicaSet[],
): Promise<void> {
  const idle = owned
    .filter(
      (set) => set.metadata.uid !== current.metadata.uid && set.spec.replicas === 0 && !set.status?.replicas,
    )
    .sort((a, b) => revisionOf(a) - revisionOf(b));
  const surplus = idle.slice(0, Math.max(0, idle.length - (deployment.spec.revisionHistoryLimit ?? 10)));
  for (const { metadata } of surplus) {
    await world.client.delete(resources.replicaSets, { namespace: metadata.namespace, name: metadata.name });
  }
}
