import { describe, expect, it } from 'vitest';
import { compare } from '../diff/compare.ts';
import type { KubeObject, ReleaseItem, UnreadObject } from '../model.ts';
import { gvkOf, keyOf } from '../resource-key.ts';
import { buildPlan } from './build-plan.ts';
import { hashKey, hookOf, objectOf, options, tracking, withUid } from './plan.fixture.ts';
import { staleness } from './stale.ts';

/** The real comparison and the Plan built on it: what one calls changed the other must plan, and nothing else. */
function plan(input: {
  desired: KubeObject[];
  live: KubeObject[];
  base: ReleaseItem[] | null;
  unread?: UnreadObject[];
}) {
  const live = input.live.map(withUid);
  const comparison = compare({ ...input, live, ignore: [], schemaOf: () => undefined, hashKey, ...tracking });
  const built = buildPlan({
    kind: 'sync',
    application: { project: 'team', name: 'shop', uid: 'app-uid', generation: 1 },
    destination: { cluster: 'here', namespace: 'default' },
    revisions: [],
    comparison,
    desired: input.desired,
    live,
    base: input.base,
    options,
    hashKey,
  });
  const check = (now: KubeObject[]) =>
    staleness({
      plan: built,
      live: now,
      base: input.base,
      application: { generation: 1, isDeleting: false },
      reachable: [],
      hashKey,
    }).kind;
  return { built, live, check };
}

function released(object: KubeObject): ReleaseItem {
  return { key: keyOf(object), version: gvkOf(object).version, manifest: object, wave: 0, hookPhases: [] };
}

describe('a Plan on a real comparison', () => {
  const same = { ...objectOf('ConfigMap', 'same'), data: { k: '1' } };
  const changed = { ...objectOf('ConfigMap', 'changed'), data: { k: '2' } };
  const before = { ...changed, data: { k: '1' } };
  const secret = { ...objectOf('Secret', 's'), stringData: { p: 'new' } };
  const secretLive = { ...objectOf('Secret', 's'), data: { p: Buffer.from('old').toString('base64') } };
  const gone = objectOf('ConfigMap', 'gone');
  const desired = [same, changed, secret, hookOf('pre', 'PreSync')];
  const liveBefore = [same, before, secretLive, gone];
  const base = [same, before, gone].map(released);

  it('B15: never creates what was not read; the risk says why', () => {
    const unread = [{ key: keyOf(changed), reason: 'Project "narrow" does not allow it.' }];
    const { built } = plan({ desired: [same, changed], live: [same], base: null, unread });
    expect(built.steps.map((s) => `${s.action} ${s.key.name}`)).toEqual(['apply changed', 'wait Sync:0']);
    expect(built.risks).toMatchObject([
      { code: 'unread', severity: 'block', key: keyOf(changed), message: expect.stringContaining('narrow') },
    ]);
  });

  it('plans what differs, in order, and is exact against what it saw', () => {
    const { built, live, check } = plan({ desired, live: liveBefore, base });
    expect(
      built.steps.filter((step) => step.action !== 'wait').map((s) => `${s.action} ${s.key.name}`),
    ).toEqual(['hook pre', 'apply s', 'apply changed', 'prune gone']);
    expect(check(live)).toBe('exact');
    expect(check([...live].reverse())).toBe('exact');
    expect(JSON.stringify(built)).not.toContain(Buffer.from('old').toString('base64'));
  });

  it('is stale once a planned Secret moved, and not when its status or another object did', () => {
    const { live, check } = plan({ desired, live: liveBefore, base });
    const moved = (name: string, change: Partial<KubeObject>) =>
      live.map((object) => (object.metadata.name === name ? { ...object, ...change } : object));
    expect(check(moved('s', { data: { p: 'eA==' } }))).toBe('stale');
    expect(check(moved('changed', { status: { x: 1 } }))).toBe('exact');
    expect(check(moved('same', { data: { k: '9' } }))).toBe('exact');
  });

  it('names drift that would be taken back', () => {
    const drifted = { ...same, data: { k: 'by hand' } };
    const { built } = plan({ desired: [same], live: [drifted], base: [released(same)] });
    expect(built.risks).toMatchObject([{ code: 'take-back-drift', severity: 'confirm', key: keyOf(same) }]);
  });

  it('has nothing to do when all is in sync', () => {
    expect(plan({ desired: [same], live: [same], base: [released(same)] }).built.steps).toEqual([]);
  });
});
