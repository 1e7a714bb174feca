import type { KubeObject } from '../api/object.ts';
import { KubeClient, type ResourceRef } from '../client/kube-client.ts';
import { Mirror } from '../client/mirror.ts';
import type { Transport } from '../client/transport.ts';
import type { Clock } from '../clock.ts';
import { WorkQueue } from './work-queue.ts';

/** What controllers work with: one client, shared mirrors, and queues that know when all is quiet. */
export class World {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly #mirrors = new Map<string, Mirror>();
  readonly #queues: WorkQueue[] = [];

  constructor(transport: Transport, clock: Clock, manager: string) {
    this.client = new KubeClient(transport, manager);
    this.clock = clock;
  }

  /** The shared mirror of a resource; call before `start`. */
  mirror<T extends KubeObject>(resource: ResourceRef): Mirror<T> {
    const key = `${resource.group}/${resource.version}/${resource.plural}`;
    let mirror = this.#mirrors.get(key);
    if (!mirror) {
      mirror = new Mirror(this.client, resource, this.clock);
      this.#mirrors.set(key, mirror);
    }
    return mirror as unknown as Mirror<T>;
  }

  /** A queue whose keys are reconciled one at a time; failures are tried again with backoff. */
  queue(reconcile: (key: string) => Promise<void>): WorkQueue {
    const queue = new WorkQueue(reconcile, this.clock);
    this.#queues.push(queue);
    return queue;
  }

  async start(): Promise<void> {
    await Promise.all([...this.#mirrors.values()].map((mirror) => mirror.start()));
  }

  stop(): void {
    for (const mirror of this.#mirrors.values()) mirror.stop();
    for (const queue of this.#queues) queue.stop();
  }

  get isIdle(): boolean {
    return this.#queues.every((queue) => queue.isIdle);
  }
}
