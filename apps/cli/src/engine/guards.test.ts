import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from '../testing/fake-io.ts';

/**
 * B6, B22: every guard as a person sees it: files → `bowline engine plan` → the risk with its code and severity →
 * `bowline engine decide` → what a person may do without and with the tick, and what automation may do.
 */
const dir = mkdtempSync(join(tmpdir(), 'bowline-guards-'));
afterAll(() => rmSync(dir, { recursive: true }));

type Object = Record<string, unknown> & { kind: string; apiVersion: string };
type Kind = 'run' | 'needs-approval' | 'refuse';
type Guard = {
  code: string;
  severity: 'notice' | 'confirm' | 'block';
  desired: Object[];
  live: Object[];
  base?: Object[];
  syncOptions?: string[];
  kubeVersion?: string;
  /** A person without ticks, a person who ticked everything, a policy. */
  decisions: [person: Kind, ticked: Kind, policy: Kind];
};

const named = (
  kind: string,
  name = 'a',
  more: object = {},
  apiVersion = 'v1',
  annotations?: object,
): Object => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', ...(annotations ? { annotations } : {}) },
  ...more,
});
const cluster = (kind: string, apiVersion: string, name = 'a'): Object => ({
  apiVersion,
  kind,
  metadata: { name },
});
const map = (name: string, value = '1', annotations?: object) =>
  named('ConfigMap', name, { data: { value } }, 'v1', annotations);
const maps = (count: number) => Array.from({ length: count }, (_, i) => map(`m${i}`));
const options = (text: string) => ({ 'argocd.argoproj.io/sync-options': text });
const deployment = (selector: string) =>
  named(
    'Deployment',
    'web',
    {
      spec: {
        selector: { matchLabels: { app: selector } },
        template: {
          metadata: { labels: { app: selector } },
          spec: { containers: [{ name: 'a', image: 'a:1' }] },
        },
      },
    },
    'apps/v1',
  );
const mark = (application: string, name: string) => ({
  'bowline.dev/tracking-id': `default_${application}:/ConfigMap:shop/${name}`,
  'bowline.dev/installation-id': 'files',
});

const confirm: Guard['decisions'] = ['needs-approval', 'run', 'needs-approval'];
const accepted: Guard['decisions'] = ['needs-approval', 'run', 'run'];
const blocked: Guard['decisions'] = ['refuse', 'refuse', 'refuse'];
const shown: Guard['decisions'] = ['run', 'run', 'run'];
const crd = cluster('CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'as.example.com');

const guards: Guard[] = [
  {
    code: 'empty-render',
    severity: 'confirm',
    desired: [],
    live: maps(3),
    decisions: ['needs-approval', 'run', 'refuse'],
  },
  { code: 'mass-deletion', severity: 'confirm', desired: maps(5), live: maps(12), decisions: confirm },
  { code: 'prune', severity: 'confirm', desired: maps(11), live: maps(12), decisions: accepted },
  {
    code: 'namespace-deletion',
    severity: 'confirm',
    desired: maps(11),
    live: [...maps(11), cluster('Namespace', 'v1', 'old')],
    decisions: confirm,
  },
  {
    code: 'crd-deletion',
    severity: 'confirm',
    desired: maps(11),
    live: [...maps(11), crd],
    decisions: confirm,
  },
  ...['PersistentVolumeClaim', 'PersistentVolume'].map(
    (kind): Guard => ({
      code: 'volume-deletion',
      severity: 'confirm',
      desired: maps(11),
      live: [...maps(11), kind === 'PersistentVolume' ? cluster(kind, 'v1') : named(kind)],
      decisions: confirm,
    }),
  ),
  {
    code: 'adopt',
    severity: 'confirm',
    desired: [map('a', '2')],
    live: [map('a', '1', { 'argocd.argoproj.io/tracking-id': 'other:/ConfigMap:shop/a' })],
    decisions: confirm,
  },
  {
    code: 'adopt',
    severity: 'confirm',
    desired: [map('a', '2'), map('b')],
    live: [map('a'), map('b', '1', mark('shop', 'b'))],
    decisions: confirm,
  },
  {
    code: 'shared',
    severity: 'block',
    desired: [map('a', '2')],
    live: [map('a', '1', mark('other', 'a'))],
    decisions: blocked,
  },
  {
    code: 'immutable',
    severity: 'confirm',
    desired: [deployment('b')],
    live: [deployment('a')],
    decisions: confirm,
  },
  {
    code: 'protected',
    severity: 'confirm',
    desired: maps(11),
    live: [...maps(11), map('kept', '1', options('Prune=confirm'))],
    decisions: confirm,
  },
  {
    code: 'protected',
    severity: 'notice',
    desired: [map('a', '2')],
    live: [map('a'), map('kept', '1', options('Prune=false'))],
    decisions: shown,
  },
  {
    code: 'replace',
    severity: 'confirm',
    desired: [map('a', '2', options('Replace=true'))],
    live: [map('a')],
    decisions: accepted,
  },
  {
    code: 'force',
    severity: 'confirm',
    desired: [map('a', '2', options('Force=true'))],
    live: [map('a')],
    decisions: accepted,
  },
  {
    code: 'take-back-drift',
    severity: 'confirm',
    desired: [map('a', '1')],
    live: [map('a', '2')],
    base: [map('a', '1')],
    decisions: accepted,
  },
  {
    code: 'deprecated-api',
    severity: 'notice',
    desired: [named('CronJob', 'a', { spec: {} }, 'batch/v1beta1')],
    live: [],
    decisions: shown,
  },
  {
    code: 'removed-api',
    severity: 'block',
    desired: [named('CronJob', 'a', { spec: {} }, 'batch/v1beta1')],
    live: [],
    kubeVersion: '1.31.0',
    decisions: blocked,
  },
  { code: 'restart', severity: 'notice', desired: [restarted()], live: [deployment('a')], decisions: shown },
  {
    code: 'option-unknown',
    severity: 'notice',
    desired: [map('a', '2', options('Pruned=false'))],
    live: [map('a')],
    decisions: shown,
  },
  {
    code: 'option-invalid',
    severity: 'notice',
    desired: [map('a', '2')],
    live: [map('a')],
    syncOptions: ['Replace=yes'],
    decisions: shown,
  },
  {
    code: 'wave-invalid',
    severity: 'notice',
    desired: [map('a', '2', { 'argocd.argoproj.io/sync-wave': 'first' })],
    live: [map('a')],
    decisions: shown,
  },
];

function restarted(): Object {
  const object = structuredClone(deployment('a')) as unknown as {
    spec: { template: { spec: { containers: { image: string }[] } } };
  };
  for (const container of object.spec.template.spec.containers) container.image = 'a:2';
  return object as unknown as Object;
}

function write(name: string, value: unknown): string {
  const file = join(dir, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}
const list = (items: Object[]) => ({ apiVersion: 'v1', kind: 'List', items });

type Planned = {
  digest: string;
  steps: { action: string; key: object }[];
  risks: { code: string; severity: string; id: string }[];
};

function application(guard: Pick<Guard, 'syncOptions'>) {
  return {
    metadata: { name: 'shop' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example/shop', path: '.' },
      destination: { name: 'in-cluster', namespace: 'shop' },
      syncPolicy: { automated: { prune: true }, syncOptions: guard.syncOptions ?? [] },
    },
  };
}

async function plan(guard: Guard): Promise<Planned> {
  const args = [
    ['--desired', write('desired.json', list(guard.desired))],
    ['--live', write('live.json', list(guard.live))],
    ['--app', write('app.json', application(guard))],
    guard.base ? ['--base', write('base.json', list(guard.base))] : [],
    guard.kubeVersion === undefined ? [] : ['--kube-version', guard.kubeVersion],
  ].flat();
  const { out, err } = await runCli(['engine', 'plan', ...args, '-o', 'json']);
  expect(err).toBe('');
  return JSON.parse(out) as Planned;
}

/** The planned changes as the gate looks at them; what the plan leaves alone counts as live. */
function situation(guard: Guard, planned: Planned, more: object) {
  const isWait = ({ action }: { action: string }) => action === 'wait';
  const items = planned.steps
    .filter((step) => !isWait(step))
    .map(({ action, key }) => ({ key, action, live: action === 'create' ? null : {} }));
  const rest = guard.live.slice(items.filter(({ live }) => live !== null).length);
  const untouched = rest.map((object) => ({
    key: { group: '', kind: object.kind, namespace: 'shop', name: 'rest' },
    action: 'none',
    live: {},
  }));
  return {
    application: application(guard),
    project: {
      metadata: { name: 'default' },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ name: '*', namespace: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      },
    },
    plan: { digest: planned.digest, risks: planned.risks, items: [...items, ...untouched] },
    now: '2026-05-01T12:00:00Z',
    ...more,
  };
}

async function decide(document: object): Promise<{ kind: string; reasons: { code: string }[] }> {
  const { out, err } = await runCli([
    'engine',
    'decide',
    '-f',
    write('situation.json', document),
    '-o',
    'json',
  ]);
  expect(err).toBe('');
  return JSON.parse(out) as { kind: string; reasons: { code: string }[] };
}

describe('B6, B22: the guards on files', () => {
  test.each(guards)('$code is $severity: $decisions', async (guard) => {
    const planned = await plan(guard);
    const risk = planned.risks.find(({ code }) => code === guard.code);
    expect(planned.risks.map(({ code }) => code)).toContain(guard.code);
    expect(risk?.severity).toBe(guard.severity);
    const person = { kind: 'user', name: 'kim' };
    const policy = { kind: 'policy', name: 'policy:default/shop' };
    const approvals = [{ by: person, tickedRisks: planned.risks.map(({ id }) => id) }];
    const found = [
      await decide(situation(guard, planned, { requestedBy: person })),
      await decide(situation(guard, planned, { requestedBy: person, approvals })),
      await decide(situation(guard, planned, { requestedBy: policy })),
    ];
    expect(found.map(({ kind }) => kind)).toEqual(guard.decisions);
  });

  test('B6: the budget of the installation stops automation where Project and Application allow more', async () => {
    const guard = guards.find(({ code }) => code === 'prune');
    if (guard === undefined) throw new Error('the table has no prune');
    const requestedBy = { kind: 'policy', name: 'policy:default/shop' };
    const document = situation(guard, await plan(guard), { requestedBy });
    expect((await decide(document)).kind).toBe('run');
    const budget = { installation: { guards: { deletionsMax: 0 } } };
    expect(await decide({ ...document, ...budget })).toMatchObject({
      kind: 'needs-approval',
      reasons: [{ code: 'deletion_budget' }],
    });
  });
});
