import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { IgnoreRule, KubeObject, ReleaseItem } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { withTracking } from '../tracking.ts';
import { compare, emptyComparison } from './compare.ts';

const mark = { trackingName: 'team_shop', installationId: 'i-1' };
const common = {
  ...mark,
  ignore: [],
  schemaOf: () => undefined,
  hashKey: { version: 1, key: Buffer.alloc(32, 1) },
};
function item(manifest: KubeObject): ReleaseItem {
  return { key: keyOf(manifest), version: 'v1', manifest, wave: 0, hookPhases: [] };
}

type Golden = {
  desired: KubeObject;
  live: KubeObject;
  base: KubeObject | null | 'same';
  ignore?: IgnoreRule[];
  expect: {
    verdict: string;
    reasons?: string[];
    message?: string;
    fields?: unknown[];
    paths?: string[];
    hidden?: string[];
    hiddenBy?: Record<string, string>;
  };
};

const folder = new URL('testdata/', import.meta.url);
describe('B7 one resource', () => {
  test.each(readdirSync(folder).sort())('%s', (file) => {
    const golden = load(readFileSync(new URL(file, folder), 'utf8')) as Golden;
    const base = golden.base === 'same' ? golden.desired : golden.base;
    const input = structuredClone({
      desired: [golden.desired],
      live: [golden.live],
      base: base && [item(base)],
    });
    const before = structuredClone(input);
    const comparison = compare({ ...common, ignore: golden.ignore ?? [], ...input });
    expect(input).toEqual(before);
    const [resource] = comparison.resources;
    const { expect: wanted } = golden;
    expect(resource?.fields.map((f) => f.path)).toEqual(
      wanted.paths ?? wanted.fields?.map((f) => (f as { path: string }).path),
    );
    if (wanted.fields) expect(resource?.fields).toEqual(wanted.fields);
    expect(resource?.verdict).toBe(wanted.verdict);
    if (wanted.reasons) expect(resource?.reasons).toEqual(wanted.reasons);
    if (wanted.message) expect(resource?.message).toBe(wanted.message);
    const hidden = resource?.hidden ?? [];
    if (wanted.hidden) expect(hidden.map((f) => f.path).sort()).toEqual([...wanted.hidden].sort());
    if (wanted.hiddenBy) {
      expect(Object.fromEntries(hidden.map((f) => [f.path, f.hiddenBy]))).toEqual(wanted.hiddenBy);
    }
    // OutOfSync always says why.
    expect(comparison.status).toBe(wanted.verdict === 'in-sync' ? 'Synced' : 'OutOfSync');
    if (comparison.status === 'OutOfSync') expect(resource?.reasons.length).toBeGreaterThan(0);
  });
});

describe('B11 the set', () => {
  const map = (name: string, more: Partial<KubeObject['metadata']> = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'prod', ...more },
    data: { a: '1' },
  });
  const tracked = (name: string, annotations: Record<string, string> = {}) =>
    withTracking(map(name, { annotations }), mark);
  const verdicts = (comparison: ReturnType<typeof compare>) =>
    comparison.resources.map((r) => `${r.key.name} ${r.verdict} ${r.reasons.join('+')}`);

  test('missing: unknown without a Release, pending when new, drift when deleted by hand', () => {
    const desired = [map('a')];
    expect(verdicts(compare({ ...common, desired, live: [], base: null }))).toEqual(['a missing unknown']);
    expect(verdicts(compare({ ...common, desired, live: [], base: [] }))).toEqual(['a missing pending']);
    const comparison = compare({ ...common, desired, live: [], base: [item(map('a'))] });
    expect(verdicts(comparison)).toEqual(['a missing drift']);
    expect(comparison).toMatchObject({ status: 'OutOfSync', reasons: { drift: 1, pending: 0, prune: 0 } });
  });

  test('B6 extra: tracked by itself, not owned, no hook, not of another Application', () => {
    const owner = { apiVersion: 'v1', kind: 'X', name: 'x', uid: 'u' };
    const own = tracked('extra');
    const live = [
      own,
      map('untracked'),
      { ...own, metadata: { ...own.metadata, name: 'copy' } },
      withTracking(map('other'), { ...mark, trackingName: 'team_other' }),
      withTracking(map('owned', { ownerReferences: [owner] }), mark),
      tracked('hook', { 'argocd.argoproj.io/hook': 'PreSync' }),
    ];
    const comparison = compare({ ...common, desired: [], live, base: [item(map('extra'))] });
    expect(verdicts(comparison)).toEqual(['extra extra pending']);
    expect(comparison).toMatchObject({ status: 'OutOfSync', reasons: { pending: 1, prune: 1 } });
  });

  test('DIFF-5 IgnoreExtraneous shows the object and does not count it', () => {
    const live = [tracked('a', { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' })];
    const comparison = compare({ ...common, desired: [], live, base: [] });
    expect(comparison).toMatchObject({ status: 'Synced', reasons: { prune: 0, unknown: 0 } });
    expect(comparison.resources[0]).toMatchObject({ verdict: 'extra', isIgnoredExtra: true });
  });

  test('B3 hooks are listed and never count', () => {
    const desired = [map('job', { annotations: { 'argocd.argoproj.io/hook': 'PreSync,PostSync' } })];
    const comparison = compare({ ...common, desired, live: [], base: null });
    expect(comparison.status).toBe('Synced');
    expect(comparison.resources[0]).toMatchObject({
      hookPhases: ['PreSync', 'PostSync'],
      verdict: 'in-sync',
    });
  });

  test('another owner of an object is named', () => {
    const live = [withTracking(map('a'), { ...mark, trackingName: 'team_other' })];
    const comparison = compare({ ...common, desired: [tracked('a')], live, base: null });
    expect(comparison.resources[0]?.message).toBe('Managed by another Application, team_other.');
  });

  test('unknown is not empty', () => {
    expect(emptyComparison('no cluster')).toMatchObject({
      status: 'Unknown',
      message: 'no cluster',
      resources: [],
    });
  });

  test('X16 names such as __proto__ and constructor are names', () => {
    const data = (text: string) => ({ ...map('a'), data: JSON.parse(text) as object }) as KubeObject;
    const desired = [data('{"__proto__":"1","constructor":"1"}')];
    const same = compare({ ...common, desired, live: structuredClone(desired), base: desired.map(item) });
    expect(same.status).toBe('Synced');
    const other = compare({ ...common, desired, live: [data('{"__proto__":"2"}')], base: desired.map(item) });
    expect(other.resources[0]?.fields.map((f) => f.path).sort()).toEqual([
      'data.__proto__',
      'data.constructor',
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('X16 absurd nesting is told, not a crash', () => {
    let deep: unknown = '1';
    for (let i = 0; i < 50_000; i++) deep = { a: deep };
    const desired = [{ ...map('a'), data: deep } as KubeObject];
    const comparison = compare({ ...common, desired, live: [map('a')], base: null });
    expect(comparison.resources[0]).toMatchObject({ verdict: 'modified', reasons: ['unknown'] });
  });

  test('X17 integers beyond 2^53 neither round nor differ from themselves', () => {
    const thing = (n: bigint) =>
      ({
        apiVersion: 'example.com/v1',
        kind: 'Thing',
        metadata: { name: 'a', namespace: 'prod' },
        n,
      }) as KubeObject;
    const run = (live: bigint) =>
      compare({ ...common, desired: [thing(9007199254740993n)], live: [thing(live)], base: null })
        .resources[0];
    expect(run(9007199254740993n)?.verdict).toBe('in-sync');
    expect(run(9007199254740992n)?.fields[0]).toMatchObject({
      desired: '9007199254740993',
      live: '9007199254740992',
    });
  });
});
