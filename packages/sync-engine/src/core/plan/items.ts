import { hookDeletePoliciesOf, hookPhasesOf, resourceOptionsOf, syncWaveOf } from '../annotations.ts';
import { fingerprintOf } from '../diff/fingerprint.ts';
import { isManagedNamespace } from '../managed-namespace.ts';
import type {
  KubeObject,
  PlanItem,
  ReleaseItem,
  ResourceComparison,
  ResourceKey,
  ResourceSyncOptions,
  SyncPhase,
} from '../model.ts';
import { formatKeyOnce, gvkOf, keyOnce } from '../resource-key.ts';
import { maskObject } from '../secrets.ts';
import { installationIdAnnotation, isTrackedBy, trackingNameOf } from '../tracking.ts';
import type { BuildPlanInput } from './build-plan.ts';
import { HOOK_OPERATION_LABEL } from './hook-run.ts';
import { immutableChanges, isImmutableMessage } from './immutable.ts';

/** By the text form of their keys. */
type LiveObjects = ReadonlyMap<string, KubeObject>;
type Items = { items: PlanItem[]; excluded: ResourceKey[] };

const syncHookPhases: readonly SyncPhase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];
const deletionHookPhases: readonly SyncPhase[] = ['PreDelete', 'PostDelete'];

/** Every desired object, every extra one and the hooks of a sync, each with what is to be done about it. */
export function syncItems(input: BuildPlanInput, live: LiveObjects): Items {
  const context = contextOf(input, live);
  const items: PlanItem[] = [];
  const excluded: ResourceKey[] = [];
  const selected = input.selection === undefined ? null : new Set(input.selection.map(formatKeyOnce));
  // Selective syncs and self-heal repair objects; they do not run a release's hooks again (SYNC-6).
  const runsHooks = selected === null && input.kind !== 'self-heal';

  const namespace = namespaceItem(input, context);
  if (namespace !== undefined) items.push(namespace);
  for (const object of input.applied ?? input.desired) {
    const phases = hookPhasesOf(object);
    if (phases.isSkipped || phases.isIgnored) continue;
    if (phases.isHook) {
      if (runsHooks) items.push(...hookItem(object, syncHookPhases, input, context));
      continue;
    }
    const item = desiredItem(object, input, context);
    items.push(leaveOut(item, selected, excluded));
  }
  for (const resource of input.comparison.resources) {
    if (resource.verdict !== 'extra' || resource.hookPhases.length > 0) continue;
    const item = extraItem(resource, input, context);
    if (item !== undefined) items.push(leaveOut(item, selected, excluded));
  }
  return { items, excluded: excluded.sort(byKey) };
}

/**
 * All live objects that this Application manages and the deletion hooks (B19); `keep` leaves both alone. What is merely of a
 * desired name, and was never applied or is another's, is not this Application's to delete (X48).
 */
export function deletionItems(input: BuildPlanInput, live: LiveObjects): Items {
  const context = contextOf(input, live);
  const keeps = input.deletion?.cascade === 'keep';
  const items: PlanItem[] = [];
  for (const object of input.desired) {
    if (!keeps && hookPhasesOf(object).isHook)
      items.push(...hookItem(object, deletionHookPhases, input, context));
  }
  for (const resource of input.comparison.resources) {
    if (resource.live === null || resource.hookPhases.length > 0) continue;
    const live = context.live.get(formatKeyOnce(resource.key));
    if (live === undefined || !isManaged(live, resource, input)) continue;
    const options = resourceOptionsOf(live, input.options);
    items.push({
      ...removalItem(resource, live, input, context, options),
      action: keeps || options.delete === 'never' ? 'none' : 'delete',
    });
  }
  for (const object of keeps ? [] : input.live) {
    const isLeftHook = object.metadata.labels?.[HOOK_OPERATION_LABEL] !== undefined;
    const isListed = items.some((item) => formatKeyOnce(item.key) === formatKeyOnce(keyOnce(object)));
    if (isLeftHook && !isListed) items.push(leftHookItem(object, input, context));
  }
  return { items, excluded: [] };
}

function isManaged(live: KubeObject, resource: ResourceComparison, input: BuildPlanInput): boolean {
  if (resource.verdict === 'extra') return true;
  const installationId = resource.desired?.metadata.annotations?.[installationIdAnnotation] ?? '';
  return isTrackedBy(live, { trackingName: trackingNameOf(input.application), installationId });
}

/** What a hook of an earlier Operation left behind goes with its Application (B19). */
function leftHookItem(live: KubeObject, input: BuildPlanInput, context: Context): PlanItem {
  const key = keyOnce(live);
  // A Release lists its hooks: without their manifests here a Plan would be stale as soon as it is built.
  const base = context.base.get(formatKeyOnce(key)) ?? null;
  return {
    key,
    version: gvkOf(live).version,
    action: 'delete',
    desired: null,
    live: maskObject(live, input.hashKey),
    fields: [],
    hidden: [],
    fingerprint: fingerprintOf({ live, desired: null, base, mode: 'fields', hashKey: input.hashKey }),
    hookPhases: [],
    deletePolicies: [],
    wave: syncWaveOf(live),
    options: resourceOptionsOf(live, input.options),
  };
}

type Context = {
  live: LiveObjects;
  base: Map<string, KubeObject>;
  compared: Map<string, ResourceComparison>;
  dryRunErrors: Map<string, string>;
};

function contextOf(input: BuildPlanInput, live: LiveObjects): Context {
  return {
    live,
    base: new Map((input.base ?? []).map((item: ReleaseItem) => [formatKeyOnce(item.key), item.manifest])),
    compared: new Map(input.comparison.resources.map((resource) => [formatKeyOnce(resource.key), resource])),
    dryRunErrors: new Map(
      (input.dryRunErrors ?? []).map((error) => [formatKeyOnce(error.key), error.message]),
    ),
  };
}

function desiredItem(object: KubeObject, input: BuildPlanInput, context: Context): PlanItem {
  const key = keyOnce(object);
  const id = formatKeyOnce(key);
  const resource = context.compared.get(id);
  const live = context.live.get(id);
  const options = resourceOptionsOf(object, input.options);
  const action = isManagedNamespace(object)
    ? managedNamespaceAction(resource, live)
    : actionOf(key, resource, live, options, context.dryRunErrors.get(id));
  const desired = maskObject(object, input.hashKey);
  const isWhole = action === 'replace' || action === 'recreate' || (action === 'apply' && options.force);
  return {
    key,
    version: gvkOf(object).version,
    action,
    desired,
    live: live === undefined ? null : maskObject(live, input.hashKey),
    fields: resource?.fields ?? [],
    hidden: resource?.hidden ?? [],
    fingerprint: fingerprintOf({
      live,
      desired,
      base: context.base.get(id) ?? null,
      mode: isWhole ? 'whole' : 'fields',
      hashKey: input.hashKey,
    }),
    hookPhases: [],
    deletePolicies: [],
    wave: syncWaveOf(object),
    options,
  };
}

/** Applied even when absent: that somebody else makes the Namespace first is no failure. */
function managedNamespaceAction(
  resource: ResourceComparison | undefined,
  live: KubeObject | undefined,
): PlanItem['action'] {
  return live !== undefined && resource?.verdict === 'in-sync' ? 'none' : 'apply';
}

/** What was not read may be there already: it is never created. B5: CRDs and Namespaces are never replaced; Force recreates only where the API server would refuse the change. */
function actionOf(
  key: ResourceKey,
  resource: ResourceComparison | undefined,
  live: KubeObject | undefined,
  options: ResourceSyncOptions,
  dryRunError: string | undefined,
): PlanItem['action'] {
  if (live === undefined) return resource?.isUnread ? 'apply' : 'create';
  if (resource?.verdict === 'in-sync') return 'none';
  const isKeptWhole =
    key.kind === 'CustomResourceDefinition' || (key.group === '' && key.kind === 'Namespace');
  if (isKeptWhole) return 'apply';
  if (options.force && isRefused(key, resource, dryRunError)) return 'recreate';
  return options.replace ? 'replace' : 'apply';
}

function isRefused(
  key: ResourceKey,
  resource: ResourceComparison | undefined,
  dryRunError: string | undefined,
): boolean {
  return dryRunError === undefined
    ? immutableChanges(key, resource?.fields ?? []).length > 0
    : isImmutableMessage(dryRunError);
}

/** An extra object is pruned only where both the sync and the object allow it; else it is listed without a step (B4). */
function extraItem(
  resource: ResourceComparison,
  input: BuildPlanInput,
  context: Context,
): PlanItem | undefined {
  const live = context.live.get(formatKeyOnce(resource.key));
  if (live === undefined || resource.isIgnoredExtra) return undefined;
  const options = resourceOptionsOf(live, input.options);
  const isPruned = input.options.prune && options.prune !== 'never';
  return {
    ...removalItem(resource, live, input, context, options),
    action: isPruned ? 'prune' : 'none',
  };
}

function removalItem(
  resource: ResourceComparison,
  live: KubeObject,
  input: BuildPlanInput,
  context: Context,
  options: ResourceSyncOptions,
): PlanItem {
  return {
    key: resource.key,
    version: gvkOf(live).version,
    action: 'none',
    desired: null,
    live: maskObject(live, input.hashKey),
    fields: [],
    hidden: [],
    fingerprint: fingerprintOf({
      live,
      desired: null,
      base: context.base.get(formatKeyOnce(resource.key)) ?? null,
      mode: 'fields',
      hashKey: input.hashKey,
    }),
    hookPhases: [],
    deletePolicies: [],
    wave: syncWaveOf(live),
    options,
  };
}

/** A hook's live object is a former run: it says nothing about the Plan, so its fingerprint is always absent. */
function hookItem(
  object: KubeObject,
  wanted: readonly SyncPhase[],
  input: BuildPlanInput,
  context: Context,
): PlanItem[] {
  const hookPhases = hookPhasesOf(object).phases.filter((phase) => wanted.includes(phase));
  if (hookPhases.length === 0) return [];
  const key = keyOnce(object);
  const name = key.name || (object.metadata.generateName ?? '');
  const live = context.live.get(formatKeyOnce(key));
  return [
    {
      key: { ...key, name },
      version: gvkOf(object).version,
      action: 'hook',
      desired: maskObject(object, input.hashKey),
      live: live === undefined ? null : maskObject(live, input.hashKey),
      fields: [],
      hidden: [],
      fingerprint: { kind: 'absent' },
      hookPhases,
      deletePolicies: hookDeletePoliciesOf(object),
      wave: syncWaveOf(object),
      options: resourceOptionsOf(object, input.options),
    },
  ];
}

/** CreateNamespace: the bare destination Namespace, untracked, where it is neither live nor rendered. */
function namespaceItem(input: BuildPlanInput, context: Context): PlanItem | undefined {
  const { namespace } = input.destination;
  // An edit changes the Application alone.
  if (input.kind === 'edit' || !input.options.createNamespace || namespace === '') return undefined;
  const object: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const key = keyOnce(object);
  const isRendered = input.desired.some((other) => formatKeyOnce(keyOnce(other)) === formatKeyOnce(key));
  if (isRendered || context.live.has(formatKeyOnce(key))) return undefined;
  return {
    key,
    version: 'v1',
    // Applied, not created: that the Namespace is there already is no failure.
    action: 'apply',
    desired: object,
    live: null,
    fields: [],
    hidden: [],
    fingerprint: { kind: 'absent' },
    hookPhases: [],
    deletePolicies: [],
    wave: 0,
    options: resourceOptionsOf(object, input.options),
  };
}

function leaveOut(item: PlanItem, selected: Set<string> | null, excluded: ResourceKey[]): PlanItem {
  if (selected === null || selected.has(formatKeyOnce(item.key))) return item;
  if (item.action !== 'none') excluded.push(item.key);
  return { ...item, action: 'none' };
}

function byKey(a: ResourceKey, b: ResourceKey): number {
  return formatKeyOnce(a) < formatKeyOnce(b) ? -1 : 1;
}
