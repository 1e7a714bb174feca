import { annotationOf } from '../annotations.ts';
import type { KubeObject } from '../model.ts';
import { formatKey, keyOf, parseApiVersion } from '../resource-key.ts';

/** Finds the parent of an object among the objects of one Application. */
export class Parents {
  private readonly byUid = new Map<string, string>();
  private readonly byId: ReadonlyMap<string, KubeObject>;
  private readonly statefulSets: { id: string; namespace: string; claims: string[] }[] = [];

  /** `byId`: live objects by formatted key. */
  constructor(byId: ReadonlyMap<string, KubeObject>) {
    this.byId = byId;
    for (const [id, object] of byId) {
      if (object.metadata.uid) this.byUid.set(object.metadata.uid, id);
      if (object.kind === 'StatefulSet') this.addStatefulSet(id, object);
    }
  }

  /** The formatted key of the parent: the owner by uid, else what the names imply (B12); undefined for a root. */
  of(object: KubeObject): string | undefined {
    return this.owner(object) ?? this.inferred(object);
  }

  private owner(object: KubeObject): string | undefined {
    const list: unknown = object.metadata.ownerReferences;
    if (!Array.isArray(list)) return undefined;
    const references = list as NonNullable<KubeObject['metadata']['ownerReferences']>;
    // The controller first: of several owners it is the one that made the object.
    const ordered = [...references].sort(
      (a, b) => Number(b?.controller === true) - Number(a?.controller === true),
    );
    for (const reference of ordered) {
      const found = this.byUid.get(reference?.uid);
      if (found !== undefined && this.mayOwn(found, object)) return found;
    }
    return undefined;
  }

  /** As Kubernetes has it: an owner is cluster-scoped or of the same namespace; any other counts as absent (CACHE-2). */
  private mayOwn(id: string, object: KubeObject): boolean {
    const namespace = this.byId.get(id)?.metadata.namespace;
    return !namespace || namespace === object.metadata.namespace;
  }

  private inferred(object: KubeObject): string | undefined {
    const { group, kind, namespace, name } = keyOf(object);
    if (group !== '') return undefined;
    if (kind === 'Endpoints') return this.existing({ group: '', kind: 'Service', namespace, name });
    if (kind === 'Secret' && object.type === 'kubernetes.io/service-account-token') {
      const account = annotationOf(object, 'kubernetes.io/service-account.name');
      return account && this.existing({ group: '', kind: 'ServiceAccount', namespace, name: account });
    }
    if (kind === 'PersistentVolumeClaim') return this.claimOwner(namespace, name);
    return undefined;
  }

  private existing(key: Parameters<typeof formatKey>[0]): string | undefined {
    const id = formatKey(key);
    return this.byId.has(id) ? id : undefined;
  }

  /** `<template>-<StatefulSet>-<ordinal>`. */
  private claimOwner(namespace: string, name: string): string | undefined {
    const match = /^(.+)-\d+$/.exec(name);
    if (match === null) return undefined;
    return this.statefulSets.find((set) => set.namespace === namespace && set.claims.includes(match[1] ?? ''))
      ?.id;
  }

  private addStatefulSet(id: string, object: KubeObject): void {
    if (parseApiVersion(object.apiVersion).group !== 'apps') return;
    const spec = object.spec as
      | { volumeClaimTemplates?: { metadata?: { name?: string } }[] }
      | null
      | undefined;
    const templates = Array.isArray(spec?.volumeClaimTemplates) ? spec.volumeClaimTemplates : [];
    const claims = templates.map((template) => `${template?.metadata?.name ?? ''}-${object.metadata.name}`);
    if (claims.length > 0) this.statefulSets.push({ id, namespace: object.metadata.namespace ?? '', claims });
  }
}
