import type { KubeObject, ResourceKey } from '../../core/model.ts';
import { formatKey, keyOf } from '../../core/resource-key.ts';
import { isTrackedBy, trackingOf } from '../../core/tracking.ts';
import type { LiveQuery } from '../../ports/kube.ts';
import { slimObject } from './slim-object.ts';

type Entry = {
  id: string;
  kindId: string;
  object: KubeObject;
  parents: string[];
  trackingName: string | undefined;
};

/** Whether an update of an object, as it is kept here, may matter to anybody. */
export type UpdateFilter = (before: KubeObject, after: KubeObject) => boolean;

/** `group/kind`: what a watch delivers and what can be current or not. */
export function kindIdOf(kind: { group: string; kind: string }): string {
  return `${kind.group}/${kind.kind}`;
}

/** Objects of one cluster with the indexes that queries need: by key, by tracking name, by parent's uid. */
export class LiveStore {
  private readonly entries = new Map<string, Entry>();
  private readonly byUid = new Map<string, Entry>();
  private readonly byKind = new Map<string, Map<string, Entry>>();
  private readonly byTracking = new Map<string, Set<Entry>>();
  private readonly byParent = new Map<string, Set<Entry>>();
  /** Keys that were asked for by name: their Application is told even when the object bears no mark of it. */
  private readonly interest = new Map<string, Set<string>>();
  private readonly interestOf = new Map<string, string[]>();

  private readonly matters: UpdateFilter;

  /** `matters`: whether an update of an object is news to its Application; default: every one is. */
  constructor(matters: UpdateFilter = () => true) {
    this.matters = matters;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: ResourceKey): KubeObject | undefined {
    return this.entries.get(formatKey(key))?.object;
  }

  /** Adds or replaces; returns the tracking names concerned, of the object before and after. */
  upsert(object: KubeObject): Set<string> {
    const touched = new Set<string>();
    const id = formatKey(keyOf(object));
    const old = this.entries.get(id);
    if (old !== undefined) {
      if (old.object.metadata.resourceVersion === object.metadata.resourceVersion) return touched;
      this.touch(old, touched);
      this.drop(old);
    }
    const entry: Entry = {
      id,
      kindId: kindIdOf(keyOf(object)),
      object: slimObject(object),
      parents: parentsOf(object),
      trackingName: ownTrackingName(object),
    };
    this.entries.set(id, entry);
    if (object.metadata.uid !== undefined) this.byUid.set(object.metadata.uid, entry);
    indexed(this.byKind, entry.kindId, () => new Map<string, Entry>()).set(id, entry);
    for (const parent of entry.parents) indexed(this.byParent, parent, () => new Set<Entry>()).add(entry);
    if (entry.trackingName !== undefined) {
      indexed(this.byTracking, entry.trackingName, () => new Set<Entry>()).add(entry);
    }
    this.touch(entry, touched);
    // Kept all the same: who looks for another reason sees it as it is now (DIFF-8).
    return old === undefined || this.matters(old.object, entry.object) ? touched : new Set();
  }

  remove(key: ResourceKey): Set<string> {
    const touched = new Set<string>();
    const entry = this.entries.get(formatKey(key));
    if (entry === undefined) return touched;
    this.touch(entry, touched);
    this.drop(entry);
    return touched;
  }

  /** Makes the store equal to a fresh list of one kind (in one namespace, when given). */
  replace(kindId: string, namespace: string | undefined, objects: KubeObject[]): Set<string> {
    const touched = new Set<string>();
    const seen = new Set(objects.map((object) => formatKey(keyOf(object))));
    for (const [id, entry] of this.byKind.get(kindId) ?? []) {
      const isInScope = namespace === undefined || entry.object.metadata.namespace === namespace;
      if (isInScope && !seen.has(id)) union(touched, this.remove(keyOf(entry.object)));
    }
    for (const object of objects) union(touched, this.upsert(object));
    return touched;
  }

  /** Managed objects, named objects and everything below them, each once. */
  collect(query: LiveQuery): KubeObject[] {
    this.remember(query);
    const found = new Map<string, Entry>();
    const queue: Entry[] = [];
    const add = (entry: Entry | undefined): void => {
      if (entry === undefined || found.has(entry.id)) return;
      found.set(entry.id, entry);
      queue.push(entry);
    };
    for (const entry of this.byTracking.get(query.trackingName) ?? []) {
      if (isTrackedBy(entry.object, query)) add(entry);
    }
    for (const key of query.keys) add(this.entries.get(formatKey(key)));
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const child of this.byParent.get(next.object.metadata.uid ?? '') ?? []) add(child);
      for (const claim of this.claimsOf(next.object)) add(claim);
    }
    return [...found.values()].map((entry) => entry.object);
  }

  /** PersistentVolumeClaims of a StatefulSet, which bear no owner reference (B12). */
  private claimsOf(object: KubeObject): Entry[] {
    if (object.kind !== 'StatefulSet') return [];
    const spec = object['spec'] as { volumeClaimTemplates?: { metadata?: { name?: string } }[] } | undefined;
    const prefixes = (spec?.volumeClaimTemplates ?? []).map(
      (template) => `${template.metadata?.name ?? ''}-${object.metadata.name}-`,
    );
    if (prefixes.length === 0) return [];
    return [...(this.byKind.get('/PersistentVolumeClaim')?.values() ?? [])].filter(
      (entry) =>
        entry.object.metadata.namespace === object.metadata.namespace &&
        prefixes.some(
          (prefix) =>
            entry.object.metadata.name.startsWith(prefix) &&
            /^\d+$/.test(entry.object.metadata.name.slice(prefix.length)),
        ),
    );
  }

  private remember(query: LiveQuery): void {
    const ids = query.keys.map(formatKey);
    const before = this.interestOf.get(query.trackingName);
    if (before !== undefined && before.length === ids.length && before.every((id, i) => id === ids[i]))
      return;
    for (const id of before ?? []) this.interest.get(id)?.delete(query.trackingName);
    for (const id of ids) indexed(this.interest, id, () => new Set<string>()).add(query.trackingName);
    this.interestOf.set(query.trackingName, ids);
  }

  /** Tracking names of an object and of everything above it. */
  private touch(entry: Entry, touched: Set<string>): void {
    const seen = new Set<Entry>();
    const queue: (Entry | undefined)[] = [entry];
    while (queue.length > 0) {
      const next = queue.pop();
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      if (next.trackingName !== undefined) touched.add(next.trackingName);
      union(touched, this.interest.get(next.id) ?? new Set());
      for (const parent of next.parents) queue.push(this.byUid.get(parent));
    }
  }

  private drop(entry: Entry): void {
    this.entries.delete(entry.id);
    const uid = entry.object.metadata.uid;
    if (uid !== undefined && this.byUid.get(uid) === entry) this.byUid.delete(uid);
    this.byKind.get(entry.kindId)?.delete(entry.id);
    for (const parent of entry.parents) unindexed(this.byParent, parent, entry);
    if (entry.trackingName !== undefined) unindexed(this.byTracking, entry.trackingName, entry);
  }
}

/** Uids of owners; a token Secret belongs to its ServiceAccount by annotation (B12). */
function parentsOf(object: KubeObject): string[] {
  const owners = (object.metadata.ownerReferences ?? []).map((owner) => owner.uid);
  const account = object.metadata.annotations?.['kubernetes.io/service-account.uid'];
  return object.kind === 'Secret' && account !== undefined ? [...owners, account] : owners;
}

/** Children often copy the annotations of their parent: only an id that names its bearer counts (B6). */
function ownTrackingName(object: KubeObject): string | undefined {
  const tracking = trackingOf(object);
  return tracking?.isSelf === true ? tracking.trackingName : undefined;
}

function indexed<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function unindexed(map: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const set = map.get(key);
  set?.delete(entry);
  if (set?.size === 0) map.delete(key);
}

function union(into: Set<string>, from: ReadonlySet<string>): void {
  for (const item of from) into.add(item);
}
