import { containerProblems } from '../health/pod.ts';
import { healthOrder, type KubeObject, type TreeNode } from '../model.ts';
import { formatKey } from '../resource-key.ts';

/** Stands between what an object says of itself and the Pod below it that is to blame. */
const mark = ' Cause: ';

/** A health message without the Pod that {@link nameFailingPods} added. */
export function withoutCause(message: string): string {
  return message.split(mark, 1)[0] ?? message;
}

type Cause = { rank: number; text: string };

/**
 * Adds to the health of every unwell object the Pod below it that is worst, with container, reason and exit code (B9 of
 * peers.md). `nodes` has parents before children; their health is replaced, never changed in place.
 */
export function nameFailingPods(nodes: TreeNode[], live: ReadonlyMap<string, KubeObject>): void {
  const causes = new Map<string, Cause>();
  for (const node of nodes.toReversed()) {
    const id = formatKey(node.key);
    const isPod = node.key.kind === 'Pod' && node.key.group === '';
    const cause = isPod ? causeOf(node, live.get(id)) : causes.get(id);
    if (cause === undefined) continue;
    const { status = 'Healthy', message = '' } = node.health ?? {};
    if (!isPod && status !== 'Healthy' && status !== 'Suspended')
      node.health = { status, message: `${message}${mark}${cause.text}`.trimStart() };
    if (node.parent === null) continue;
    const above = formatKey(node.parent);
    const known = causes.get(above);
    if (known === undefined || cause.rank >= known.rank) causes.set(above, cause);
  }
}

function causeOf(node: TreeNode, pod: KubeObject | undefined): Cause | undefined {
  const { health } = node;
  if (pod === undefined || health === null || health.status === 'Healthy') return undefined;
  const [problem] = containerProblems(pod);
  const text = problem?.message ?? health.message;
  return { rank: healthOrder.indexOf(health.status), text: `Pod ${node.key.name}: ${text}` };
}
