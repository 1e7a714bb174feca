import type { Resource } from './tree.ts';

const kinds: readonly string[] = [
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
];

/** Whether a kind has Pods whose lines can be read. */
export function hasLogs(kind: string): boolean {
  return kinds.includes(kind);
}

/** What the logs page offers: rendered workloads first, then broken Pods, then the rest. */
export function logTargets(nodes: readonly Resource[]): Resource[] {
  const rank = (node: Resource) => {
    if (node.key.kind !== 'Pod') return node.parent === null ? 0 : 3;
    return node.health?.status === 'Healthy' ? 2 : 1;
  };
  return nodes
    .filter((node) => hasLogs(node.key.kind) && node.health?.status !== 'Missing')
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}
