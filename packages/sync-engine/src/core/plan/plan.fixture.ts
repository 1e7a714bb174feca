import { compareOptionsOf, hookPhasesOf, syncWaveOf } from '../annotations.ts';
import type {
  Comparison,
  FieldChange,
  KubeObject,
  Plan,
  ResourceComparison,
  SyncOptions,
  SyncPhase,
} from '../model.ts';
import { formatKey, gvkOf, keyOf, objectsByKey } from '../resource-key.ts';
import { withTracking } from '../tracking.ts';
import { buildPlan, type BuildPlanInput } from './build-plan.ts';

/** Builders for tests of plans: short objects, and a comparison without the comparing. */
export const hashKey = { version: 1, key: Buffer.from('test') };
export const tracking = { trackingName: 'team_shop', installationId: 'here' };

export const options: SyncOptions = {
  prune: true,
  pruneLast: false,
  prunePropagation: 'foreground',
  replace: false,
  force: false,
  createNamespace: false,
  applyOutOfSyncOnly: false,
  respectIgnoreDifferences: false,
  failOnSharedResource: false,
  validate: true,
  skipDryRunOnMissingResource: false,
};

type ObjectInput = {
  group?: string;
  wave?: number;
  namespace?: string;
  annotations?: Record<string, string>;
  spec?: unknown;
};

/** A tracked object; `group` is its apiVersion, `namespace: ''` makes it cluster-scoped. */
export function objectOf(kind: string, name: string, input: ObjectInput = {}): KubeObject {
  const annotations = {
    ...(input.wave === undefined ? {} : { 'bowline.dev/sync-wave': String(input.wave) }),
    ...input.annotations,
  };
  const namespace = input.namespace ?? 'default';
  const object: KubeObject = {
    apiVersion: input.group ?? 'v1',
    kind,
    metadata: { name, annotations, ...(namespace === '' ? {} : { namespace }) },
    ...(input.spec === undefined ? {} : { spec: input.spec }),
  };
  return withTracking(object, tracking);
}

/** A Job that is a hook; with `generateName` it has no name. */
export function hookOf(
  name: string,
  phases: string,
  input: ObjectInput & { policy?: string; generateName?: string } = {},
): KubeObject {
  const annotations = {
    ...input.annotations,
    'bowline.dev/hook': phases,
    ...(input.policy === undefined ? {} : { 'bowline.dev/hook-delete-policy': input.policy }),
  };
  const hook = objectOf('Job', name, { ...input, group: 'batch/v1', annotations });
  if (input.generateName === undefined) return hook;
  const { name: _name, ...metadata } = hook.metadata;
  return { ...hook, metadata: { ...metadata, generateName: input.generateName } as KubeObject['metadata'] };
}

export type PlanInput = Partial<Omit<BuildPlanInput, 'comparison' | 'live' | 'options'>> & {
  /** uid `uid-<name>` is added. */
  live?: KubeObject[];
  options?: Partial<SyncOptions>;
  /** Names of objects that do not differ. */
  inSync?: string[];
  /** Differing fields by object name. */
  fields?: Record<string, FieldChange[]>;
};

export function planOf(input: PlanInput): Plan {
  return buildPlan(planInput(input));
}

export function planInput(input: PlanInput): BuildPlanInput {
  const { inSync, fields, options: changed, ...given } = input;
  const desired = input.desired ?? [];
  const live = (input.live ?? []).map(withUid);
  return {
    kind: 'sync',
    application: { project: 'team', name: 'shop', uid: 'app-uid', generation: 1 },
    destination: { cluster: 'here', namespace: 'default' },
    revisions: [],
    base: null,
    hashKey,
    ...given,
    desired,
    live,
    options: { ...options, ...changed },
    comparison: comparisonOf({ desired, live, inSync: inSync ?? [], fields: fields ?? {} }),
  };
}

export function withUid(object: KubeObject): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, uid: object.metadata.uid ?? `uid-${object.metadata.name}` },
  };
}

function comparisonOf(input: {
  desired: KubeObject[];
  live: KubeObject[];
  inSync: string[];
  fields: Record<string, FieldChange[]>;
}): Comparison {
  const live = objectsByKey(input.live);
  const wanted = new Set(input.desired.map((object) => formatKey(keyOf(object))));
  const resources = input.desired.map((object) => {
    const found = live.get(formatKey(keyOf(object))) ?? null;
    const verdict =
      found === null ? 'missing' : input.inSync.includes(object.metadata.name) ? 'in-sync' : 'modified';
    return resourceOf(object, { verdict, live: found, fields: input.fields[object.metadata.name] ?? [] });
  });
  for (const object of input.live) {
    const isExtra = !wanted.has(formatKey(keyOf(object))) && !hookPhasesOf(object).isHook;
    if (isExtra)
      resources.push({
        ...resourceOf(object, { verdict: 'extra', live: object, fields: [] }),
        desired: null,
      });
  }
  const isSynced = resources.every((r) => r.verdict === 'in-sync' || r.hookPhases.length > 0);
  return {
    status: isSynced ? 'Synced' : 'OutOfSync',
    reasons: { pending: 0, drift: 0, unknown: 0, prune: 0 },
    resources,
    message: '',
  };
}

function resourceOf(
  object: KubeObject,
  more: Pick<ResourceComparison, 'verdict' | 'live' | 'fields'>,
): ResourceComparison {
  const hookPhases: SyncPhase[] = hookPhasesOf(object).phases;
  return {
    key: keyOf(object),
    version: gvkOf(object).version,
    desired: object,
    hidden: [],
    hookPhases,
    wave: syncWaveOf(object),
    reasons: [],
    isIgnoredExtra: compareOptionsOf(object).ignoreExtraneous,
    message: '',
    ...more,
  };
}
