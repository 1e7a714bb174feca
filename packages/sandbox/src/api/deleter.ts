import { timestamp, type KubeObject } from './object.ts';
import { conflict } from './errors.ts';
import { resourceKey, type ResourceType } from './resource-type.ts';
import { objectKey, type Store, type Stored } from './store.ts';
import type { DeleteOptions } from './write-options.ts';
import { isReleased } from './object-change.ts';
import type { WriteTarget, Writer } from './writer.ts';
import type { Admission } from './admission.ts';

export interface Deleted {
  stored: Stored;
  /** False while the object waits for finalizers or its grace period. */
  isGone: boolean;
}

/** Deletion with preconditions, grace, finalizers and propagation policy. */
export class Deleter {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #admissions: Admission[];

  constructor(store: Store, writer: Writer, admissions: Admission[]) {
    this.#store = store;
    this.#writer = writer;
    this.#admissions = admissions;
  }

  delete(target: WriteTarget, options: DeleteOptions & { user: string }): Deleted {
    const { type } = target;
    const current = this.#writer.get(target);
    const { object } = current;
    assertPreconditions(type, object, options.preconditions);
    const context = this.#writer.context(options);
    for (const admit of this.#admissions) admit({ operation: 'delete', type, object, old: object, context });
    const draft = marked(type, object, options, context.now);
    if (options.dryRun) return { stored: { object: draft }, isGone: isReleased(type, draft) };
    const key = objectKey(object.metadata.namespace, object.metadata.name);
    if (isReleased(type, draft)) return { stored: this.#store.remove(resourceKey(type), key)!, isGone: true };
    if (isSame(draft, object)) return { stored: current, isGone: false };
    return { stored: this.#store.put(resourceKey(type), key, draft), isGone: false };
  }
}

function assertPreconditions(
  type: ResourceType,
  object: KubeObject,
  preconditions: DeleteOptions['preconditions'],
): void {
  const { uid, resourceVersion, name } = object.metadata;
  if (preconditions.uid && preconditions.uid !== uid) {
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid}`,
    );
  }
  if (preconditions.resourceVersion && preconditions.resourceVersion !== resourceVersion) {
    throw conflict(
      type,
      name,
      `Precondition failed: ResourceVersion in precondition: ${preconditions.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
    );
  }
}

/** The object as the deletion leaves it, before anything that waits has finished. */
function marked(type: ResourceType, object: KubeObject, options: DeleteOptions, now: number): KubeObject {
  const grace = type.strategy.gracePeriodSeconds?.(object, options.gracePeriodSeconds) ?? 0;
  const metadata = { ...object.metadata, finalizers: finalizersFor(type, object, options) };
  if (metadata.finalizers.length === 0) delete (metadata as Partial<typeof metadata>).finalizers;
  if (!metadata.deletionTimestamp) {
    metadata.deletionTimestamp = timestamp(now + grace * 1000);
    metadata.deletionGracePeriodSeconds = grace;
    if (type.generation) metadata.generation = (metadata.generation ?? 0) + 1;
  } else if (grace < (metadata.deletionGracePeriodSeconds ?? 0)) {
    // A second deletion may only shorten the grace period.
    metadata.deletionTimestamp = timestamp(now + grace * 1000);
    metadata.deletionGracePeriodSeconds = grace;
  }
  const draft: KubeObject = { ...object, metadata };
  return type.subresources.includes('finalize')
    ? { ...draft, status: { ...(object.status as object), phase: 'Terminating' } }
    : draft;
}

function finalizersFor(type: ResourceType, object: KubeObject, options: DeleteOptions): string[] {
  const kept = (object.metadata.finalizers ?? []).filter(
    (one) => one !== 'orphan' && one !== 'foregroundDeletion',
  );
  const had = new Set(object.metadata.finalizers);
  const policy =
    options.propagation ??
    (had.has('orphan') ? 'Orphan' : had.has('foregroundDeletion') ? 'Foreground' : type.defaultPropagation);
  if (policy === 'Orphan') return [...kept, 'orphan'];
  if (policy === 'Foreground') return [...kept, 'foregroundDeletion'];
  return kept;
}

function isSame(a: KubeObject, b: KubeObject): boolean {
  return JSON.stringify([a.metadata, a.status]) === JSON.stringify([b.metadata, b.status]);
}
