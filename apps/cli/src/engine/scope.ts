import type { KubeObject } from '@bowline/sync-engine/core/model';
import { parseApiVersion } from '@bowline/sync-engine/core/resource-key';
import { builtinResources } from '@bowline/sync-engine/core/schema/builtin';

/**
 * Whether a kind is namespaced, without a cluster to ask: built-in kinds by their table, others by the CRDs among `objects`
 * and by what live objects of the kind show. undefined = nothing says so.
 */
export function scopeOf(
  crds: readonly KubeObject[],
  live: readonly KubeObject[],
): (gk: { group: string; kind: string }) => boolean | undefined {
  const scopes = new Map<string, boolean>();
  for (const object of live) {
    const { group } = parseApiVersion(object.apiVersion);
    scopes.set(`${group}/${object.kind}`, Boolean(object.metadata.namespace));
  }
  for (const object of [...live, ...crds]) {
    if (object.kind !== 'CustomResourceDefinition') continue;
    const spec = object.spec as
      | { group?: unknown; scope?: unknown; names?: { kind?: unknown } | null }
      | null
      | undefined;
    const kind = spec?.names?.kind;
    if (typeof spec?.group === 'string' && typeof kind === 'string')
      scopes.set(`${spec.group}/${kind}`, spec.scope === 'Namespaced');
  }
  for (const { group, kind, namespaced } of builtinResources()) scopes.set(`${group}/${kind}`, namespaced);
  return ({ group, kind }) => scopes.get(`${group}/${kind}`);
}
