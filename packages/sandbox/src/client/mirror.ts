import type { Clock } from '../clock.ts';
import type { KubeObject } from '../api/object.ts';
import { type KubeClient, pathOf, type ResourceRef } from './kube-client.ts';

const RETRY_MS = 1000;

export type MirrorListener = (object: KubeObject, change: 'set' | 'removed') => void;

/** A list-and-watch copy of one resource that survives ended watches and 410 by listing again. */
export class Mirror<T extends KubeObject = KubeObject> {
  readonly resource: ResourceRef;
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #objects = new Map<string, T>();
  readonly #byNamespace = new Map<string, Map<string, T>>();
  readonly #listeners: MirrorListener[] = [];
  #stopWatch: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #isStopped = false;
  #revision = '';

  constructor(client: KubeClient, resource: ResourceRef, clock: Clock) {
    this.#client = client;
    this.resource = resource;
    this.#clock = clock;
  }

  onChange(listener: MirrorListener): void {
    this.#listeners.push(listener);
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#objects.get(`${namespace ?? ''}/${name}`);
  }

  all(): Iterable<T> {
    return this.#objects.values();
  }

  in(namespace: string): T[] {
    return [...(this.#byNamespace.get(namespace)?.values() ?? [])];
  }

  /** Lists, then watches until stopped; resolves after the first list. */
  async start(): Promise<void> {
    await this.#list();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelRetry?.();
    this.#stopWatch?.();
  }

  async #list(): Promise<void> {
    const { resource } = this;
    const apiVersion = resource.group ? `${resource.group}/${resource.version}` : resource.version;
    const list = await this.#client.list<T>(resource);
    if (this.#isStopped) return;
    const gone = new Map(this.#objects);
    for (const item of list.items) {
      // Built-in kinds come without their header in lists.
      const object = { ...item, apiVersion, kind: resource.kind };
      gone.delete(keyOf(object));
      this.#set(object);
    }
    for (const object of gone.values()) this.#remove(object);
    this.#revision = list.metadata.resourceVersion;
    this.#watch();
  }

  #watch(): void {
    this.#stopWatch = this.#client.transport.watch(
      {
        path: pathOf(this.resource),
        query: { resourceVersion: this.#revision, allowWatchBookmarks: 'true' },
      },
      {
        event: ({ type, object }) => {
          if (type === 'ERROR') {
            this.#revision = '';
            return;
          }
          this.#revision = object.metadata.resourceVersion ?? this.#revision;
          if (type === 'DELETED') this.#remove(object as T);
          else if (type !== 'BOOKMARK') this.#set(object as T);
        },
        end: (error) => this.#again(error !== undefined),
      },
    );
  }

  /** An ended watch goes on from where it was; a failed one waits a second first and lists. */
  #again(hasFailed: boolean): void {
    if (this.#isStopped) return;
    if (hasFailed || this.#revision === '') {
      this.#cancelRetry = this.#clock.after(hasFailed ? RETRY_MS : 0, () => {
        this.#list().catch(() => this.#again(true));
      });
    } else {
      this.#watch();
    }
  }

  #set(object: T): void {
    const key = keyOf(object);
    if (this.#objects.get(key)?.metadata.resourceVersion === object.metadata.resourceVersion) return;
    this.#objects.set(key, object);
    const namespace = object.metadata.namespace ?? '';
    const within = this.#byNamespace.get(namespace) ?? new Map<string, T>();
    within.set(key, object);
    this.#byNamespace.set(namespace, within);
    for (const listener of this.#listeners) listener(object, 'set');
  }

  #remove(object: T): void {
    const key = keyOf(object);
    if (!this.#objects.delete(key)) return;
    this.#byNamespace.get(object.metadata.namespace ?? '')?.delete(key);
    for (const listener of this.#listeners) listener(object, 'removed');
  }
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}
