import { describe, expect, it } from 'vitest';
import { compare } from '../diff/compare.ts';
import type { KubeObject, SyncPolicy } from '../model.ts';
import { optionTable } from '../option-table.ts';
import { prepareDesired } from '../prepare-desired.ts';
import { parseSyncOptions } from '../sync-options.ts';
import { appliedObjects } from './applied-objects.ts';
import { buildPlan } from './build-plan.ts';
import { hashKey, hookOf, objectOf, planInput, planOf, tracking, withUid } from './plan.fixture.ts';

const a = objectOf('ConfigMap', 'a');
const notes = (input: Parameters<typeof planOf>[0]) =>
  planOf(input)
    .risks.filter((risk) => /^(option|wave|hook-unknown)/.test(risk.code))
    .map((risk) => `${risk.code} ${risk.message}`);

describe('no sync option is ignored silently (SYNC-4)', () => {
  it('every option of the reference has a row', () => {
    const reference =
      'Prune Delete Validate SkipDryRunOnMissingResource ApplyOutOfSyncOnly PruneLast PrunePropagationPolicy Replace Force ' +
      'ServerSideApply ClientSideApplyMigration FailOnSharedResource RespectIgnoreDifferences CreateNamespace ' +
      'DisableKubectlValidation';
    expect(Object.keys(optionTable).sort()).toEqual(reference.split(' ').sort());
  });

  it.each<[string, string]>([
    ['NoSuchOption=true', 'option-unknown'],
    ['garbage', 'option-unknown'],
    ['constructor=true', 'option-unknown'],
    ['Replace=perhaps', 'option-invalid'],
    ['Replace', 'option-invalid'],
    ['PrunePropagationPolicy=sideways', 'option-invalid'],
    ['ServerSideApply=false', 'option-no-effect'],
    ['ApplyOutOfSyncOnly=false', 'option-no-effect'],
    ['FailOnSharedResource=false', 'option-no-effect'],
  ])('%s on an Application: %s', (option, code) => {
    const found = planOf({ desired: [a], policy: { syncOptions: [option] } }).risks;
    expect(found).toMatchObject([{ code, severity: 'notice', message: expect.stringContaining(option) }]);
  });

  it('what works is not remarked upon', () => {
    const syncOptions = Object.entries(optionTable).flatMap(([name, row]) =>
      row.values.filter((value) => row.idle?.[value] === undefined).map((value) => `${name}=${value}`),
    );
    expect(notes({ desired: [a], policy: { syncOptions } })).toEqual([]);
  });

  it('on objects: one notice per text, however many carry it', () => {
    const odd = { 'argocd.argoproj.io/sync-options': 'CreateNamespace=true, Sideways=1' };
    const desired = ['a', 'b', 'c', 'd', 'e'].map((n) => objectOf('ConfigMap', n, { annotations: odd }));
    expect(notes({ desired })).toEqual([
      'option-no-effect The sync option CreateNamespace=true works on an Application, not on one object. It stands on ConfigMap default/a, ConfigMap default/b, ConfigMap default/c and 2 more.',
      expect.stringMatching(/^option-unknown The sync option Sideways=1 .* and 2 more\.$/),
    ]);
  });

  it('two notices of one code have ids of their own, and a tick outlives a rebuild', () => {
    const plan = () =>
      planOf({ desired: [a], policy: { syncOptions: ['X=1', 'Y=1'] } }).risks.map((r) => r.id);
    expect(new Set(plan()).size).toBe(2);
    expect(plan()).toEqual(plan());
  });

  it('a wave that is no integer has a code, and counts as the next source or 0 (SYNC-2, B1)', () => {
    const odd = objectOf('ConfigMap', 'w', { annotations: { 'argocd.argoproj.io/sync-wave': 'first' } });
    const plan = planOf({ desired: [odd] });
    expect(plan.items[0]?.wave).toBe(0);
    expect(plan.risks).toMatchObject([{ code: 'wave-invalid', severity: 'notice' }]);
  });

  it('a misspelt SyncPhase or delete policy of a hook has a code (SYNC-1, B3)', () => {
    const hook = hookOf('h', 'PreSync,PostSnyc', { policy: 'HookSucceeded,Never' });
    expect(notes({ desired: [hook] })).toEqual([
      expect.stringContaining('hook-unknown "Never" is no delete policy'),
      expect.stringContaining('hook-unknown "PostSnyc" is no SyncPhase'),
    ]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['whole', { hook: 'pre-install,test', 'hook-weight': '-5', 'hook-delete-policy': 'hook-failed' }, []],
    [
      'an unknown hook beside a known',
      { hook: 'pre-install,pre-upgrad' },
      ['hook-unknown "pre-upgrad" is no hook of Helm'],
    ],
    [
      'a delete policy',
      { hook: 'pre-install', 'hook-delete-policy': 'hook-suceeded' },
      ['hook-unknown "hook-suceeded" is no delete'],
    ],
    [
      'a weight',
      { hook: 'pre-install', 'hook-weight': 'first' },
      ['wave-invalid helm.sh/hook-weight is "first"'],
    ],
    ['a weight that no integer needs', { hook: 'pre-install', 'hook-weight': 'first', wave: '3' }, []],
  ])("a misspelt annotation of Helm's has a code (B3): %s", (_, { wave, ...helm }, expected) => {
    const annotations = Object.fromEntries(
      Object.entries(helm).map(([name, text]) => [`helm.sh/${name}`, text]),
    );
    if (wave !== undefined) annotations['argocd.argoproj.io/sync-wave'] = wave;
    const hook = objectOf('Job', 'h', { annotations });
    expect(notes({ desired: [hook] })).toEqual(expected.map((text) => expect.stringContaining(text)));
  });

  it('a rollback does not complain again about what was accepted once', () => {
    expect(notes({ kind: 'rollback', desired: [a], policy: { syncOptions: ['X=1'] } })).toEqual([]);
  });
});

describe('managedNamespaceMetadata (SYNC-4, B5)', () => {
  const policy: SyncPolicy = {
    syncOptions: ['CreateNamespace=true'],
    managedNamespaceMetadata: { labels: { team: 'shop' }, annotations: { note: 'x' } },
  };
  const prepare = (manifests: KubeObject[], p: SyncPolicy | undefined = policy) =>
    prepareDesired({
      manifests,
      destinationNamespace: 'default',
      isNamespaced: ({ kind }) => kind !== 'Namespace',
      ...tracking,
      policy: p,
    });
  const plan = (live: KubeObject[], p = policy) => {
    const desired = prepare([a], p).objects;
    const input = { desired, live: live.map(withUid), base: null };
    const comparison = compare({
      ...input,
      ignore: [],
      schemaOf: () => undefined,
      ...tracking,
      hashKey,
    });
    const options = parseSyncOptions(p);
    return buildPlan({ ...planInput({ desired, live }), ...input, comparison, options, policy: p });
  };
  const namespace = (
    labels: Record<string, string>,
    annotations: Record<string, string> = {},
  ): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'default', labels, annotations },
  });

  it('a missing Namespace is made with its labels, before everything else', () => {
    const made = plan([]);
    expect(made.steps[0]).toMatchObject({ action: 'apply', key: { kind: 'Namespace', name: 'default' } });
    expect(made.items[0]?.desired?.metadata).toMatchObject({
      labels: { team: 'shop' },
      annotations: { note: 'x' },
    });
  });

  it('it bears no tracking mark, so it can never be pruned', () => {
    const desired = prepare([a]).objects;
    const again = prepare(desired, undefined).objects;
    for (const objects of [desired, again]) {
      const found = objects.find((o) => o.kind === 'Namespace');
      expect(Object.keys(found?.metadata.annotations ?? {})).not.toContain('bowline.dev/tracking-id');
    }
  });

  it('a label that differs makes the Application OutOfSync and is applied; others stay', () => {
    const live = namespace({ team: 'other', 'kubernetes.io/metadata.name': 'default' });
    const made = plan([live, a]);
    const item = made.items.find((i) => i.key.kind === 'Namespace');
    expect(item).toMatchObject({ action: 'apply' });
    expect(item?.fields.map((f) => f.path)).toContain('metadata.labels.team');
    expect(item?.fields.map((f) => f.path)).not.toContain('metadata.labels["kubernetes.io/metadata.name"]');
  });

  it('another Application may track the same Namespace', () => {
    const live = namespace(
      {},
      { 'bowline.dev/tracking-id': 'x_other:/Namespace:/default', 'bowline.dev/installation-id': 'here' },
    );
    expect(plan([live, a]).risks.filter((r) => r.severity === 'block')).toEqual([]);
  });

  it('what git renders of the Namespace counts; without CreateNamespace there is a notice', () => {
    const own = namespace({ rendered: 'yes' });
    const rendered = prepare([own, a]).objects.filter((o) => o.kind === 'Namespace');
    expect(rendered).toHaveLength(1);
    expect(rendered[0]?.metadata.labels).toEqual({ rendered: 'yes' });
    const { syncOptions: _none, ...bare } = policy;
    expect(prepare([a], bare).objects).toHaveLength(1);
    expect(notes({ desired: [a], policy: bare })).toEqual([
      expect.stringContaining('managedNamespaceMetadata'),
    ]);
  });
});

describe('RespectIgnoreDifferences (SYNC-4, B5)', () => {
  const scaled = (replicas: number, image: string): KubeObject =>
    objectOf('Deployment', 'web', {
      group: 'apps/v1',
      spec: { replicas, template: { spec: { containers: [{ name: 'web', image }] } } },
    });
  const ignore = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }];
  const planned = (syncOptions: string[]) => {
    const options = parseSyncOptions({ syncOptions });
    const [desired, live] = [[scaled(2, 'web:2')], [withUid(scaled(7, 'web:1'))]];
    const applied = appliedObjects({ desired, live, ignore, options, schemaOf: () => undefined });
    const fields = {
      web: [{ path: 'spec.template.spec.containers[name=web].image', cause: 'pending' as const }],
    };
    return buildPlan({ ...planInput({ desired, live, fields }), options, applied });
  };
  const replicasOf = (plan: ReturnType<typeof planned>) =>
    (plan.items[0]?.desired?.spec as { replicas?: number } | undefined)?.replicas;

  it('an ignored field is applied as it is live, so a scaler is not fought', () => {
    expect(replicasOf(planned([]))).toBe(2);
    expect([undefined, 7]).toContain(replicasOf(planned(['RespectIgnoreDifferences=true'])));
  });

  it('the digest of what git wants stays that of git', () => {
    expect(planned(['RespectIgnoreDifferences=true']).desiredDigest).toBe(planned([]).desiredDigest);
  });
});

describe('APIs by the version of the cluster (B22 of peers)', () => {
  const cron = objectOf('CronJob', 'c', { group: 'batch/v1beta1' });
  it.each<[string | undefined, string, string]>([
    [undefined, 'deprecated-api', 'notice'],
    ['v1.24.9', 'deprecated-api', 'notice'],
    ['v1.25.0', 'removed-api', 'block'],
    ['1.33.1+k3s1', 'removed-api', 'block'],
    ['nonsense', 'deprecated-api', 'notice'],
  ])('%s: %s', (kubeVersion, code, severity) => {
    const plan = planOf({ desired: [cron], ...(kubeVersion === undefined ? {} : { kubeVersion }) });
    expect(plan.risks).toMatchObject([{ code, severity }]);
  });

  it('what the API server warns of is a notice with its words', () => {
    const key = { group: '', kind: 'ConfigMap', namespace: 'default', name: 'a' };
    const dryRunWarnings = [
      { key, message: 'spec.x: deprecated' },
      { key, message: 'spec.x: deprecated' },
    ];
    expect(planOf({ desired: [a], dryRunWarnings }).risks).toMatchObject([
      {
        code: 'server-warning',
        severity: 'notice',
        key,
        message: expect.stringMatching(/: spec.x: deprecated$/),
      },
    ]);
  });
});

describe('deletion budgets (B6 of peers)', () => {
  const live = Array.from({ length: 20 }, (_, i) => objectOf('ConfigMap', `m${i}`));
  const massOf = (desired: number, budgets: { deletionsMax?: number; deletionShareMax?: number }[]) =>
    planOf({
      desired: live.slice(0, desired),
      live,
      inSync: live.map((o) => o.metadata.name),
      budgets,
    }).risks.some((r) => r.code === 'mass-deletion');

  it.each<[string, number, { deletionsMax?: number; deletionShareMax?: number }[], boolean]>([
    ['built-in: 6 of 20 is not more than 30 %', 14, [], false],
    ['built-in: 7 of 20 is', 13, [], true],
    ['a budget of the Project replaces the built-in one', 13, [{ deletionsMax: 10 }], false],
    ['of two budgets the strictest counts', 13, [{ deletionsMax: 10 }, { deletionsMax: 3 }], true],
    ['count and share count together', 18, [{ deletionShareMax: 0.05 }, { deletionsMax: 10 }], true],
    ['nothing may go at all', 19, [{ deletionsMax: 0 }], true],
    ['everything always is a mass deletion', 0, [{ deletionsMax: 1000 }], true],
  ])('%s', (_name, kept, budgets, expected) => {
    expect(massOf(kept, budgets)).toBe(expected);
  });
});
