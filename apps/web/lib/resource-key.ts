export type ResourceKey = { group: string; kind: string; namespace: string; name: string };

/** `group/kind/namespace/name`, empty parts kept: the id the API uses. */
export function formatKey({ group, kind, namespace, name }: ResourceKey): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** Inverse of `formatKey`; null when the text is no id. */
export function parseKey(id: string): ResourceKey | null {
  const [group, kind, namespace, name, ...rest] = id.split('/');
  if (group === undefined || !kind || namespace === undefined || !name || rest.length > 0) return null;
  return { group, kind, namespace, name };
}
