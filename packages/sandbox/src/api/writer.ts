import type { Clock } from '../clock.ts';
import type { Admission } from './admission.ts';
import { alreadyExists, badRequest, conflict, invalid, MODIFIED, notFound } from './errors.ts';
import { metadataCauses } from './metadata-rules.ts';
import { cloneJson, isJsonObject, type JsonObject, type KubeObject, timestamp } from './object.ts';
import { hasSpecChange, isReleased, isUnchanged, keepServerFields } from './object-change.ts';
import { patchObject, type PatchKind } from './patch.ts';
import type { Registry } from './registry.ts';
import {
  apiVersionOf,
  resourceKey,
  type ResourceType,
  storageVersion,
  type StrategyContext,
} from './resource-type.ts';
import { applyServerSide, recordManager, type SchemaIndex } from './schemas.ts';
import { objectKey, type Store, type Stored } from './store.ts';
import { pruneUnknownFields } from './unknown-fields.ts';
import type { WriteOptions } from './write-options.ts';

export interface Randomness {
  uuid(): string;
  /** A suffix for generateName. */
  suffix(): string;
}

/** The object a write is about, as the path names it. */
export interface WriteTarget {
  type: ResourceType;
  version: string;
  namespace: string | undefined;
  name: string | undefined;
  /** '' for the object itself, else `status` or another part written on its own. */
  subresource: string;
}

export interface Written {
  stored: Stored;
  /** Whether it exists now and did not before. */
  isNew: boolean;
}

interface WriterDeps {
  store: Store;
  registry: Registry;
  schemas: SchemaIndex;
  clock: Clock;
  random: Randomness;
  admissions: Admission[];
}

/** Creates, updates and patches: decode, default, admit, validate, own, store. */
export class Writer {
  readonly #deps: WriterDeps;

  constructor(deps: WriterDeps) {
    this.#deps = deps;
  }

  get(target: WriteTarget): Stored {
    const stored = this.#find(target);
    if (!stored) throw notFound(target.type, target.name ?? '');
    return stored;
  }

  create(target: WriteTarget, body: unknown, options: WriteOptions): Written {
    const draft = this.#decode(target, body, options);
    if (draft.metadata.resourceVersion)
      throw badRequest('resourceVersion should not be set on objects to be created');
    return this.#insert(target, draft, options, (object) =>
      this.#recorded(target, undefined, object, options),
    );
  }

  update(target: WriteTarget, body: unknown, options: WriteOptions): Written {
    const draft = this.#decode(target, body, options);
    const current = this.get(target);
    if (draft.metadata.name !== target.name) {
      throw badRequest(
        `the name of the object (${draft.metadata.name}) does not match the name on the URL (${target.name})`,
      );
    }
    return this.#replace(target, current, draft, options, (object) =>
      this.#recorded(target, current.object, object, options),
    );
  }

  patch(target: WriteTarget, kind: PatchKind, body: unknown, options: WriteOptions): Written {
    if (kind === 'apply') return this.#apply(target, body, options);
    const current = this.get(target);
    const schema = this.#deps.schemas.of(target.type, target.version);
    const before = this.#inVersion(current.object, target);
    const patched = patchObject(kind, schema, before, body);
    const draft = this.#decode(target, patched, options);
    return this.#replace(target, current, draft, options, (object) =>
      this.#recorded(target, current.object, object, options),
    );
  }

  /** Strategy context: the stored world as rules may look at it. */
  context(options: { dryRun: boolean; user: string }): StrategyContext {
    const { store, clock } = this.#deps;
    return {
      now: clock.now(),
      dryRun: options.dryRun,
      user: options.user,
      list: (resource, namespace) => store.list(resource, namespace).map((stored) => stored.object),
      get: (resource, namespace, name) => store.get(resource, objectKey(namespace, name))?.object,
    };
  }

  #apply(target: WriteTarget, body: unknown, options: WriteOptions): Written {
    if (!options.hasExplicitManager) {
      throw invalid({ group: 'meta.k8s.io', plural: 'patchoptions', kind: 'PatchOptions' }, '', [
        {
          reason: 'FieldValueRequired',
          message: 'Required value: is required for apply patch',
          field: 'fieldManager',
        },
      ]);
    }
    const applied = this.#decode(target, body, options);
    if (applied.metadata.managedFields) throw badRequest('metadata.managedFields must be nil');
    const current = this.#find(target);
    if (!current && target.subresource !== '') throw notFound(target.type, target.name ?? '');
    const { uid } = applied.metadata;
    if (!current && uid)
      throw conflict(
        target.type,
        target.name ?? '',
        `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      );
    const result = applyServerSide({
      schema: this.#deps.schemas.of(target.type, target.version),
      live: current ? this.#inVersion(current.object, target) : undefined,
      applied,
      options,
      nowMs: this.#deps.clock.now(),
      subresource: target.subresource,
      resetFields: resetFields(target),
    });
    const draft = result as KubeObject;
    const managed = draft.metadata.managedFields;
    const keep = (object: KubeObject) => {
      object.metadata.managedFields = managed;
      return object;
    };
    if (!current) return this.#insert(target, draft, options, keep);
    if (applied.metadata.resourceVersion) draft.metadata.resourceVersion = applied.metadata.resourceVersion;
    return this.#replace(target, current, draft, options, keep);
  }

  #insert(
    target: WriteTarget,
    draft: KubeObject,
    options: WriteOptions,
    own: (object: KubeObject) => KubeObject,
  ): Written {
    const { type } = target;
    const { store, clock, random } = this.#deps;
    const { metadata } = draft;
    const context = this.context(options);
    this.#setNamespace(target, draft);
    if (!metadata.name && metadata.generateName)
      metadata.name = `${metadata.generateName.slice(0, 58)}${random.suffix()}`;
    if (target.name && metadata.name !== target.name)
      throw badRequest(
        `the name of the object (${metadata.name}) does not match the name on the URL (${target.name})`,
      );
    if (type.hasStatus) delete draft.status;
    const deletionless = metadata as Partial<typeof metadata>;
    delete deletionless.deletionTimestamp;
    delete deletionless.deletionGracePeriodSeconds;
    delete deletionless.resourceVersion;
    delete deletionless.selfLink;
    metadata.uid = random.uuid();
    metadata.creationTimestamp = timestamp(clock.now());
    if (type.generation) metadata.generation = 1;
    else delete deletionless.generation;
    let object = this.#defaulted(target, draft);
    type.strategy.prepareCreate?.(object, context);
    for (const admit of this.#deps.admissions)
      admit({ operation: 'create', type, object, old: undefined, context });
    this.#validate(target, object, undefined, context);
    object = own(object);
    object.apiVersion = this.#storedVersion(type);
    const key = objectKey(metadata.namespace, metadata.name);
    if (store.get(resourceKey(type), key)) throw alreadyExists(type, metadata.name);
    if (options.dryRun) return { stored: { object }, isNew: true };
    return { stored: store.put(resourceKey(type), key, object), isNew: true };
  }

  #replace(
    target: WriteTarget,
    current: Stored,
    draft: KubeObject,
    options: WriteOptions,
    own: (object: KubeObject) => KubeObject,
  ): Written {
    const { type } = target;
    const { store } = this.#deps;
    const old = current.object;
    const name = old.metadata.name;
    const context = this.context(options);
    const sent = draft.metadata;
    if (sent.resourceVersion && sent.resourceVersion !== old.metadata.resourceVersion)
      throw conflict(type, name, MODIFIED);
    if (sent.uid && sent.uid !== old.metadata.uid) {
      throw conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${sent.uid}, UID in object meta: ${old.metadata.uid}`,
      );
    }
    this.#setNamespace(target, draft);
    let object = this.#defaulted(target, this.#confined(target, draft, old));
    // A part written on its own is taken as sent: an emptied list must not be filled with its default again.
    if (target.subresource !== '' && target.subresource !== 'status') object.spec = draft.spec;
    keepServerFields(object, old);
    if (target.subresource === '') type.strategy.prepareUpdate?.(object, old, context);
    const comparable = this.#inVersion(old, target);
    if (type.generation && hasSpecChange(object, comparable))
      object.metadata.generation = (old.metadata.generation ?? 0) + 1;
    for (const admit of this.#deps.admissions) admit({ operation: 'update', type, object, old, context });
    this.#validate(target, object, old, context);
    object = own(object);
    if (isUnchanged(object, comparable)) {
      return { stored: current, isNew: false };
    }
    object.apiVersion = this.#storedVersion(type);
    if (options.dryRun) return { stored: { object }, isNew: false };
    const key = objectKey(old.metadata.namespace, name);
    if (isReleased(type, object)) {
      store.put(resourceKey(type), key, object);
      return { stored: store.remove(resourceKey(type), key)!, isNew: false };
    }
    return { stored: store.put(resourceKey(type), key, object), isNew: false };
  }

  /** Parses, checks the header, drops unknown fields as fieldValidation demands; returns a copy of its own. */
  #decode(target: WriteTarget, body: unknown, options: WriteOptions): KubeObject {
    const { type, version } = target;
    if (!isJsonObject(body)) throw badRequest('the request body must be an object');
    const draft = cloneJson(body) as JsonObject;
    const expected = apiVersionOf(type.group, version);
    draft.apiVersion ??= expected;
    draft.kind ??= type.kind;
    if (draft.apiVersion !== expected) {
      throw badRequest(
        `the API version in the data (${String(draft.apiVersion)}) does not match the expected API version (${expected})`,
      );
    }
    if (draft.kind !== type.kind) {
      throw badRequest(`${type.kind} in version "${version}" cannot be handled as a ${String(draft.kind)}`);
    }
    if (!isJsonObject(draft.metadata)) draft.metadata = {};
    const unknown = pruneUnknownFields(this.#deps.schemas.of(type, version), draft);
    if (unknown.length > 0 && options.fieldValidation === 'Strict') {
      const list = unknown.map((field) => `unknown field "${field}"`).join(', ');
      throw badRequest(
        `${type.kind} in version "${version}" cannot be handled as a ${type.kind}: strict decoding error: ${list}`,
      );
    }
    if (options.fieldValidation === 'Warn')
      options.warnings.push(...unknown.map((field) => `unknown field "${field}"`));
    return draft as unknown as KubeObject;
  }

  #defaulted(target: WriteTarget, draft: KubeObject): KubeObject {
    return this.#deps.schemas.withDefaults(target.type, target.version, draft);
  }

  #validate(
    target: WriteTarget,
    object: KubeObject,
    old: KubeObject | undefined,
    context: StrategyContext,
  ): void {
    const { type, version } = target;
    const causes = [
      ...metadataCauses(type, object, old),
      ...this.#deps.schemas.violations(type, version, object),
      ...(type.strategy.validate?.(object, old, context) ?? []),
    ];
    if (causes.length > 0) throw invalid(type, object.metadata.name ?? '', causes);
  }

  /** What the endpoint may change: the object without status, or only one part of it. */
  #confined({ type, subresource }: WriteTarget, draft: KubeObject, old: KubeObject): KubeObject {
    if (subresource === '') {
      if (!type.hasStatus) return draft;
      const { status: _ignored, ...rest } = draft;
      return (old.status === undefined ? rest : { ...rest, status: cloneJson(old.status) }) as KubeObject;
    }
    const confined = cloneJson(old);
    confined.apiVersion = draft.apiVersion;
    if (subresource === 'status') {
      if (draft.status === undefined) delete confined.status;
      else confined.status = draft.status;
      confined.metadata.managedFields = draft.metadata.managedFields;
      // Conditions of a Pod or CRD may come with annotations and labels of the same write.
      confined.metadata.labels = draft.metadata.labels;
      confined.metadata.annotations = draft.metadata.annotations;
    } else {
      confined.spec = draft.spec;
    }
    return confined;
  }

  #recorded(
    target: WriteTarget,
    before: KubeObject | undefined,
    after: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    return recordManager({
      schema: this.#deps.schemas.of(target.type, target.version),
      before: before && this.#inVersion(before, target),
      after,
      options,
      nowMs: this.#deps.clock.now(),
      subresource: target.subresource,
      resetFields: resetFields(target),
    });
  }

  #setNamespace(target: WriteTarget, draft: KubeObject): void {
    if (!target.type.namespaced) {
      const { metadata } = draft as { metadata: Partial<KubeObject['metadata']> };
      delete metadata.namespace;
      return;
    }
    const { namespace } = draft.metadata;
    if (namespace && namespace !== target.namespace) {
      throw badRequest(
        `the namespace of the provided object does not match the namespace sent on the request`,
      );
    }
    draft.metadata.namespace = target.namespace;
  }

  #find({ type, namespace, name }: WriteTarget): Stored | undefined {
    return this.#deps.store.get(
      resourceKey(type),
      objectKey(type.namespaced ? namespace : undefined, name ?? ''),
    );
  }

  #storedVersion(type: ResourceType): string {
    return apiVersionOf(type.group, storageVersion(type));
  }

  #inVersion(object: KubeObject, { type, version }: WriteTarget): KubeObject {
    const apiVersion = apiVersionOf(type.group, version);
    return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
  }
}

function resetFields({ type, subresource }: WriteTarget): string[] {
  if (subresource === 'status') return ['spec'];
  return subresource === '' && type.hasStatus ? ['status'] : [];
}
