import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject, Plan } from '../model.ts';
import { formatKey } from '../resource-key.ts';
import { buildPlan } from './build-plan.ts';
import { planDigest } from './plan-digest.ts';
import { hookOf, objectOf, planInput, planOf, withUid } from './plan.fixture.ts';

const steps = (plan: Plan) => plan.steps.map((s) => `${s.action} ${s.key.name}`);
const actionOf = (plan: Plan, name: string) => plan.items.find((item) => item.key.name === name)?.action;

describe('buildPlan', () => {
  const a = objectOf('ConfigMap', 'a');
  const b = objectOf('ConfigMap', 'b', { wave: 1 });
  const old = objectOf('ConfigMap', 'old');

  it('lists applies, hooks, waits and prunes in the order of execution', () => {
    const plan = planOf({
      desired: [b, hookOf('post', 'PostSync'), a, hookOf('pre', 'PreSync')],
      live: [a, old],
    });
    expect(steps(plan)).toEqual([
      'hook pre',
      'wait PreSync:0',
      'apply a',
      'wait Sync:0',
      'create b',
      'wait Sync:1',
      'prune old',
      'wait Sync:2',
      'hook post',
      'wait PostSync:0',
    ]);
    expect(plan.steps.map((step) => step.index)).toEqual(plan.steps.map((_, i) => i));
    for (const step of plan.steps) {
      if (step.action !== 'wait') expect(plan.items[step.item]?.key).toEqual(step.key);
    }
  });

  it('keeps objects in sync as items without a step', () => {
    const plan = planOf({ desired: [a, b], live: [a], inSync: ['a'] });
    expect(actionOf(plan, 'a')).toBe('none');
    expect(steps(plan)).toEqual(['create b', 'wait Sync:1']);
  });

  it('refuses to plan on partial knowledge', () => {
    const input = planInput({ desired: [a] });
    const comparison = { ...input.comparison, status: 'Unknown' as const, message: 'cluster unreachable' };
    expect(() => buildPlan({ ...input, comparison })).toThrow(
      expect.objectContaining({ code: 'comparison_unknown' }),
    );
  });

  it.each<[string, Parameters<typeof objectOf>[2], Parameters<typeof planOf>[0]['options'], string]>([
    ['prune off (B4)', {}, { prune: false }, 'none'],
    ['prune on', {}, {}, 'prune'],
    ['Prune=false on the object', { annotations: { 'bowline.dev/sync-options': 'Prune=false' } }, {}, 'none'],
    [
      'Prune=confirm on the object',
      { annotations: { 'bowline.dev/sync-options': 'Prune=confirm' } },
      {},
      'prune',
    ],
  ])('%s', (_name, extra, options, expected) => {
    const plan = planOf({
      live: [objectOf('ConfigMap', 'old', extra)],
      desired: [a],
      options: options ?? {},
    });
    expect(actionOf(plan, 'old')).toBe(expected);
  });

  it.each<[string, KubeObject, Record<string, boolean>, string[], string]>([
    ['apply', objectOf('ConfigMap', 'x'), {}, [], 'apply'],
    ['Replace=true (B5)', objectOf('ConfigMap', 'x'), { replace: true }, [], 'replace'],
    [
      'a CRD is never replaced',
      objectOf('CustomResourceDefinition', 'x', { namespace: '' }),
      { replace: true },
      [],
      'apply',
    ],
    [
      'a Namespace is never replaced',
      objectOf('Namespace', 'x', { namespace: '' }),
      { replace: true, force: true },
      [],
      'apply',
    ],
    ['Force alone applies', objectOf('ConfigMap', 'x'), { force: true }, ['data.k'], 'apply'],
    [
      'Force recreates what cannot change',
      objectOf('Job', 'x', { group: 'batch/v1' }),
      { force: true },
      ['spec.template.spec.x'],
      'recreate',
    ],
    [
      'without Force it is tried',
      objectOf('Job', 'x', { group: 'batch/v1' }),
      {},
      ['spec.template.spec.x'],
      'apply',
    ],
  ])('%s', (_name, object, options, paths, expected) => {
    const fields = { x: paths.map((path) => ({ path, cause: 'pending' as const })) };
    expect(actionOf(planOf({ desired: [object], live: [object], options, fields }), 'x')).toBe(expected);
  });

  it('a dry run that meets an immutable field recreates under Force and blocks without', () => {
    const input = {
      desired: [a],
      live: [a],
      dryRunErrors: [
        {
          key: { group: '', kind: 'ConfigMap', namespace: 'default', name: 'a' },
          message: 'field is immutable',
        },
      ],
    };
    expect(actionOf(planOf({ ...input, options: { force: true } }), 'a')).toBe('recreate');
    expect(planOf(input).risks).toMatchObject([{ code: 'immutable', severity: 'block' }]);
  });

  it('plans no step for an edit, CreateNamespace or not', () => {
    const plan = planOf({ kind: 'edit', desired: [], options: { createNamespace: true } });
    expect(plan.steps).toEqual([]);
  });

  it('CreateNamespace puts the bare Namespace first, unless it is live or rendered', () => {
    const options = { createNamespace: true };
    expect(steps(planOf({ desired: [hookOf('pre', 'PreSync', { wave: -3 }), a], options }))[0]).toBe(
      'apply default',
    );
    expect(
      steps(planOf({ desired: [objectOf('ClusterRole', 'r', { namespace: '', wave: 2 })], options }))[0],
    ).toBe('apply default');
    const namespace = objectOf('Namespace', 'default', { namespace: '' });
    expect(steps(planOf({ desired: [a], live: [namespace, a], inSync: ['a'], options }))).not.toContain(
      'apply default',
    );
    expect(actionOf(planOf({ desired: [namespace, a], options }), 'default')).toBe('create');
  });

  it('a partial plan leaves the rest out, and runs no hooks (SYNC-6)', () => {
    const selection = [{ group: '', kind: 'ConfigMap', namespace: 'default', name: 'a' }];
    const plan = planOf({ desired: [a, b, hookOf('pre', 'PreSync')], live: [old], selection });
    expect(steps(plan)).toEqual(['create a', 'wait Sync:0']);
    expect(plan).toMatchObject({ isPartial: true });
    expect(plan.excluded.map((key) => key.name)).toEqual(['b', 'old']);
  });

  it('self-heal runs no hooks, rollback does and says so', () => {
    const desired = [a, hookOf('pre', 'PreSync')];
    expect(steps(planOf({ desired, kind: 'self-heal' }))).toEqual(['create a', 'wait Sync:0']);
    const rollback = planOf({ desired, kind: 'rollback', restores: 4 });
    expect(steps(rollback)).toContain('hook pre');
    expect(rollback.risks).toMatchObject([{ code: 'hook-in-rollback', severity: 'confirm' }]);
  });

  describe('deletion (B19)', () => {
    const desired = [
      a,
      b,
      hookOf('before', 'PreDelete'),
      hookOf('after', 'PostDelete'),
      hookOf('pre', 'PreSync'),
    ];
    const deletion = { cascade: 'foreground' as const };

    it('takes every live managed object in reverse waves between its hooks', () => {
      const plan = planOf({ kind: 'delete', desired, live: [a, b, old], deletion });
      expect(steps(plan)).toEqual([
        'hook before',
        'wait PreDelete:0',
        'delete b',
        'wait Sync:1',
        'delete old',
        'delete a',
        'wait Sync:0',
        'hook after',
        'wait PostDelete:0',
      ]);
    });
    it('keep deletes nothing and runs nothing', () => {
      const plan = planOf({ kind: 'delete', desired, live: [a, b], deletion: { cascade: 'keep' } });
      expect(plan.steps).toEqual([]);
    });
    it('keep needs to know nothing of the cluster', () => {
      const input = planInput({ kind: 'delete', desired, live: [a], deletion: { cascade: 'keep' } });
      const comparison = { ...input.comparison, status: 'Unknown' as const, resources: [] };
      expect(buildPlan({ ...input, comparison }).steps).toEqual([]);
    });
    it('Delete=false keeps, and says so', () => {
      const kept = objectOf('ConfigMap', 'a', {
        annotations: { 'bowline.dev/sync-options': 'Delete=false' },
      });
      const plan = planOf({ kind: 'delete', desired: [kept], live: [kept], deletion });
      expect(plan.steps).toEqual([]);
      expect(plan.risks).toMatchObject([{ code: 'protected', severity: 'notice' }]);
    });
    it('takes along what hooks left behind', () => {
      const left = hookOf('pre', 'PreSync');
      const live = {
        ...left,
        metadata: { ...left.metadata, labels: { 'bowline.dev/operation': '3.0.abc' } },
      };
      expect(steps(planOf({ kind: 'delete', desired, live: [live], deletion }))).toContain('delete pre');
    });
  });

  it('shows no Secret value anywhere', () => {
    const secret = { ...objectOf('Secret', 's'), data: { password: 'aHVudGVyMg==' } };
    const text = JSON.stringify(
      planOf({
        desired: [secret],
        live: [secret, { ...objectOf('Secret', 'old'), data: { p: 'aHVudGVyMg==' } }],
      }),
    );
    expect(text).not.toContain('aHVudGVyMg==');
  });
});

describe('digest', () => {
  const a = objectOf('ConfigMap', 'a');
  const base = () =>
    planInput({
      desired: [{ ...a, data: { k: '1' } }, objectOf('Secret', 's')],
      live: [a, objectOf('ConfigMap', 'old')],
    });

  it('is equal for equal content in any order', () => {
    const objects = [
      a,
      objectOf('ConfigMap', 'b', { wave: 2 }),
      hookOf('pre', 'PreSync,PostSync'),
      objectOf('Service', 's'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(objects, { minLength: objects.length }), (desired) => {
        expect(planOf({ desired, live: [...desired].reverse() }).digest).toBe(
          planOf({ desired: objects, live: objects }).digest,
        );
      }),
    );
  });

  it('does not move with status, metadata of commits or who wrote a field', () => {
    const input = base();
    const digest = buildPlan(input).digest;
    const live = input.live.map((object) => ({
      ...object,
      status: { ready: 1 },
      metadata: { ...object.metadata, resourceVersion: '99' },
    }));
    expect(buildPlan({ ...input, live }).digest).toBe(digest);
    const revision = {
      repoURL: 'u',
      targetRevision: 'main',
      revision: 'abc',
      renderer: 'plain' as const,
      tool: '',
    };
    const one = buildPlan({ ...input, revisions: [{ ...revision, message: 'x' }] }).digest;
    expect(buildPlan({ ...input, revisions: [{ ...revision, message: 'y', author: 'z' }] }).digest).toBe(one);
    expect(one).not.toBe(digest);
  });

  it('verifies itself', () => {
    const plan = buildPlan(base());
    expect(planDigest(plan)).toBe(plan.digest);
    expect(plan.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, (input: ReturnType<typeof base>) => ReturnType<typeof base>]>([
    ['a field', (i) => ({ ...i, desired: i.desired.map((o) => ({ ...o, data: { k: '2' } })) })],
    [
      'a Secret value',
      (i) => ({
        ...i,
        desired: i.desired.map((o) => (o.kind === 'Secret' ? { ...o, stringData: { k: 'x' } } : o)),
      }),
    ],
    [
      'a live object it was computed against',
      (i) => ({ ...i, live: i.live.map((o) => ({ ...o, metadata: { ...o.metadata, uid: 'other' } })) }),
    ],
    ['an option', (i) => ({ ...i, options: { ...i.options, prunePropagation: 'orphan' } })],
    ['the prune set', (i) => ({ ...i, options: { ...i.options, prune: false } })],
    [
      'the revision',
      (i) => ({
        ...i,
        revisions: [{ repoURL: 'u', targetRevision: 'main', revision: 'b', renderer: 'helm', tool: '' }],
      }),
    ],
    ['the destination', (i) => ({ ...i, destination: { ...i.destination, cluster: 'other' } })],
    ['the generation', (i) => ({ ...i, application: { ...i.application, generation: 2 } })],
    [
      'a wave',
      (i) => ({
        ...i,
        desired: i.desired.map((o) => ({
          ...o,
          metadata: {
            ...o.metadata,
            annotations: { ...o.metadata.annotations, 'bowline.dev/sync-wave': '3' },
          },
        })),
      }),
    ],
    ['the kind', (i) => ({ ...i, kind: 'rollback', restores: 2 })],
    ['the Hold', (i) => ({ ...i, hold: { reason: 'bad' } })],
  ])('moves with %s', (_name, change) => {
    const input = base();
    expect(buildPlan(change(input)).digest).not.toBe(buildPlan(input).digest);
  });

  it('items know their keys once', () => {
    const plan = buildPlan(base());
    const keys = plan.items.map((item) => formatKey(item.key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(withUid(a).metadata.uid).toBe('uid-a');
  });
});
