import { describe, expect, test } from 'vitest';
import {
  compareOptionsOf,
  hookDeletePoliciesOf,
  hookPhasesOf,
  ignoresHealth,
  parseSyncOptions,
  resourceOptionsOf,
  syncWaveOf,
} from './annotations.ts';
import type { KubeObject } from './model.ts';

const A = 'argocd.argoproj.io/';
const B = 'bowline.dev/';
function object(annotations: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', annotations } };
}

describe('B1 sync wave', () => {
  test.each<[Record<string, string>, number]>([
    [{}, 0],
    [{ [`${A}sync-wave`]: '5' }, 5],
    [{ [`${A}sync-wave`]: '-5' }, -5],
    [{ [`${A}sync-wave`]: '+3' }, 3],
    [{ [`${A}sync-wave`]: '-0' }, 0],
    [{ [`${A}sync-wave`]: ' 5' }, 0],
    [{ [`${A}sync-wave`]: '1.5' }, 0],
    [{ [`${A}sync-wave`]: '0x10' }, 0],
    [{ [`${A}sync-wave`]: 'x', 'helm.sh/hook-weight': '7' }, 7],
    [{ 'helm.sh/hook-weight': '-7' }, -7],
    [{ [`${A}sync-wave`]: '1', 'helm.sh/hook-weight': '7' }, 1],
    [{ [`${B}sync-wave`]: '2', [`${A}sync-wave`]: '1' }, 2],
  ])('%j is %d', (annotations, wave) => {
    expect(syncWaveOf(object(annotations))).toBe(wave);
  });
  test('an object without metadata or with odd annotations is in wave 0', () => {
    const odd = {
      apiVersion: 'v1',
      kind: 'X',
      metadata: { name: 'a', annotations: { [`${A}sync-wave`]: 5 } },
    };
    expect(syncWaveOf(odd as unknown as KubeObject)).toBe(0);
    expect(syncWaveOf({ apiVersion: 'v1', kind: 'X' } as unknown as KubeObject)).toBe(0);
  });
});

describe('B3 hooks', () => {
  test.each<[string, Record<string, string>, string]>([
    ['no annotation', {}, 'ordinary'],
    ['one phase', { [`${A}hook`]: 'PreSync' }, 'PreSync'],
    ['several phases come in order', { [`${A}hook`]: 'PostSync, PreSync,Sync' }, 'PreSync,Sync,PostSync'],
    ['delete phases', { [`${A}hook`]: 'PreDelete,PostDelete' }, 'PreDelete,PostDelete'],
    ['garbage only', { [`${A}hook`]: 'Garbage' }, 'ignored'],
    ['empty', { [`${A}hook`]: '' }, 'ignored'],
    ['case counts', { [`${A}hook`]: 'presync' }, 'ignored'],
    ['garbage beside a phase', { [`${A}hook`]: 'Garbage,SyncFail' }, 'SyncFail'],
    ['Skip alone', { [`${A}hook`]: 'Skip' }, 'skipped'],
    ['Skip with another is no Skip', { [`${A}hook`]: 'Skip,PreSync' }, 'PreSync'],
    ['our own annotation', { [`${B}hook`]: 'PostSync' }, 'PostSync'],
    ['Helm install and upgrade', { 'helm.sh/hook': 'pre-install,pre-upgrade' }, 'PreSync'],
    ['Helm post', { 'helm.sh/hook': 'post-upgrade' }, 'PostSync'],
    ['Helm delete', { 'helm.sh/hook': 'pre-delete,post-delete' }, 'PreDelete,PostDelete'],
    ['Helm crd-install is an ordinary resource', { 'helm.sh/hook': 'crd-install' }, 'ordinary'],
    ['Helm test', { 'helm.sh/hook': 'test' }, 'ignored'],
    ['Helm rollback', { 'helm.sh/hook': 'pre-rollback' }, 'ignored'],
    ['Argo type beats Helm', { [`${A}hook`]: 'Sync', 'helm.sh/hook': 'pre-install' }, 'Sync'],
    ['Helm counts beside Argo garbage', { [`${A}hook`]: 'x', 'helm.sh/hook': 'pre-install' }, 'PreSync'],
  ])('%s', (_, annotations, expected) => {
    const { phases, isHook, isSkipped, isIgnored } = hookPhasesOf(object(annotations));
    const verdict = isSkipped ? 'skipped' : isIgnored ? 'ignored' : isHook ? phases.join(',') : 'ordinary';
    expect(verdict).toBe(expected);
  });

  test.each<[Record<string, string>, string]>([
    [{}, 'BeforeHookCreation'],
    [{ [`${A}hook-delete-policy`]: 'nonsense' }, 'BeforeHookCreation'],
    [{ [`${A}hook-delete-policy`]: 'HookSucceeded,HookFailed' }, 'HookSucceeded,HookFailed'],
    [
      { 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' },
      'BeforeHookCreation,HookSucceeded',
    ],
    [
      { [`${A}hook-delete-policy`]: 'HookFailed', 'helm.sh/hook-delete-policy': 'hook-succeeded' },
      'HookFailed,HookSucceeded',
    ],
    [{ [`${A}hook-delete-policy`]: 'hook-failed' }, 'BeforeHookCreation'],
  ])('delete policy of %j', (annotations, expected) => {
    expect(hookDeletePoliciesOf(object(annotations)).join(',')).toBe(expected);
  });
});

describe('SYNC-4 options', () => {
  const defaults = parseSyncOptions(undefined);

  test('defaults', () => {
    expect(defaults).toEqual({
      prune: false,
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
    });
  });

  test('B4 Prune=false is what objects start from, and leaves what automated.prune says', () => {
    const options = parseSyncOptions({ automated: { prune: true }, syncOptions: ['Prune=false'] });
    expect(options).toMatchObject({ prune: true, resourceDefaults: { prune: 'never' } });
    expect(resourceOptionsOf(object({ [`${A}sync-options`]: 'Prune=true' }), options).prune).toBe('allow');
    expect(resourceOptionsOf(object({}), options).prune).toBe('never');
    expect(parseSyncOptions({ syncOptions: ['Prune=false'] }).prune).toBe(false);
  });

  test('strings become values; unknown ones and nonsense count as not written', () => {
    const syncOptions = [
      'CreateNamespace=true',
      'Validate=false',
      'PrunePropagationPolicy=background',
      'Replace=perhaps',
      'NoSuchOption=true',
      'garbage',
      'Delete=confirm',
    ];
    const options = parseSyncOptions({ automated: { prune: true }, syncOptions });
    expect(options).toMatchObject({ prune: true, createNamespace: true, validate: false, replace: false });
    expect(options.prunePropagation).toBe('background');
    expect(options.resourceDefaults).toEqual({ delete: 'confirm' });
  });

  test('the annotation of a resource beats the option of the Application, either way', () => {
    const app = parseSyncOptions({ syncOptions: ['Replace=true', 'Prune=confirm', 'Validate=false'] });
    const plain = resourceOptionsOf(object({}), app);
    expect(plain).toMatchObject({ replace: true, prune: 'confirm', delete: 'allow', validate: false });
    const own = object({ [`${A}sync-options`]: 'Replace=false, Prune=true,Validate=true,Delete=false' });
    expect(resourceOptionsOf(own, app)).toMatchObject({
      replace: false,
      prune: 'allow',
      delete: 'never',
      validate: true,
    });
  });

  test.each<[Record<string, string>, object]>([
    [{ [`${A}sync-options`]: 'Prune=false' }, { prune: 'never', delete: 'allow' }],
    [{ [`${A}sync-options`]: 'Prune=confirm,Delete=confirm' }, { prune: 'confirm', delete: 'confirm' }],
    [{ [`${A}sync-options`]: 'Force=true,Replace=true' }, { force: true, replace: true }],
    [{ [`${A}sync-options`]: 'ServerSideApply=false' }, { serverSideApply: false }],
    [{ [`${A}sync-options`]: 'PruneLast=true' }, { pruneLast: true }],
    [{ [`${B}sync-options`]: 'Prune=true', [`${A}sync-options`]: 'Prune=false' }, { prune: 'allow' }],
    [{ 'helm.sh/resource-policy': 'keep' }, { delete: 'never', prune: 'allow' }],
    [{ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }, { prune: 'never' }],
  ])('%j', (annotations, expected) => {
    expect(resourceOptionsOf(object(annotations), defaults)).toMatchObject(expected);
  });

  test('DIFF-5 and HLTH-3 marks', () => {
    const marked = object({ [`${A}compare-options`]: 'ServerSideDiff=true, IgnoreExtraneous' });
    expect(compareOptionsOf(marked).ignoreExtraneous).toBe(true);
    expect(compareOptionsOf(object({})).ignoreExtraneous).toBe(false);
    expect(ignoresHealth(object({ [`${A}ignore-healthcheck`]: 'true' }))).toBe(true);
    expect(ignoresHealth(object({ [`${A}ignore-healthcheck`]: 'false' }))).toBe(false);
  });
});
