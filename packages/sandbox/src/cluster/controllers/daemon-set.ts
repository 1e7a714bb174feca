import { equalJson, type KubeObject } from '../../api/object.ts';
import { tolerate } from '../../client/kube-client.ts';
import { follow, followOwned, keyOf } from '../owned.ts';
import { hashOf, podFrom, podsOf } from '../pods-of.ts';
import { resources } from '../resources.ts';
import { type DaemonSet, isPodFinished, isPodReady, type Pod, type PodTemplate } from '../shapes.ts';
import { splitKey } from '../work-queue.ts';
import type { World } from '../world.ts';

const REVISION = 'controller-revision-hash';

/** Keeps one Pod per Node, replaced one at a time when the template changes. */
export function daemonSetController(world: World): void {
  const sets = world.mirror<DaemonSet>(resources.daemonSets);
  const pods = world.mirror<Pod>(resources.pods);
  const nodes = world.mirror(resources.nodes);
  const queue = world.queue(async (key) => {
    const { namespace, name } = splitKey(key);
    const set = sets.get(namespace, name);
    if (!set) return;
    const hash = hashOf(set.spec.template);
    const all = [...nodes.all()];
    if (!set.metadata.deletionTimestamp)
      await step(world, set, { pods: podsOf(pods, set), nodes: all, hash });
    await writeStatus(world, set, { pods: podsOf(pods, set), nodes: all, hash });
  });
  follow(sets, queue);
  followOwned(pods, 'DaemonSet', queue);
  const known = new Set<string>();
  nodes.onChange((node, change) => {
    // Heartbeats are no reason to look at every DaemonSet.
    if (change === 'set' && known.has(node.metadata.name)) return;
    if (change === 'set') known.add(node.metadata.name);
    else known.delete(node.metadata.name);
    for (const set of sets.all()) queue.add(keyOf(set));
  });
}

interface View {
  pods: Pod[];
  nodes: KubeObject[];
  hash: string;
}

async function step(world: World, set: DaemonSet, { pods, nodes, hash }: View): Promise<void> {
  const { namespace, name } = set.metadata;
  let isReplacing = pods.some((pod) => pod.metadata.deletionTimestamp);
  for (const node of nodes) {
    const pod = pods.find((one) => nodeOf(one) === node.metadata.name);
    if (!pod) {
      const template = pinned(set.spec.template, node.metadata.name);
      await tolerate([403, 404], () =>
        world.client.create(
          resources.pods,
          podFrom(template, set, { generateName: `${name}-`, labels: { [REVISION]: hash } }),
          namespace,
        ),
      );
      continue;
    }
    const isOutdated =
      pod.metadata.labels?.[REVISION] !== hash && set.spec.updateStrategy?.type !== 'OnDelete';
    if ((isOutdated && !isReplacing) || isPodFinished(pod)) {
      isReplacing = true;
      await world.client.delete(resources.pods, { namespace, name: pod.metadata.name });
    }
  }
}

function pinned(template: PodTemplate, nodeName: string): PodTemplate {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] };
  const affinity = {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
  };
  return { ...template, spec: { ...template.spec, affinity } };
}

function nodeOf(pod: Pod): string | undefined {
  const affinity = pod.spec.affinity as
    | {
        nodeAffinity?: {
          requiredDuringSchedulingIgnoredDuringExecution?: {
            nodeSelectorTerms: { matchFields?: { values: string[] }[] }[];
          };
        };
      }
    | undefined;
  const [term] =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return pod.spec.nodeName ?? term?.matchFields?.[0]?.values[0];
}

async function writeStatus(world: World, set: DaemonSet, { pods, nodes, hash }: View): Promise<void> {
  const ready = pods.filter(isPodReady).length;
  const status = {
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: nodes.length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: ready || undefined,
    numberUnavailable: nodes.length - ready || undefined,
    updatedNumberScheduled:
      pods.filter((pod) => pod.metadata.labels?.[REVISION] === hash).length || undefined,
    observedGeneration: set.metadata.generation,
  };
  if (equalJson(set.status, status)) return;
  await tolerate([404], () => world.client.update(resources.daemonSets, { ...set, status }, 'status'));
}
