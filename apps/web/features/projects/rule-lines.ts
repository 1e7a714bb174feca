import type { ProjectSpec } from './project.ts';

type Destination = NonNullable<ProjectSpec['destinations']>[number];
type Kind = NonNullable<ProjectSpec['clusterResourceWhitelist']>[number];

/** A destination as one line: `cluster/namespace`. */
export function destinationText({ name, server, namespace }: Destination): string {
  return `${name ?? server ?? '*'}/${namespace}`;
}

/** Reads `cluster/namespace`, or an address and a namespace: the last slash divides. Null when it is neither. */
export function readDestination(line: string): Destination | null {
  const at = line.lastIndexOf('/');
  const [cluster, namespace] = [line.slice(0, at), line.slice(at + 1)];
  if (at < 1 || namespace === '' || cluster.endsWith(':') || cluster.endsWith(':/')) return null;
  return /^https?:\/\//.test(cluster) ? { server: cluster, namespace } : { name: cluster, namespace };
}

/** A kind as one line: `apps/Deployment`, `Namespace` of the core group, `Namespace web-*` for some names only. */
export function kindText({ group, kind, name }: Kind): string {
  return [group === '' ? kind : `${group}/${kind}`, name].filter(Boolean).join(' ');
}

/** Reads such a line; null when it is none. */
export function readKind(line: string): Kind | null {
  const match = /^(?:([^\s/]+)\/)?([^\s/]+)(?:\s+(\S+))?$/.exec(line.trim());
  if (!match?.[2]) return null;
  return { group: match[1] ?? '', kind: match[2], ...(match[3] ? { name: match[3] } : {}) };
}
