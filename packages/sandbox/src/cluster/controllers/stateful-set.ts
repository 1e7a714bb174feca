import { equalJson } from '../../api/object.ts';
import { tolerate } from '../../client/kube-client.ts';
import { follow, followOwned } from '../owned.ts';
import { hashOf, podFrom, podsOf } from '../pods-of.ts';
import { resources } from '../resources.ts';
import { isPodFinished, isPodReady, type Pod, type PodTemplate, type StatefulSet } from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

const REVISION = 'controller-revision-hash';

/** Keeps the numbered Pods of a StatefulSet, in order, each with its own claims. */
export function statefulSetController(world: World): void {
  const sets = world.mirror<StatefulSet>(resources.statefulSets);
  const pods = world.mirror<Pod>(resources.pods);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const set = sets.get(namespace, name);
    if (!set) return;
    const revision = `${name}-${hashOf(set.spec.template)}`;
    if (!set.metadata.deletionTimestamp) await step(world, set, byOrdinal(podsOf(pods, set)), revision);
    await writeStatus(world, set, podsOf(pods, set), revision);
  });
  follow(sets, queue);
  followOwned(pods, 'StatefulSet', queue);
}

function byOrdinal(pods: Pod[]): Map<number, Pod> {
  return new Map(pods.map((pod) => [Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1), pod]));
}

/** Creates upwards, then removes surplus downwards, then replaces outdated Pods downwards. */
async function step(world: World, set: StatefulSet, pods: Map<number, Pod>, revision: string): Promise<void> {
  const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  for (let ordinal = 0; ordinal < set.spec.replicas; ordinal++) {
    const pod = pods.get(ordinal);
    if (!pod) await createPod(world, set, ordinal, revision);
    else if (isPodFinished(pod)) await remove(world, pod);
    if (isOrdered && (!pod || !isPodReady(pod) || pod.metadata.deletionTimestamp)) return;
  }
  const descending = [...pods].sort(([a], [b]) => b - a);
  for (const [ordinal, pod] of descending) {
    if (ordinal < set.spec.replicas) break;
    if (!pod.metadata.deletionTimestamp) await remove(world, pod);
    if (isOrdered) return;
  }
  if (set.spec.updateStrategy?.type === 'OnDelete') return;
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (const [ordinal, pod] of descending) {
    if (ordinal < partition || ordinal >= set.spec.replicas) continue;
    if (pod.metadata.labels?.[REVISION] !== revision) {
      if (!pod.metadata.deletionTimestamp) await remove(world, pod);
      return;
    }
    if (!isPodReady(pod)) return;
  }
}

function remove(world: World, { metadata }: Pod): Promise<void> {
  return world.client.delete(resources.pods, { namespace: metadata.namespace, name: metadata.name });
}

async function createPod(world: World, set: StatefulSet, ordinal: number, revision: string): Promise<void> {
  const { name: setName, namespace } = set.metadata;
  const name = `${setName}-${ordinal}`;
  const claims = set.spec.volumeClaimTemplates ?? [];
  for (const claim of claims) {
    const metadata = {
      ...claim.metadata,
      name: `${claim.metadata.name}-${name}`,
      namespace,
      labels: { ...claim.metadata.labels, ...set.spec.selector.matchLabels },
    };
    const { status: _, ...rest } = claim;
    await tolerate([403, 404, 409], () =>
      world.client.create(
        resources.claims,
        { ...rest, apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata },
        namespace,
      ),
    );
  }
  const mounted = claims.map((claim) => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: `${claim.metadata.name}-${name}` },
  }));
  const { template } = set.spec;
  const others = (template.spec.volumes ?? []).filter(
    (volume) => !mounted.some((one) => one.name === volume.name),
  );
  const spec = {
    ...template.spec,
    hostname: name,
    subdomain: set.spec.serviceName,
    volumes: [...others, ...mounted],
  };
  const withClaims: PodTemplate = { ...template, spec };
  const labels = {
    [REVISION]: revision,
    'statefulset.kubernetes.io/pod-name': name,
    'apps.kubernetes.io/pod-index': String(ordinal),
  };
  await tolerate([403, 404, 409], () =>
    world.client.create(resources.pods, podFrom(withClaims, set, { name, labels }), namespace),
  );
}

async function writeStatus(world: World, set: StatefulSet, pods: Pod[], revision: string): Promise<void> {
  const ready = pods.filter(isPodReady).length;
  const updated = pods.filter((pod) => pod.metadata.labels?.[REVISION] === revision).length;
  const before = set.status as { currentRevision?: string } | undefined;
  const isRolledOut = updated === set.spec.replicas && ready >= set.spec.replicas;
  const currentRevision = isRolledOut ? revision : (before?.currentRevision ?? revision);
  const status = {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas: ready || undefined,
    availableReplicas: ready,
    currentReplicas:
      pods.filter((pod) => pod.metadata.labels?.[REVISION] === currentRevision).length || undefined,
    updatedReplicas: updated || undefined,
    currentRevision,
    updateRevision: revision,
    collisionCount: 0,
  };
  if (equalJson(set.status, status)) return;
  await tolerate([404], () => world.client.update(resources.statefulSets, { ...set, status }, 'status'));
}
