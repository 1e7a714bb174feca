import { describe, expect, test } from 'vitest';
import { compare, emptyComparison } from '../diff/compare.ts';
import type { Condition, Decision, KubeObject, ReleaseItem } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { applicationHealth, buildTree } from '../tree/build-tree.ts';
import { explainApplication } from './explain.ts';

const common = {
  trackingName: 'team_shop',
  installationId: 'i-1',
  ignore: [],
  schemaOf: () => undefined,
  hashKey: { version: 1, key: Buffer.alloc(32, 1) },
};
const late = [
  { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'Timed out.' },
];
function make(
  apiVersion: string,
  kind: string,
  name: string,
  parent?: string,
  more: Partial<KubeObject> = {},
): KubeObject {
  const ownerReferences =
    parent === undefined ? [] : [{ apiVersion: 'x', kind: 'x', name: parent, uid: `uid-${parent}` }];
  return {
    apiVersion,
    kind,
    ...more,
    metadata: { name, namespace: 'prod', uid: `uid-${name}`, ownerReferences, ...more.metadata },
  };
}
const deployment = (status: object, replicas = 1) =>
  make('apps/v1', 'Deployment', 'web', undefined, { spec: { replicas }, status });
const replicaSet = make('apps/v1', 'ReplicaSet', 'web-1', 'web', {
  spec: { replicas: 1 },
  status: { availableReplicas: 0 },
});
const pod = (status: object, spec: object = {}) => make('v1', 'Pod', 'web-1-a', 'web-1', { spec, status });

function explain(
  desired: KubeObject[],
  live: KubeObject[],
  more: {
    conditions?: Condition[];
    decision?: Decision;
    base?: KubeObject[];
    hasHealthyRelease?: boolean;
  } = {},
) {
  const base = (more.base ?? desired).map(
    (manifest): ReleaseItem => ({ key: keyOf(manifest), version: 'v1', manifest, wave: 0, hookPhases: [] }),
  );
  const comparison = compare({ ...common, desired, live, base });
  const tree = buildTree({ comparison, live });
  const health = applicationHealth({ comparison, tree });
  return explainApplication({
    comparison,
    tree,
    live,
    health,
    conditions: more.conditions ?? [],
    decision: more.decision ?? null,
    hasHealthyRelease: more.hasHealthyRelease ?? true,
  });
}
const actions = (found: ReturnType<typeof explainApplication>) => found.remedies.map((r) => r.action);

describe('B9 why it is unwell', () => {
  test('the Pod and the container that cause it are named', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'manifest unknown' };
    const broken = pod({
      phase: 'Pending',
      containerStatuses: [{ name: 'app', image: 'nginx:broken', state: { waiting } }],
    });
    const app = deployment({ conditions: late });
    const found = explain([app], [app, replicaSet, broken]);
    expect(found.summary).toBe(
      'Deployment prod/web is Degraded. Pod web-1-a: Container app cannot pull image nginx:broken (ImagePullBackOff): manifest unknown',
    );
    expect(found.chain.map((link) => `${link.key?.kind} ${link.certainty}`)).toEqual([
      'Deployment certain',
      'ReplicaSet likely',
      'Pod certain',
    ]);
    expect(actions(found)).toEqual(['fix-source', 'rollback']);
    const first = explain([app], [app, replicaSet, broken], { hasHealthyRelease: false });
    expect(actions(first), 'there is nothing to go back to').toEqual(['fix-source']);
  });

  test('a crash is dated and points at the log', () => {
    const terminated = { exitCode: 1, reason: 'Error', finishedAt: '2026-01-01T00:00:00Z' };
    const state = { waiting: { reason: 'CrashLoopBackOff' } };
    const broken = pod({
      phase: 'Running',
      containerStatuses: [{ name: 'app', state, lastState: { terminated } }],
    });
    const app = deployment({ conditions: late });
    const found = explain([app], [app, replicaSet, broken]);
    expect(found.chain.at(-1)).toMatchObject({ at: '2026-01-01T00:00:00Z', key: { kind: 'Pod' } });
    expect(found.remedies[0]).toMatchObject({ action: 'logs', key: { name: 'web-1-a' } });
  });

  test('a claim that is not bound explains a Pod that cannot be scheduled', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', message: 'pod has unbound PersistentVolumeClaims' },
    ];
    const waiting = pod(
      { phase: 'Pending', conditions },
      { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] },
    );
    const claim = make('v1', 'PersistentVolumeClaim', 'data', undefined, { status: { phase: 'Pending' } });
    const app = deployment({ replicas: 1, updatedReplicas: 1 });
    const found = explain([app, claim], [app, claim, replicaSet, waiting]);
    // Told once, though the claim is managed and unwell itself.
    expect(found.chain.map(({ key, certainty }) => [key?.name, certainty])).toEqual([
      ['web', 'certain'],
      ['web-1', 'likely'],
      ['web-1-a', 'certain'],
      ['data', 'likely'],
    ]);
  });

  test('a failed hook is told, though it is no part of the health', () => {
    const annotations = { 'argocd.argoproj.io/hook': 'PreSync' };
    const status = {
      conditions: [{ type: 'Failed', status: 'True', message: 'Job has reached the backoff limit.' }],
    };
    const job = make('batch/v1', 'Job', 'migrate', undefined, {
      metadata: { name: 'migrate', annotations },
      status,
    });
    const run = make('v1', 'Pod', 'migrate-x', 'migrate', {
      status: { phase: 'Failed', containerStatuses: [{ name: 'm', state: { terminated: { exitCode: 2 } } }] },
    });
    const found = explain([job], [job, run]);
    expect(found.summary).toBe(
      'Hook Job prod/migrate failed: Job has reached the backoff limit. Cause: Pod migrate-x: Container m ended with exit code 2.',
    );
    expect(found.chain.at(-1)?.message).toBe('Pod migrate-x: Container m ended with exit code 2.');
    expect(found.remedies).toMatchObject([{ action: 'logs', key: { name: 'migrate-x' } }]);
  });

  test('a warning event is what remains where no status speaks', () => {
    const event = make('v1', 'Event', 'e', undefined, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: 'exceeded quota',
      involvedObject: { uid: 'uid-web-1' },
      lastTimestamp: '2026-01-01T00:00:00Z',
    });
    const app = deployment({ conditions: late });
    const found = explain([app], [app, replicaSet, event]);
    expect(found.chain.at(-1)).toMatchObject({
      message: 'FailedCreate: exceeded quota',
      certainty: 'likely',
    });
  });
});

const map = (value: string): KubeObject => ({ ...make('v1', 'ConfigMap', 'a'), data: { x: value } });

describe('B8 why it is out of sync', () => {
  test('all well', () => {
    expect(explain([map('1')], [map('1')])).toEqual({
      summary: 'Healthy and in sync.',
      chain: [],
      remedies: [],
    });
  });

  test('drift and pending are told apart, every link names its resource', () => {
    const drift = explain([map('1')], [map('2')]);
    expect(drift.summary).toBe('Out of sync: 1 resource changed in the cluster since the last Release.');
    expect(drift.chain).toMatchObject([{ key: { name: 'a' }, certainty: 'certain' }]);
    const pending = explain([map('2')], [map('1')], { base: [map('1')] });
    expect(pending.summary).toBe('Out of sync: 1 resource not synced since the manifests changed.');
    expect(actions(pending)).toEqual(['plan']);
  });

  test('B10 what holds the sync up is said, with its time', () => {
    const decision: Decision = {
      kind: 'wait',
      reasons: [
        {
          code: 'hold',
          message: 'Held after a rollback by ann.',
          owner: 'ann',
          nextAt: '2026-01-02T00:00:00Z',
        },
      ],
    };
    const found = explain([map('2')], [map('1')], { base: [map('1')], decision });
    expect(found.summary).toMatch(/Held after a rollback by ann\.$/);
    expect(found.chain.at(-1)).toMatchObject({ at: '2026-01-02T00:00:00Z' });
    expect(actions(found)).toContain('resume');
  });
});

test('what is not known is said first', () => {
  const comparison = emptyComparison('The cluster does not answer.');
  const conditions: Condition[] = [
    {
      type: 'ComparisonError',
      status: 'True',
      code: 'render_failed',
      message: 'values.yaml does not parse.',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    },
  ];
  const input = {
    comparison,
    tree: [],
    live: [],
    health: applicationHealth({ comparison, tree: [] }),
    decision: null,
    hasHealthyRelease: false,
  };
  expect(explainApplication({ ...input, conditions }).summary).toBe(
    'The state is not known: values.yaml does not parse.',
  );
  expect(explainApplication({ ...input, conditions: [] }).summary).toBe(
    'The state is not known: The cluster does not answer.',
  );
  expect(actions(explainApplication({ ...input, conditions }))).toEqual(['refresh', 'fix-source']);
  const of = (code: string) =>
    actions(explainApplication({ ...input, conditions: conditions.map((one) => ({ ...one, code })) }));
  expect(of('cluster_unreachable')).toEqual(['refresh']);
  for (const code of ['cluster_unknown', 'cluster_not_in_project'])
    expect(of(code), 'another look ends the same').toEqual(['fix-destination']);
  expect(of('cluster_changed')).toEqual(['accept-identity']);
});

describe('what is no reason', () => {
  const quiet = deployment({ observedGeneration: 1, updatedReplicas: 1, replicas: 1, availableReplicas: 1 });
  const off: Decision = {
    kind: 'refuse',
    reasons: [{ code: 'auto_sync_off', message: 'Auto-sync is off.' }],
  };
  const warning: Condition = {
    type: 'RenderWarning',
    status: 'True',
    code: 'render_warning',
    message: 'values.yaml sets a value that the chart does not use.',
    severity: 'warning',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  };
  const failure: Condition = {
    ...warning,
    type: 'RenderFailed',
    code: 'render_failed',
    message: 'No.',
    severity: 'failure',
  };

  test('that auto-sync is off, while there is nothing to sync (B10)', () => {
    const said = explain([quiet], [quiet], { decision: off });
    expect(said).toMatchObject({ summary: 'Healthy and in sync.', chain: [] });
    const asked = explain([map('2')], [map('1')], { base: [map('1')], decision: off });
    expect(asked.chain.map(({ message }) => message)).toContain(off.reasons[0]?.message);
  });

  test('a warning: it comes last and as what it is, and corrects nothing', () => {
    const said = explain([quiet], [quiet], { conditions: [warning] });
    expect(said.summary).toBe('Healthy and in sync.');
    expect(said.remedies).toEqual([]);
    const both = explain([quiet], [quiet], { conditions: [warning, failure] });
    expect(both.chain.map(({ message }) => message)).toEqual(['No.', `Warning: ${warning.message}`]);
  });
});
