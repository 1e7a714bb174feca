import type { KubeObject } from './object.ts';

/** A stored version of an object. `object` must never be changed; `text` caches its JSON after the header fields. */
export interface Stored {
  readonly object: KubeObject;
  text?: string;
}

export interface Change {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** `group/plural`. */
  readonly resource: string;
  /** `namespace/name`, the namespace empty for cluster-scoped objects. */
  readonly key: string;
  readonly stored: Stored;
  readonly previous: Stored | undefined;
}

export type Listener = (change: Change) => void;

interface Table {
  objects: Map<string, Stored>;
  /** Sorted, so that lists page in a stable order and a namespace is one range. */
  keys: string[];
  listeners: Set<Listener>;
}

export function objectKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** Objects by resource under one revision counter, with a bounded history for watches and paged lists. */
export class Store {
  readonly #tables = new Map<string, Table>();
  readonly #listeners = new Set<Listener>();
  readonly #historyMax: number;
  #history: Change[] = [];
  #compacted = 0;
  #revision = 1;

  constructor(options: { historyMax?: number } = {}) {
    this.#historyMax = options.historyMax ?? 20_000;
  }

  /** The revision of the last write. */
  get revision(): number {
    return this.#revision;
  }

  /** Changes at or before this revision can no longer be replayed. */
  get compactedRevision(): number {
    return this.#compacted;
  }

  get(resource: string, key: string): Stored | undefined {
    return this.#tables.get(resource)?.objects.get(key);
  }

  /** Objects in key order, of one namespace when given. */
  list(resource: string, namespace?: string): Stored[] {
    const table = this.#tables.get(resource);
    if (!table) return [];
    const [start, end] = range(table.keys, namespace);
    const found: Stored[] = [];
    for (let at = start; at < end; at++) found.push(table.objects.get(table.keys[at]!)!);
    return found;
  }

  /** Keys and objects as they were at `revision`; undefined when history no longer reaches back. */
  listAt(resource: string, revision: number, namespace?: string): [string, Stored][] | undefined {
    if (revision < this.#compacted) return undefined;
    const table = this.#tables.get(resource);
    const [start, end] = table ? range(table.keys, namespace) : [0, 0];
    const now = new Map<string, Stored>();
    for (let at = start; at < end; at++) now.set(table!.keys[at]!, table!.objects.get(table!.keys[at]!)!);
    if (revision >= this.#revision) return [...now];
    const prefix = namespace === undefined ? undefined : `${namespace}/`;
    for (let at = this.#history.length - 1; at >= 0; at--) {
      const change = this.#history[at]!;
      if (change.revision <= revision) break;
      if (change.resource !== resource) continue;
      if (prefix !== undefined && !change.key.startsWith(prefix)) continue;
      if (change.previous) now.set(change.key, change.previous);
      else now.delete(change.key);
    }
    return [...now].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Writes a new version; the object's resourceVersion is set here. */
  put(resource: string, key: string, object: KubeObject): Stored {
    const revision = ++this.#revision;
    object.metadata.resourceVersion = String(revision);
    const table = this.#table(resource);
    const previous = table.objects.get(key);
    const stored: Stored = { object };
    if (!previous) table.keys.splice(lowerBound(table.keys, key), 0, key);
    table.objects.set(key, stored);
    this.#publish(
      { revision, type: previous ? 'MODIFIED' : 'ADDED', resource, key, stored, previous },
      table,
    );
    return stored;
  }

  /** Removes an object; returns its last state under the revision of the removal. */
  remove(resource: string, key: string): Stored | undefined {
    const table = this.#tables.get(resource);
    const previous = table?.objects.get(key);
    if (!table || !previous) return undefined;
    const revision = ++this.#revision;
    const { object } = previous;
    const stored: Stored = {
      object: { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } },
    };
    table.objects.delete(key);
    table.keys.splice(lowerBound(table.keys, key), 1);
    this.#publish({ revision, type: 'DELETED', resource, key, stored, previous }, table);
    return stored;
  }

  /** Changes of a resource after `revision`, oldest first; undefined when some are already dropped. */
  changesSince(resource: string, revision: number): Change[] | undefined {
    if (revision < this.#compacted) return undefined;
    let at = this.#history.length;
    while (at > 0 && this.#history[at - 1]!.revision > revision) at--;
    return this.#history.slice(at).filter((change) => change.resource === resource);
  }

  /** Calls the listener, synchronously, for each later change of one resource, or of all when none is given. */
  subscribe(resource: string | undefined, listener: Listener): () => void {
    const listeners = resource === undefined ? this.#listeners : this.#table(resource).listeners;
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Drops all history: open watches go on, watches and pages from older revisions get 410. */
  compact(): void {
    this.#history = [];
    this.#compacted = this.#revision;
  }

  /** Resources that hold at least one object. */
  resources(): string[] {
    return [...this.#tables].filter(([, table]) => table.keys.length > 0).map(([resource]) => resource);
  }

  /** Fills an empty store from persisted objects without publishing changes. */
  restore(revision: number, objects: Iterable<{ resource: string; key: string; object: KubeObject }>): void {
    for (const { resource, key, object } of objects) this.#table(resource).objects.set(key, { object });
    for (const table of this.#tables.values()) table.keys = [...table.objects.keys()].sort();
    this.#revision = Math.max(this.#revision, revision);
    this.#compacted = this.#revision;
  }

  #table(resource: string): Table {
    let table = this.#tables.get(resource);
    if (!table) {
      table = { objects: new Map(), keys: [], listeners: new Set() };
      this.#tables.set(resource, table);
    }
    return table;
  }

  #publish(change: Change, table: Table): void {
    this.#history.push(change);
    if (this.#history.length > this.#historyMax * 1.25) {
      const dropped = this.#history.splice(0, this.#history.length - this.#historyMax);
      this.#compacted = dropped.at(-1)!.revision;
    }
    for (const listener of table.listeners) listener(change);
    for (const listener of this.#listeners) listener(change);
  }
}

function range(keys: string[], namespace: string | undefined): [number, number] {
  if (namespace === undefined) return [0, keys.length];
  // '0' follows '/' in ASCII, so this pair encloses exactly the keys that start with `namespace/`.
  return [lowerBound(keys, `${namespace}/`), lowerBound(keys, `${namespace}0`)];
}

function lowerBound(keys: string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
