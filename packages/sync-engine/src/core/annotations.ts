import type { HookDeletePolicy, KubeObject, ResourceSyncOptions, SyncOptions, SyncPhase } from './model.ts';
import { syncPhases } from './model.ts';
import { type OptionNote, optionNotes } from './option-table.ts';

/** Our own annotation wins over Argo CD's of the same meaning. */
const own = 'bowline.dev/';
const argo = 'argocd.argoproj.io/';

/** An annotation by full name; undefined when absent or not text. Of what is inherited (`constructor`) nothing is text. */
export function annotationOf(object: KubeObject, name: string): string | undefined {
  const value: unknown = object.metadata?.annotations?.[name];
  return typeof value === 'string' ? value : undefined;
}

function eitherOf(object: KubeObject, name: string): string | undefined {
  return annotationOf(object, own + name) ?? annotationOf(object, argo + name);
}

function csv(text: string | undefined): string[] {
  if (text === undefined) return [];
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The wave inside a SyncPhase (B1): the first of sync-wave and Helm's hook weight that reads as an integer, else 0. */
export function syncWaveOf(object: KubeObject): number {
  for (const name of [`${own}sync-wave`, `${argo}sync-wave`, 'helm.sh/hook-weight']) {
    const text = annotationOf(object, name);
    const wave = text === undefined ? undefined : readWave(text);
    if (wave !== undefined) return wave;
  }
  return 0;
}

function readWave(text: string): number | undefined {
  if (!/^[+-]?\d{1,15}$/.test(text)) return undefined;
  const wave = Number(text);
  return wave === 0 ? 0 : wave;
}

export type HookPhases = {
  /** In the order of execution, without repeats; empty for ordinary, skipped and ignored objects. */
  phases: SyncPhase[];
  isHook: boolean;
  /** `Skip` as the only type: rendered, but never applied and never compared. */
  isSkipped: boolean;
  /** Marked as a hook of no known type (Helm tests, misspellings): takes part in nothing. */
  isIgnored: boolean;
  /** Ignored because what is named is no SyncPhase, nor a hook of Helm; a Helm test is not. */
  isUnknown: boolean;
};

const helmPhases: ReadonlyMap<string, SyncPhase> = new Map([
  ['pre-install', 'PreSync'],
  ['pre-upgrade', 'PreSync'],
  ['post-install', 'PostSync'],
  ['post-upgrade', 'PostSync'],
  ['pre-delete', 'PreDelete'],
  ['post-delete', 'PostDelete'],
]);

/** All hook types of Helm, those that take part in no sync among them. */
export const helmHookTypes: readonly string[] = [
  ...helmPhases.keys(),
  'pre-rollback',
  'post-rollback',
  'test',
  'test-success',
  'test-failure',
  'crd-install',
];

/** Which SyncPhases an object is a hook of (B3). Helm's annotation counts only where no type of ours or Argo CD's is valid. */
export function hookPhasesOf(object: KubeObject): HookPhases {
  const hook = eitherOf(object, 'hook');
  const helm = annotationOf(object, 'helm.sh/hook');
  // Helm marks CRDs with the same annotation; they are ordinary resources.
  const isMarked = hook !== undefined || (helm !== undefined && helm.trim() !== 'crd-install');
  if (!isMarked) return { phases: [], isHook: false, isSkipped: false, isIgnored: false, isUnknown: false };

  const named = csv(hook).filter((type) => type === 'Skip' || isPhase(type));
  if (named.length > 0 && named.every((type) => type === 'Skip')) {
    return { phases: [], isHook: false, isSkipped: true, isIgnored: false, isUnknown: false };
  }
  const found = new Set<string>(named.length > 0 ? named : csv(helm).map((t) => helmPhases.get(t) ?? ''));
  const phases = syncPhases.filter((phase) => found.has(phase));
  const isIgnored = phases.length === 0;
  const isUnknown =
    isIgnored && (hook !== undefined || csv(helm).some((type) => !helmHookTypes.includes(type)));
  return { phases, isHook: !isIgnored, isSkipped: false, isIgnored, isUnknown };
}

function isPhase(text: string): boolean {
  return (syncPhases as readonly string[]).includes(text);
}

const deletePolicies: ReadonlyMap<string, HookDeletePolicy> = new Map([
  ['HookSucceeded', 'HookSucceeded'],
  ['HookFailed', 'HookFailed'],
  ['BeforeHookCreation', 'BeforeHookCreation'],
  ['hook-succeeded', 'HookSucceeded'],
  ['hook-failed', 'HookFailed'],
  ['before-hook-creation', 'BeforeHookCreation'],
]);

/** When a hook's object is removed; `BeforeHookCreation` where nothing valid is written. */
export function hookDeletePoliciesOf(object: KubeObject): HookDeletePolicy[] {
  const names = [
    ...csv(eitherOf(object, 'hook-delete-policy')).filter((name) => !name.includes('-')),
    ...csv(annotationOf(object, 'helm.sh/hook-delete-policy')).filter((name) => name.includes('-')),
  ];
  const policies = new Set<HookDeletePolicy>();
  for (const name of names) {
    const policy = deletePolicies.get(name);
    if (policy !== undefined) policies.add(policy);
  }
  return policies.size > 0 ? [...policies] : ['BeforeHookCreation'];
}

/** The options of one resource (SYNC-4): its annotation beats the Application's option either way. */
export function resourceOptionsOf(object: KubeObject, app: SyncOptions): ResourceSyncOptions {
  if (optionAnnotations.some((name) => annotationOf(object, name) !== undefined))
    return readOptions(object, app);
  // Most objects say nothing of their own: they share one value, which is written into a digest once.
  let shared = sharedOptions.get(app);
  if (shared === undefined) {
    shared = Object.freeze(readOptions(object, app));
    sharedOptions.set(app, shared);
  }
  return shared;
}

const optionAnnotations = [
  `${argo}sync-options`,
  `${own}sync-options`,
  'helm.sh/resource-policy',
  'kustomize.toolkit.fluxcd.io/prune',
];
const sharedOptions = new WeakMap<SyncOptions, ResourceSyncOptions>();

function readOptions(object: KubeObject, app: SyncOptions): ResourceSyncOptions {
  const options = optionsOf(object);
  const flag = (name: string, fallback: boolean): boolean => {
    const value = options.get(name);
    return value === 'true' ? true : value === 'false' ? false : fallback;
  };
  const isKept = annotationOf(object, 'helm.sh/resource-policy') === 'keep';
  const isPruneOff = annotationOf(object, 'kustomize.toolkit.fluxcd.io/prune') === 'disabled';
  return {
    prune:
      permission(options.get('Prune')) ?? (isPruneOff ? 'never' : (app.resourceDefaults?.prune ?? 'allow')),
    delete:
      permission(options.get('Delete')) ?? (isKept ? 'never' : (app.resourceDefaults?.delete ?? 'allow')),
    replace: flag('Replace', app.replace),
    force: flag('Force', app.force),
    serverSideApply: flag('ServerSideApply', app.resourceDefaults?.serverSideApply ?? true),
    migrateClientSideApply: flag(
      'ClientSideApplyMigration',
      app.resourceDefaults?.migrateClientSideApply ?? true,
    ),
    validate: flag('Validate', app.validate),
    skipDryRunOnMissingResource: flag('SkipDryRunOnMissingResource', app.skipDryRunOnMissingResource),
    pruneLast: flag('PruneLast', app.pruneLast),
  };
}

/** Ours and Argo CD's sync-options of one object; of the same option, ours stands. */
function optionsOf(object: KubeObject): Map<string, string> {
  const options = new Map<string, string>();
  for (const option of writtenOptions(object)) {
    const at = option.indexOf('=');
    if (at > 0) options.set(option.slice(0, at).trim(), option.slice(at + 1).trim());
  }
  return options;
}

function writtenOptions(object: KubeObject): string[] {
  return [`${argo}sync-options`, `${own}sync-options`].flatMap((name) => csv(annotationOf(object, name)));
}

/** What of an object's own annotations about a sync is not understood or has no effect; empty for most. */
export function annotationNotes(object: KubeObject): OptionNote[] {
  const notes = optionNotes(writtenOptions(object), 'object');
  for (const name of [`${own}sync-wave`, `${argo}sync-wave`]) {
    const text = annotationOf(object, name);
    if (text !== undefined && readWave(text) === undefined)
      notes.push({
        code: 'wave-invalid',
        option: `${name}: ${text}`,
        message: `${name} is "${text}", which is no integer: the object is of wave ${syncWaveOf(object)}.`,
      });
  }
  if (!hookPhasesOf(object).isHook) return notes;
  for (const type of csv(eitherOf(object, 'hook')))
    if (type !== 'Skip' && !isPhase(type))
      notes.push({
        code: 'hook-unknown',
        option: `hook: ${type}`,
        message: `"${type}" is no SyncPhase: the hook does not run there.`,
      });
  for (const policy of csv(eitherOf(object, 'hook-delete-policy')))
    if (policy.includes('-') || !deletePolicies.has(policy))
      notes.push({
        code: 'hook-unknown',
        option: `hook-delete-policy: ${policy}`,
        message: `"${policy}" is no delete policy of a hook; HookSucceeded, HookFailed and BeforeHookCreation are.`,
      });
  return notes;
}

function permission(value: string | undefined): 'allow' | 'never' | 'confirm' | undefined {
  if (value === 'false') return 'never';
  if (value === 'confirm') return 'confirm';
  return value === 'true' ? 'allow' : undefined;
}

/** One more manager whose fields become ours at the first apply, beside kubectl and Argo CD: `helm` (B5). */
export function migrationManagerOf(object: KubeObject): string | undefined {
  return eitherOf(object, 'client-side-apply-migration-manager') || undefined;
}

/** How an object wants to be compared (DIFF-5). */
export function compareOptionsOf(object: KubeObject): { ignoreExtraneous: boolean } {
  return { ignoreExtraneous: csv(eitherOf(object, 'compare-options')).includes('IgnoreExtraneous') };
}

/** True when the object's health must not count for its Application (HLTH-3). */
export function ignoresHealth(object: KubeObject): boolean {
  return eitherOf(object, 'ignore-healthcheck') === 'true';
}

export { parseSyncOptions } from './sync-options.ts';
