import { compareOptionsOf, hookPhasesOf, syncWaveOf } from '../annotations.ts';
import type {
  Comparison,
  IgnoreRule,
  KubeObject,
  OutOfSyncReason,
  ReleaseItem,
  ResourceComparison,
  ResourceKey,
  UnreadObject,
} from '../model.ts';
import {
  formatKey,
  formatKeyOnce,
  gvkOf,
  keyOf,
  keyOnce,
  objectsByKey,
  parseApiVersion,
} from '../resource-key.ts';
import { NestingError } from '../schema/json.ts';
import type { GroupVersionKind, Schema } from '../schema/types.ts';
import { type HashKey, maskObject } from '../secrets.ts';
import { isTrackedBy, trackingOf } from '../tracking.ts';
import { type BaseState, lastAppliedOf } from './causes.ts';
import { comparePair } from './compare-pair.ts';
import type { ComparisonCache, Sides } from './comparison-cache.ts';
import { fingerprintOf } from './fingerprint.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { describeWriter } from './writers.ts';

export type CompareInput = {
  /** Prepared (namespaces, tracking); Secrets are masked here. */
  desired: KubeObject[];
  live: KubeObject[];
  /** Items of the last Release; null = no Release yet. */
  base: ReleaseItem[] | null;
  ignore: IgnoreRule[];
  schemaOf: (gvk: GroupVersionKind) => Schema | undefined;
  trackingName: string;
  installationId: string;
  hashKey: HashKey;
  /** Desired objects whose live state was not read: not in sync, and nobody knows more. */
  unread?: UnreadObject[];
  /** Comparisons of former looks at the same Application; absent: everything is compared. */
  cache?: ComparisonCache;
};

type Context = {
  input: CompareInput;
  ignore: IgnoreRules;
  base: Map<string, ReleaseItem> | null;
  unread: Map<string, string>;
};

/**
 * Pairs desired with live by key and says of each resource whether it is in sync and, where not, why (B7, B11): three-way
 * against the last Release, defaults and spellings normalised, `status` left out, Secrets masked. Hooks are listed and
 * never count.
 */
export function compare(input: CompareInput): Comparison {
  const live = objectsByKey(input.live);
  const base =
    input.base === null ? null : new Map(input.base.map((item) => [formatKeyOnce(item.key), item]));
  const unread = new Map(input.unread?.map(({ key, reason }) => [formatKey(key), reason]));
  const context: Context = { input, ignore: new IgnoreRules(input.ignore), base, unread };
  const resources: ResourceComparison[] = [];
  const desiredIds = new Set<string>();
  const { cache } = input;
  cache?.begin({ ...input, isReleased: base !== null });
  for (const object of input.desired) {
    const id = formatKeyOnce(keyOnce(object));
    desiredIds.add(id);
    const make = () => compareDesired(object, live.get(id), id, context);
    resources.push(cache ? cache.take(id, sidesOf(object, live.get(id), id, context), make) : make());
  }
  cache?.end();
  for (const [id, object] of live) {
    if (!desiredIds.has(id) && isExtra(object, input)) resources.push(extra(object, id, context));
  }
  return summarise(resources);
}

function sidesOf(desired: KubeObject, live: KubeObject | undefined, id: string, context: Context): Sides {
  const { schemaOf } = context.input;
  const schemas = [schemaOf(gvkOf(desired)), live === undefined ? undefined : schemaOf(gvkOf(live))];
  return { desired, live, base: context.base?.get(id), unread: context.unread.get(id), schemas };
}

/** The Comparison of what could not be compared: Unknown, never empty of meaning (idea: unknown is never absent). */
export function emptyComparison(message: string): Comparison {
  return {
    status: 'Unknown',
    reasons: { pending: 0, drift: 0, unknown: 0, prune: 0 },
    resources: [],
    message,
  };
}

/** The Comparison that these resources make. */
export function summarise(resources: ResourceComparison[]): Comparison {
  const reasons = { pending: 0, drift: 0, unknown: 0, prune: 0 };
  for (const resource of resources) {
    if (!countsForSync(resource)) continue;
    for (const reason of resource.reasons) reasons[reason]++;
    if (resource.verdict === 'extra') reasons.prune++;
  }
  const isOut = resources.some((resource) => countsForSync(resource) && resource.verdict !== 'in-sync');
  return { status: isOut ? 'OutOfSync' : 'Synced', reasons, resources, message: '' };
}

/** Hooks and extra objects marked IgnoreExtraneous do not make an Application OutOfSync. */
export function countsForSync(resource: ResourceComparison): boolean {
  return resource.hookPhases.length === 0 && !resource.isIgnoredExtra;
}

function compareDesired(
  object: KubeObject,
  live: KubeObject | undefined,
  id: string,
  context: Context,
): ResourceComparison {
  const { input } = context;
  const desired = maskObject(object, input.hashKey);
  const key = keyOnce(object);
  const common = {
    key: { ...key, name: key.name ?? object.metadata.generateName ?? '' },
    version: parseApiVersion(object.apiVersion).version,
    desired,
    live: live === undefined ? null : maskObject(live, input.hashKey),
    fields: [],
    hidden: [],
    hookPhases: hookPhasesOf(object).phases,
    wave: syncWaveOf(object),
    reasons: [],
    isIgnoredExtra: false,
  };
  if (common.hookPhases.length > 0) {
    return { ...common, verdict: 'in-sync', message: `A hook: runs at ${common.hookPhases.join(', ')}.` };
  }
  const item = context.base?.get(id);
  if (live === undefined || common.live === null) {
    const unread = context.unread.get(id);
    return unread === undefined
      ? { ...common, verdict: 'missing', ...missingReason(context, item) }
      : {
          ...common,
          verdict: 'missing',
          isUnread: true,
          reasons: ['unknown'],
          message: `Not read: ${unread}`,
        };
  }
  const baseState: BaseState =
    context.base === null
      ? { kind: 'none', lastApplied: lastAppliedOf(common.live) }
      : { kind: item === undefined ? 'not-released' : 'released' };
  const base = item === undefined ? null : maskObject(item.manifest, input.hashKey);
  try {
    const pair = comparePair({
      desired,
      live: common.live,
      base,
      baseState,
      ignore: context.ignore,
      schemaOf: input.schemaOf,
    });
    const verdict = pair.fields.length === 0 ? 'in-sync' : 'modified';
    // Worked out while the objects are at hand: the Plan that changes this one asks for it.
    if (verdict === 'modified')
      fingerprintOf({ live, desired, base: item?.manifest ?? null, mode: 'fields', hashKey: input.hashKey });
    return { ...common, ...pair, verdict, message: modifiedMessage(pair.fields, object, live, input) };
  } catch (error) {
    if (!(error instanceof NestingError)) throw error;
    return { ...common, verdict: 'modified', reasons: ['unknown'], message: error.message };
  }
}

function missingReason(
  context: Context,
  item: ReleaseItem | undefined,
): { reasons: OutOfSyncReason[]; message: string } {
  if (context.base === null) {
    return { reasons: ['unknown'], message: 'Not in the cluster; nothing was released yet.' };
  }
  return item === undefined
    ? { reasons: ['pending'], message: 'Not in the cluster yet: new since the last Release.' }
    : { reasons: ['drift'], message: 'Deleted from the cluster since the last Release.' };
}

/** A live object that says itself that this Application manages it, that nobody else owns, and that is no hook (B6, B11). */
function isExtra(object: KubeObject, input: CompareInput): boolean {
  if (!isTrackedBy(object, input) || (object.metadata.ownerReferences?.length ?? 0) > 0) return false;
  const hook = hookPhasesOf(object);
  return !hook.isHook && !hook.isIgnored && !hook.isSkipped;
}

function extra(object: KubeObject, id: string, context: Context): ResourceComparison {
  const key: ResourceKey = keyOf(object);
  const isIgnoredExtra = compareOptionsOf(object).ignoreExtraneous;
  const isReleased = context.base?.has(id) ?? false;
  const isGoing = object.metadata.deletionTimestamp !== undefined;
  return {
    key,
    version: parseApiVersion(object.apiVersion).version,
    verdict: 'extra',
    desired: null,
    live: maskObject(object, context.input.hashKey),
    fields: [],
    hidden: [],
    hookPhases: [],
    wave: syncWaveOf(object),
    reasons: [isReleased ? 'pending' : 'unknown'],
    isIgnoredExtra,
    message: isGoing
      ? 'No longer in the manifests and being deleted.'
      : isReleased
        ? 'No longer in the manifests; a sync that prunes deletes it.'
        : 'Tracked by this Application, but neither in the manifests nor in the last Release.',
  };
}

/** What differs and who changed it, in a sentence; empty when nothing does. */
function modifiedMessage(
  fields: ResourceComparison['fields'],
  desired: KubeObject,
  live: KubeObject,
  input: CompareInput,
): string {
  const [first] = fields;
  if (first === undefined) return '';
  const owner = trackingOf(live);
  if (
    owner?.isSelf &&
    (owner.trackingName !== input.trackingName || owner.installationId !== input.installationId)
  ) {
    return `Managed by another Application, ${owner.trackingName}.`;
  }
  const drifted = fields.find((field) => field.cause === 'drift' || field.cause === 'admission');
  const more = (count: number) => (count > 1 ? ` (and ${count - 1} more)` : '');
  if (drifted !== undefined) {
    const by =
      drifted.manager === undefined
        ? ''
        : ` by ${describeWriter({ manager: drifted.manager, operation: drifted.operation ?? '' })}`;
    const at = drifted.time === undefined ? '' : ` at ${drifted.time}`;
    return `${drifted.path} was changed${by}${at}${more(fields.length)}.`;
  }
  if (desired.apiVersion !== live.apiVersion) {
    return `${first.path} differs${more(fields.length)}; the manifest is ${desired.apiVersion}, the live object was read as ${live.apiVersion}.`;
  }
  return first.cause === 'pending'
    ? `${first.path} changes with the next sync${more(fields.length)}.`
    : `${first.path} differs${more(fields.length)}.`;
}
