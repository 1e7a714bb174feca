import { oncePerObject } from './memo.ts';
import type { GroupVersionKind, KubeObject, ResourceKey } from './model.ts';

/** Splits `apiVersion` into group ('' for core) and version. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** `group/version`, or `version` for core. */
export function formatApiVersion(gv: { group: string; version: string }): string {
  return gv.group === '' ? gv.version : `${gv.group}/${gv.version}`;
}

export function gvkOf(object: { apiVersion: string; kind: string }): GroupVersionKind {
  const { group, version } = parseApiVersion(object.apiVersion);
  return { group, version, kind: object.kind };
}

/** The identity an object has; its namespace is taken as written (see tracking for defaulting). */
export function keyOf(object: KubeObject): ResourceKey {
  return {
    group: parseApiVersion(object.apiVersion).group,
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
  };
}

/** The same of an object that is asked for again and not changed meanwhile; nor may the key be, which all who ask share. */
export const keyOnce = oncePerObject(keyOf);

/** Text form used in maps, URLs and the database: `group/kind/namespace/name`, empty parts kept. */
export function formatKey(key: ResourceKey): string {
  return `${key.group}/${key.kind}/${key.namespace}/${key.name}`;
}

/** The same of a key that is asked for again and not changed meanwhile. */
export const formatKeyOnce = oncePerObject(formatKey);

/** Objects by the text form of their keys; of equal keys the later one. */
export function objectsByKey(objects: readonly KubeObject[]): Map<string, KubeObject> {
  const byKey = new Map<string, KubeObject>();
  for (const object of objects) byKey.set(formatKeyOnce(keyOnce(object)), object);
  return byKey;
}

/** Inverse of {@link formatKey}; undefined when the text has not exactly four parts or no kind or name. */
export function parseKey(text: string): ResourceKey | undefined {
  const [group, kind, namespace, name, ...rest] = text.split('/');
  if (group === undefined || !kind || namespace === undefined || !name || rest.length > 0) return undefined;
  return { group, kind, namespace, name };
}
