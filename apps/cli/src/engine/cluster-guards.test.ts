import { describe, expect, test } from 'vitest';
import type { KubeObject, Plan } from '@bowline/sync-engine/core/model';
import { risksOf } from '@bowline/sync-engine/core/plan/risks';
import { keyOf } from '@bowline/sync-engine/core/resource-key';
import { runCli } from '../testing/fake-io.ts';
import { planFiles } from './plan-files.ts';

/**
 * B6, B22: the guards that no file shows, because a cluster's answer or a rollback brings them: the risk with its code and
 * severity → `bowline engine decide` → what a person may do without and with the tick, and what automation may do.
 */
type Kind = 'run' | 'needs-approval' | 'refuse';
type Case = {
  name: string;
  code: string;
  severity: 'notice' | 'confirm' | 'block';
  desired: KubeObject;
  live: KubeObject[];
  kind?: Plan['kind'];
  error?: string;
  warning?: string;
  decisions: [person: Kind, ticked: Kind, policy: Kind];
};

const objectOf = (kind: string, apiVersion: string, more: object, annotations = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'web', namespace: 'shop', annotations },
  ...more,
});
const map = objectOf('ConfigMap', 'v1', { data: { a: '2' } });
const service = (clusterIP: string) =>
  objectOf('Service', 'v1', { spec: { clusterIP, ports: [{ port: 80 }] } });
const hook = objectOf('Job', 'batch/v1', { spec: {} }, { 'argocd.argoproj.io/hook': 'PreSync' });
const blocked: Case['decisions'] = ['refuse', 'refuse', 'refuse'];

const cases: Case[] = [
  {
    name: 'the cluster refuses the dry run',
    code: 'dry-run',
    severity: 'block',
    desired: map,
    live: [],
    error: 'admission webhook "policy.example.com" denied the request: no owner',
    decisions: blocked,
  },
  {
    name: 'the dry run says that a field is immutable',
    code: 'immutable',
    severity: 'block',
    desired: service('10.0.0.2'),
    live: [service('10.0.0.1')],
    error:
      'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: may not change once set: field is immutable',
    decisions: blocked,
  },
  {
    name: 'the dry run brings a warning',
    code: 'server-warning',
    severity: 'notice',
    desired: map,
    live: [],
    warning: 'unknown field "spec.replica"',
    decisions: ['run', 'run', 'run'],
  },
  {
    name: 'a rollback runs hooks again',
    code: 'hook-in-rollback',
    severity: 'confirm',
    desired: hook,
    live: [],
    kind: 'rollback',
    decisions: ['needs-approval', 'run', 'needs-approval'],
  },
];

function planned({ desired, live, kind = 'sync', error, warning }: Case): Plan {
  const input = { base: null, application: null, namespace: 'shop', prune: undefined };
  const plan: Plan = { ...planFiles({ desired: [desired], live, ...input }).plan, kind };
  const said = (message: string | undefined) =>
    message === undefined ? [] : [{ key: keyOf(desired), message }];
  const risks = risksOf({
    plan,
    dryRunErrors: said(error),
    dryRunWarnings: said(warning),
  });
  return { ...plan, risks };
}

async function decide(plan: Plan, more: object): Promise<string> {
  const document = {
    application: {
      metadata: { name: 'web' },
      spec: {
        project: 'default',
        source: { repoURL: 'https://git.example/shop', path: '.' },
        destination: { name: 'in-cluster', namespace: 'shop' },
        syncPolicy: { automated: {} },
      },
    },
    project: {
      metadata: { name: 'default' },
      spec: { sourceRepos: ['*'], destinations: [{ name: '*', namespace: '*' }] },
    },
    plan: {
      digest: plan.digest,
      kind: plan.kind,
      risks: plan.risks,
      items: plan.items.map(({ key, action, live }) => ({ key, action, live: live === null ? null : {} })),
    },
    now: '2026-05-01T12:00:00Z',
    ...more,
  };
  const { out, err } = await runCli(['engine', 'decide', '-f', '-', '-o', 'json'], {
    stdin: JSON.stringify(document),
  });
  expect(err).toBe('');
  return (JSON.parse(out) as { kind: string }).kind;
}

describe('B6, B22: the guards that a cluster brings', () => {
  test.each(cases)('$code ($name) is $severity: $decisions', async (entry) => {
    const plan = planned(entry);
    const risk = plan.risks.find(({ code }) => code === entry.code);
    expect(risk?.severity).toBe(entry.severity);
    const person = { kind: 'user', name: 'kim' };
    const ticked = [{ by: person, tickedRisks: plan.risks.map(({ id }) => id) }];
    const found = [
      await decide(plan, { requestedBy: person }),
      await decide(plan, { requestedBy: person, approvals: ticked }),
      await decide(plan, { requestedBy: { kind: 'policy', name: 'policy:default/web' } }),
    ];
    expect(found).toEqual(entry.decisions);
  });
});
