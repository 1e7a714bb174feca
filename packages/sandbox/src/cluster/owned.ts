import type { KubeObject } from '../api/object.ts';
import type { Mirror } from '../client/mirror.ts';
import type { WorkQueue } from './work-queue.ts';

export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Queues every changed object of the mirror. */
export function follow(mirror: Mirror, queue: WorkQueue): void {
  mirror.onChange((object) => queue.add(keyOf(object)));
}

/** Queues the controlling owner of every changed object, where it is of that kind. */
export function followOwned(mirror: Mirror, kind: string, queue: WorkQueue): void {
  mirror.onChange((object) => {
    for (const owner of object.metadata.ownerReferences ?? []) {
      if (owner.controller && owner.kind === kind)
        queue.add(`${object.metadata.namespace ?? ''}/${owner.name}`);
    }
  });
}
