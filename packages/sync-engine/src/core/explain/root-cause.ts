import { containerProblems } from '../health/pod.ts';
import { listAt, textAt } from '../health/read.ts';
import {
  healthOrder,
  type HealthStatus,
  type KubeObject,
  type ResourceKey,
  type TreeNode,
} from '../model.ts';
import { formatKey } from '../resource-key.ts';
import { withoutCause } from '../tree/failing-pods.ts';
import { nameOf } from '../tree/application-health.ts';

export type Link = {
  message: string;
  key?: ResourceKey;
  certainty: 'certain' | 'likely' | 'unknown';
  at?: string;
};

/** What the way down from an unhealthy resource ends at. */
export type RootCause = {
  links: Link[];
  kind: 'image' | 'crash' | 'schedule' | 'config' | 'other';
  pod?: ResourceKey;
};

/** The tree by key, with the objects behind it. */
export class Family {
  readonly nodes: readonly TreeNode[];
  private readonly children = new Map<string, TreeNode[]>();
  private readonly objects: Map<string, KubeObject>;
  private readonly events: KubeObject[];

  constructor(tree: readonly TreeNode[], live: readonly KubeObject[]) {
    this.nodes = tree;
    this.objects = new Map(
      live.map((object) => [formatKey({ ...keyPart(object), name: object.metadata.name }), object]),
    );
    this.events = live.filter((object) => object.kind === 'Event' && textAt(object, 'type') === 'Warning');
    for (const node of tree) {
      if (node.parent === null) continue;
      const id = formatKey(node.parent);
      const list = this.children.get(id);
      if (list === undefined) this.children.set(id, [node]);
      else list.push(node);
    }
  }

  object(key: ResourceKey): KubeObject | undefined {
    return this.objects.get(formatKey(key));
  }

  /** The child in the worst state, the youngest of equals: an old ReplicaSet's Pods are not the news. */
  worstChild(node: TreeNode): TreeNode | undefined {
    const bad = (this.children.get(formatKey(node.key)) ?? []).filter(
      (child) => rank(child.rollup.health) > 0,
    );
    return bad.sort(
      (a, b) =>
        rank(b.rollup.health) - rank(a.rollup.health) ||
        (b.createdAt ?? '').localeCompare(a.createdAt ?? '') ||
        a.key.name.localeCompare(b.key.name),
    )[0];
  }

  /** The latest warning about an object. */
  warning(node: TreeNode): KubeObject | undefined {
    return this.events
      .filter((event) => node.uid !== '' && textAt(event, 'involvedObject.uid') === node.uid)
      .sort((a, b) => timeOf(b).localeCompare(timeOf(a)))[0];
  }
}

function keyPart(object: KubeObject): Omit<ResourceKey, 'name'> {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  return { group, kind: object.kind, namespace: object.metadata.namespace ?? '' };
}

function rank(status: HealthStatus | null): number {
  return status === null ? 0 : healthOrder.indexOf(status);
}

function timeOf(event: KubeObject): string {
  return (
    textAt(event, 'lastTimestamp') || textAt(event, 'eventTime') || (event.metadata.creationTimestamp ?? '')
  );
}

/** From an unhealthy resource down to the container, claim or event that explains it: resource → … → Pod → container. */
export function rootCauseOf(start: TreeNode, family: Family): RootCause {
  const links: Link[] = [];
  let node = start;
  // A tree is finite; the bound only keeps a chain readable.
  for (let depth = 0; depth < 10; depth++) {
    links.push(linkOf(node, depth === 0));
    const next = family.worstChild(node);
    if (next === undefined) break;
    node = next;
  }
  const warning = family.warning(node);
  if (node.key.kind === 'Pod' && node.key.group === '') return podCause(node, links, family, warning);
  if (warning !== undefined) links.push(eventLink(warning, node));
  return { links, kind: 'other' };
}

function linkOf(node: TreeNode, isFirst: boolean): Link {
  const status = node.health?.status;
  // The Pod that is to blame has a link of its own.
  const said = withoutCause(node.health?.message ?? '');
  const message =
    status === undefined
      ? `${nameOf(node.key)} has problems below it.`
      : `${nameOf(node.key)} is ${status}: ${said}`;
  // That a child's trouble is its parent's is what ownership makes likely, not what the parent says.
  return { message, key: node.key, certainty: isFirst || node.key.kind === 'Pod' ? 'certain' : 'likely' };
}

function podCause(node: TreeNode, links: Link[], family: Family, warning: KubeObject | undefined): RootCause {
  const pod = family.object(node.key);
  const [problem] = pod === undefined ? [] : containerProblems(pod);
  if (problem !== undefined) {
    links.pop();
    links.push({
      message: `Pod ${node.key.name}: ${problem.message}`,
      key: node.key,
      certainty: 'certain',
      ...(problem.at === undefined ? {} : { at: problem.at }),
    });
    return { links, kind: kindOf(problem.reason, problem.message), pod: node.key };
  }
  const claim = pod === undefined ? undefined : waitingClaim(pod, node, family);
  if (claim !== undefined) links.push(linkOf(claim, false));
  if (warning !== undefined) links.push(eventLink(warning, node));
  const isUnscheduled = (node.health?.message ?? '').startsWith('Cannot be scheduled');
  return { links, kind: isUnscheduled ? 'schedule' : 'other', pod: node.key };
}

function kindOf(reason: string, message: string): RootCause['kind'] {
  if (reason.includes('Image')) return 'image';
  if (reason.includes('Config')) return 'config';
  return /crash|exit code|OOMKilled/.test(message) ? 'crash' : 'other';
}

/** A claim that the Pod mounts and that is not bound. */
function waitingClaim(pod: KubeObject, node: TreeNode, family: Family): TreeNode | undefined {
  const claims = new Set(
    listAt(pod, 'spec.volumes').map((volume) => textAt(volume, 'persistentVolumeClaim.claimName')),
  );
  return family.nodes.find(
    ({ key, health }) =>
      key.kind === 'PersistentVolumeClaim' &&
      key.namespace === node.key.namespace &&
      claims.has(key.name) &&
      health !== null &&
      health.status !== 'Healthy',
  );
}

function eventLink(event: KubeObject, node: TreeNode): Link {
  const at = timeOf(event);
  const reason = textAt(event, 'reason');
  return {
    message: `${reason === '' ? 'Event' : reason}: ${textAt(event, 'message')}`,
    key: node.key,
    certainty: 'likely',
    ...(at === '' ? {} : { at }),
  };
}
