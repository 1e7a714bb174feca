import type { Application, Plan, TreeNode } from '@bowline/contract';
import { describe, expect, it } from 'vitest';
import { findResource, withDepth } from './app/resources.ts';
import { applySpecOptions } from './app/spec-options.ts';
import { waitState } from './app/wait.ts';
import { risksToTick } from './execute-plan.ts';
import { exportObject } from './export-object.ts';

const risk = (code: string, severity: 'notice' | 'confirm' | 'block'): Plan['risks'][number] => ({
  code,
  severity,
  message: code,
  id: `${code}-id`,
});
const risks = [risk('prune', 'confirm'), risk('force', 'confirm'), risk('adopt', 'notice')];

describe('risksToTick', () => {
  it('ticks what was accepted, and nothing else', () => {
    expect(risksToTick({ risks }, { acceptRisks: true })).toEqual(['prune-id', 'force-id']);
    expect(risksToTick({ risks }, { acceptRisk: ['prune', 'force-id'] })).toEqual(['prune-id', 'force-id']);
    expect(risksToTick({ risks: [risk('adopt', 'notice')] }, {})).toEqual([]);
  });
  it('asks for the rest, and refuses risks that are not there', () => {
    expect(() => risksToTick({ risks }, { acceptRisk: ['prune'] })).toThrow(/A risk must be accepted: force/);
    expect(() => risksToTick({ risks }, { acceptRisk: ['nope'] })).toThrow(/no risk "nope"/);
  });
});

type State = { sync?: string; health?: string; phase?: string };
const statusOf = ({ sync = 'Synced', health = 'Healthy', phase }: State) =>
  ({
    status: {
      sync: { status: sync, message: '' },
      health: { status: health, message: '' },
      operation: phase === undefined ? null : { number: 1, phase, message: '' },
    },
  }) as unknown as Pick<Application, 'status'>; // the fields that are looked at

describe('waitState', () => {
  const all = { sync: true, health: true, operation: true };
  it.each([
    [{}, all, 'reached'],
    [{ phase: 'Succeeded' }, all, 'reached'],
    [{ phase: 'Running' }, all, 'waiting'],
    [{ phase: 'Failed' }, all, 'failed'],
    [{ phase: 'Failed' }, { sync: true }, 'reached'],
    [{ sync: 'OutOfSync' }, all, 'waiting'],
    [{ sync: 'OutOfSync' }, { health: true }, 'reached'],
    [{ health: 'Degraded' }, all, 'failed'],
    [{ health: 'Degraded', phase: 'Running' }, { health: true }, 'waiting'],
    [{ health: 'Progressing' }, all, 'waiting'],
  ])('%j, wanted %j: %s', (state, wanted, kind) => {
    expect(waitState(statusOf(state), wanted).kind).toBe(kind);
  });
});

const node = (id: string, parent: string | null): TreeNode => {
  const [group = '', kind = '', namespace = '', name = ''] = id.split('/');
  return { id, parent, key: { group, kind, namespace, name } } as unknown as TreeNode; // what the tree looks at
};

describe('resources', () => {
  const nodes = [
    node('/Pod/a/web-1', 'apps/Deployment/a/web'),
    node('apps/Deployment/a/web', null),
    node('apps/Deployment/b/web', null),
    node('/Pod/a/lost', 'gone/X/a/x'),
  ];
  it('stand below their parents whatever order they come in', () => {
    expect(withDepth(nodes).map(({ id, depth }) => `${depth} ${id}`)).toEqual([
      '0 apps/Deployment/a/web',
      '1 /Pod/a/web-1',
      '0 apps/Deployment/b/web',
      '0 /Pod/a/lost',
    ]);
  });
  it('are found by id or by kind and name', () => {
    expect(findResource(nodes, 'pod/lost').id).toBe('/Pod/a/lost');
    expect(findResource(nodes, 'apps/Deployment/b/web').id).toBe('apps/Deployment/b/web');
    expect(() => findResource(nodes, 'Deployment/web')).toThrow(/2 resources/);
    expect(() => findResource(nodes, 'Deployment/nope')).toThrow(/no resource/);
  });
});

describe('applySpecOptions', () => {
  const spec = {
    project: 'default',
    sources: [
      { repoURL: 'r', path: 'a', helm: { parameters: [{ name: 'x', value: '1' }] } },
      { repoURL: 's' },
    ],
    destination: { name: 'c', namespace: 'n' },
    syncPolicy: { syncOptions: ['CreateNamespace=true', 'Prune=false'] },
  };
  it('changes what is given and keeps the rest', () => {
    expect(applySpecOptions(spec, {})).toEqual(spec);
    expect(
      applySpecOptions(spec, {
        path: 'b',
        helmSet: ['x=2', 'y=3'],
        destinationServer: 'https://k',
        autoSync: true,
        prune: true,
        syncOption: ['Prune=confirm'],
      }),
    ).toEqual({
      ...spec,
      sources: [
        {
          repoURL: 'r',
          path: 'b',
          helm: {
            parameters: [
              { name: 'x', value: '2' },
              { name: 'y', value: '3' },
            ],
          },
        },
        { repoURL: 's' },
      ],
      destination: { server: 'https://k', namespace: 'n' },
      syncPolicy: {
        automated: { enabled: true, prune: true },
        syncOptions: ['CreateNamespace=true', 'Prune=confirm'],
      },
    });
  });
  it('makes the first source a chart, or a folder again (SRC-14)', () => {
    const { helm } = spec.sources[0]!; // written above
    const chart = applySpecOptions(spec, { chart: 'web', revision: '1.x' });
    expect(chart.sources).toEqual([
      { repoURL: 'r', chart: 'web', targetRevision: '1.x', helm },
      { repoURL: 's' },
    ]);
    expect(applySpecOptions(chart, { path: 'a' }).sources[0]).toEqual({
      repoURL: 'r',
      path: 'a',
      targetRevision: '1.x',
      helm,
    });
    expect(() => applySpecOptions(spec, { path: 'a', chart: 'web' })).toThrow(/not both/);
  });
  it('refuses half an auto-sync and two destinations', () => {
    expect(() => applySpecOptions(spec, { selfHeal: true })).toThrow(/parts of auto-sync/);
    expect(() => applySpecOptions(spec, { destination: 'a', destinationServer: 'b' })).toThrow(/not both/);
  });
});

it('exports objects without what the server alone decides', () => {
  const metadata = {
    name: 'web',
    project: 'team',
    uid: 'u',
    labels: {},
    annotations: { a: 'b' },
    generation: 3,
  };
  const value = {
    apiVersion: 'bowline.dev/v1alpha1',
    kind: 'Application',
    metadata,
    spec: { x: 1 },
    status: {},
    can: {},
  };
  expect(exportObject(value)).toEqual({
    apiVersion: 'bowline.dev/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', annotations: { a: 'b' } },
    spec: { x: 1 },
  });
});
