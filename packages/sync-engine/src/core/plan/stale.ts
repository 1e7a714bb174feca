import { fingerprintOf } from '../diff/fingerprint.ts';
import type {
  FieldChange,
  Fingerprint,
  Json,
  KubeObject,
  Plan,
  PlanItem,
  ReleaseItem,
  ResourceKey,
} from '../model.ts';
import { formatKey, objectsByKey } from '../resource-key.ts';
import { maskObject, type HashKey } from '../secrets.ts';

export type StaleReason = { code: string; message: string; key?: ResourceKey; fields?: FieldChange[] };
export type Staleness = { kind: 'exact' } | { kind: 'stale'; reasons: StaleReason[] };

export type StalenessInput = {
  plan: Plan;
  /** Live objects now; must be known (an unknown cluster is the caller's reason to wait). */
  live: KubeObject[];
  base: ReleaseItem[] | null;
  application: { generation: number; isDeleting: boolean };
  /** Per Plan.revisions: is the pinned revision still reachable from its target revision. */
  reachable: boolean[];
  hashKey: HashKey;
  /** Of the cluster that answers now; absent or '' when it cannot be read. */
  clusterIdentity?: string;
  /** Keys (formatKey) that the running Operation has written or may have written; absent before it starts. */
  ownWrites?: Set<string>;
};

const fieldsMax = 20;

/**
 * Whether a Plan still is what was approved (architecture.md, Stale). Objects without a step, hooks, and what the running
 * Operation wrote itself do not count. A newer commit is no reason.
 */
export function staleness(input: StalenessInput): Staleness {
  const reasons = [
    ...clusterReasons(input.plan, input.clusterIdentity),
    ...applicationReasons(input),
    ...revisionReasons(input),
    ...objectReasons(input),
  ];
  return reasons.length === 0 ? { kind: 'exact' } : { kind: 'stale', reasons };
}

/** A Plan is about one cluster, not about whatever its name points at: on another one everything would seem absent. */
export function clusterReasons(plan: Plan, identity: string | undefined): StaleReason[] {
  const planned = plan.destination.identity ?? '';
  if (planned === '' || identity === undefined || identity === '' || planned === identity) return [];
  const message = `${plan.destination.cluster} is another cluster than the one the plan was built for.`;
  return [{ code: 'cluster_changed', message }];
}

function applicationReasons(input: StalenessInput): StaleReason[] {
  const { plan, application } = input;
  if (plan.kind === 'delete' && application.isDeleting) return [];
  if (application.isDeleting) {
    return [{ code: 'application_deleting', message: 'The Application is being deleted.' }];
  }
  const planned = plan.application.generation;
  // An edit's own change of the spec raises the generation by one when its Operation starts.
  const isOwnEdit =
    plan.kind === 'edit' && input.ownWrites !== undefined && application.generation === planned + 1;
  if (application.generation === planned || isOwnEdit) return [];
  return [
    {
      code: 'application_changed',
      message: 'Sources, destination or options of the Application changed since the plan was built.',
    },
  ];
}

/** A rollback and a deletion need nothing from git. */
function revisionReasons(input: StalenessInput): StaleReason[] {
  if (input.plan.kind === 'rollback' || input.plan.kind === 'delete') return [];
  return input.plan.revisions.flatMap((revision, i) =>
    input.reachable[i] === false
      ? [
          {
            code: 'revision_unreachable',
            message: `${revision.revision.slice(0, 12)} can no longer be reached from ${revision.targetRevision || 'HEAD'} of ${revision.repoURL}.`,
          },
        ]
      : [],
  );
}

function objectReasons(input: StalenessInput): StaleReason[] {
  const live = objectsByKey(input.live);
  const base = new Map((input.base ?? []).map((item) => [formatKey(item.key), item.manifest]));
  return input.plan.items.flatMap((item) => {
    const id = formatKey(item.key);
    if (item.action === 'none' || item.action === 'hook' || input.ownWrites?.has(id)) return [];
    if (isBareNamespace(item)) return [];
    const object = live.get(id);
    const now = fingerprintNow(item, object, base.get(id) ?? null, input.hashKey);
    if (isSameFingerprint(item.fingerprint, now)) return [];
    return [reasonOf(item, object, now, input.hashKey)];
  });
}

/** The destination Namespace of CreateNamespace: that somebody else made it meanwhile changes nothing. */
function isBareNamespace(item: PlanItem): boolean {
  const isNamespace = item.key.kind === 'Namespace' && item.key.group === '';
  return isNamespace && item.fingerprint.kind === 'absent' && item.action === 'apply';
}

/** The fingerprint an object has now, computed as the Plan computed it. For the check before a single step as well. */
export function fingerprintNow(
  item: PlanItem,
  live: KubeObject | undefined,
  base: KubeObject | null,
  hashKey: HashKey,
): Fingerprint {
  const isWhole =
    item.action === 'replace' ||
    item.action === 'recreate' ||
    (item.action === 'apply' && item.options.force);
  return fingerprintOf({ live, desired: item.desired, base, mode: isWhole ? 'whole' : 'fields', hashKey });
}

export function isSameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind;
  return a.uid === b.uid && a.hash === b.hash;
}

function reasonOf(
  item: PlanItem,
  live: KubeObject | undefined,
  now: Fingerprint,
  hashKey: HashKey,
): StaleReason {
  const name = item.key.namespace === '' ? item.key.name : `${item.key.namespace}/${item.key.name}`;
  const object = `${item.key.kind} ${name}`;
  const { key } = item;
  if (now.kind === 'absent') return { code: 'object_gone', message: `${object} no longer exists.`, key };
  if (item.fingerprint.kind === 'absent') {
    return { code: 'object_appeared', message: `${object} has been created since the plan was built.`, key };
  }
  if (item.fingerprint.uid !== now.uid) {
    return { code: 'object_recreated', message: `${object} has been deleted and created anew.`, key };
  }
  const before = item.live;
  const fields =
    before === null || live === undefined ? [] : changedFields(before, maskObject(live, hashKey));
  return { code: 'object_changed', message: `${object} has changed since the plan was built.`, key, fields };
}

/** What moved between the live object of the Plan (`base`) and the one of now (`live`), without what always moves. */
function changedFields(before: KubeObject, now: KubeObject): FieldChange[] {
  const fields: FieldChange[] = [];
  walk(settled(before), settled(now), '', fields);
  return fields.slice(0, fieldsMax);
}

function settled(object: KubeObject): Json {
  const { status: _status, metadata, ...rest } = object;
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...kept } = metadata;
  return { ...rest, metadata: kept } as unknown as Json;
}

function walk(before: Json | undefined, now: Json | undefined, path: string, fields: FieldChange[]): void {
  if (fields.length >= fieldsMax) return;
  if (isMap(before) && isMap(now)) {
    for (const name of [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()) {
      const part = /^[\w-]+$/.test(name) ? `${path === '' ? '' : '.'}${name}` : `[${JSON.stringify(name)}]`;
      walk(own(before, name), own(now, name), path + part, fields);
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(now) && before.length === now.length) {
    before.forEach((item, i) => walk(item, now[i], `${path}[${i}]`, fields));
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(now)) return;
  fields.push({
    path,
    cause: 'drift',
    ...(before === undefined ? {} : { base: before }),
    ...(now === undefined ? {} : { live: now }),
  });
}

function isMap(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(map: { [key: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
