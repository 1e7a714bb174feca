import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { hashKey, hookOf, objectOf, planOf, withUid, type PlanInput } from './plan.fixture.ts';
import { staleness, type StalenessInput } from './stale.ts';

const a = { ...objectOf('ConfigMap', 'a'), data: { k: '2' } };
const live = withUid({ ...objectOf('ConfigMap', 'a'), data: { k: '1' } });

function check(input: PlanInput, more: Partial<StalenessInput> = {}): string[] {
  const plan = planOf(input);
  const result = staleness({
    plan,
    live: (input.live ?? []).map(withUid),
    base: null,
    application: { generation: 1, isDeleting: false },
    reachable: [true],
    hashKey,
    ...more,
  });
  return result.kind === 'exact' ? [] : result.reasons.map((reason) => reason.code);
}

const boundTo = (identity: string) => ({
  destination: { cluster: 'here', namespace: 'default', identity },
});

const revisions = [
  { repoURL: 'https://g/r', targetRevision: 'main', revision: 'abc', renderer: 'plain' as const, tool: '' },
];

describe('staleness', () => {
  const input: PlanInput = { desired: [a], live: [live], revisions };
  const withLive = (change: (object: KubeObject) => KubeObject) => ({ live: [change(live)] });

  it.each<[string, PlanInput, Partial<StalenessInput>, string[]]>([
    ['nothing moved', input, {}, []],
    [
      'a status write',
      input,
      withLive((o) => ({ ...o, status: { x: 1 }, metadata: { ...o.metadata, resourceVersion: '9' } })),
      [],
    ],
    [
      'a field that the manifest does not set',
      input,
      withLive((o) => ({ ...o, data: { k: '1', other: 'x' } })),
      [],
    ],
    [
      'a field that the manifest sets',
      input,
      withLive((o) => ({ ...o, data: { k: '3' } })),
      ['object_changed'],
    ],
    ['deleted', input, { live: [] }, ['object_gone']],
    [
      'recreated',
      input,
      withLive((o) => ({ ...o, metadata: { ...o.metadata, uid: 'new' } })),
      ['object_recreated'],
    ],
    ['appeared', { desired: [a], revisions }, { live: [live] }, ['object_appeared']],
    [
      'on another cluster of the same name',
      { ...input, ...boundTo('one') },
      { clusterIdentity: 'two' },
      ['cluster_changed'],
    ],
    ['on its own cluster', { ...input, ...boundTo('one') }, { clusterIdentity: 'one' }, []],
    ['on a cluster that cannot be told', { ...input, ...boundTo('one') }, { clusterIdentity: '' }, []],
    ['own writes do not count', input, { live: [], ownWrites: new Set(['/ConfigMap/default/a']) }, []],
    ['an object without a step', { ...input, inSync: ['a'] }, { live: [] }, []],
    [
      'a former hook',
      { desired: [hookOf('j', 'PreSync')], revisions },
      { live: [withUid(hookOf('j', 'PreSync'))] },
      [],
    ],
    [
      'generation moved',
      input,
      { application: { generation: 2, isDeleting: false } },
      ['application_changed'],
    ],
    [
      'an edit raises it itself, once running',
      { ...input, kind: 'edit' },
      { application: { generation: 2, isDeleting: false }, ownWrites: new Set() },
      [],
    ],
    [
      'an edit before it runs',
      { ...input, kind: 'edit' },
      { application: { generation: 2, isDeleting: false } },
      ['application_changed'],
    ],
    ['being deleted', input, { application: { generation: 1, isDeleting: true } }, ['application_deleting']],
    [
      'a deletion of what is being deleted',
      { ...input, kind: 'delete' },
      { application: { generation: 2, isDeleting: true } },
      [],
    ],
    ['history rewritten', input, { reachable: [false] }, ['revision_unreachable']],
    ['a rollback needs no git', { ...input, kind: 'rollback' }, { reachable: [false] }, []],
    [
      'the destination Namespace appeared',
      { desired: [a], options: { createNamespace: true }, revisions },
      { live: [withUid(objectOf('Namespace', 'default', { namespace: '' }))] },
      [],
    ],
  ])('%s', (_name, plan, more, expected) => expect(check(plan, more)).toEqual(expected));

  it('Replace counts every field', () => {
    const replaced = { ...input, options: { replace: true } };
    expect(
      check(
        replaced,
        withLive((o) => ({ ...o, data: { k: '1', other: 'x' } })),
      ),
    ).toEqual(['object_changed']);
  });

  it('a deletion counts what an earlier hook left as its Release recorded it', () => {
    const hook = hookOf('migrate', 'PreSync', { spec: { backoffLimit: 0 } });
    const left = withUid({
      ...hook,
      spec: { backoffLimit: 0, completions: 1 },
      metadata: { ...hook.metadata, labels: { 'bowline.dev/operation': '1' } },
    });
    const base = [
      { key: keyOf(hook), version: 'v1', wave: 0, hookPhases: ['PreSync' as const], manifest: hook },
    ];
    const deletion: PlanInput = { kind: 'delete', desired: [hook], live: [left], base };
    expect(check(deletion, { live: [left], base })).toEqual([]);
  });

  it('shows what moved, Secrets as hashes', () => {
    const secret = { ...objectOf('Secret', 's'), data: { p: 'Mg==' } };
    const before = withUid({ ...secret, data: { p: 'MQ==' } });
    const result = staleness({
      plan: planOf({ desired: [secret], live: [before] }),
      live: [{ ...before, data: { p: 'MTIzNA==' } }],
      base: null,
      application: { generation: 1, isDeleting: false },
      reachable: [],
      hashKey,
    });
    expect(result).toMatchObject({
      kind: 'stale',
      reasons: [
        {
          fields: [
            { path: 'data.p', base: expect.stringMatching(/^hmac:/), live: expect.stringMatching(/^hmac:/) },
          ],
        },
      ],
    });
  });
});
