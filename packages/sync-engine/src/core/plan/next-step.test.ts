import { describe, expect, it } from 'vitest';
import type { Health, KubeObject, NextStep, ObservedObject, Plan, StepResult } from '../model.ts';
import { formatKey, keyOf } from '../resource-key.ts';
import { hookLabelOf, nextStep } from './next-step.ts';
import { planOf, objectOf, hookOf } from './plan.fixture.ts';

const healthy: Health = { status: 'Healthy', message: '' };
const operation = { number: 7, startedAt: '2026-01-01T00:00:00Z', isTerminating: false };
const now = new Date('2026-01-01T00:00:10Z');

type World = Map<string, ObservedObject>;
function ask(
  plan: Plan,
  results: StepResult[],
  objects: World,
  extra: { isTerminating?: boolean } = {},
): NextStep {
  return nextStep({
    plan,
    results,
    observed: { kind: 'known', objects },
    operation: { ...operation, ...extra },
    now,
  });
}
function result(step: number, phase: StepResult['phase'], more: Partial<StepResult> = {}): StepResult {
  return { step, attempt: 1, phase, message: '', startedAt: operation.startedAt, ...more };
}
function seen(
  object: KubeObject,
  health: Health | null = healthy,
  more: Partial<ObservedObject> = {},
): [string, ObservedObject] {
  return [
    formatKey(keyOf(object)),
    { uid: `uid-${object.metadata.name}`, health, isDeleting: false, ...more },
  ];
}
function label(step: number): string {
  return hookLabelOf({ applicationUid: 'app-uid', operationNumber: 7, step });
}

describe('nextStep (B2)', () => {
  const config = objectOf('ConfigMap', 'a');
  const web = objectOf('Deployment', 'web', { group: 'apps/v1', wave: 1 });

  it('waits for an unknown view whatever else is known', () => {
    const plan = planOf({ desired: [config] });
    const observed = { kind: 'unknown' as const, message: 'watch is stale' };
    const next = nextStep({ plan, results: [], observed, operation, now });
    expect(next).toMatchObject({ kind: 'wait', message: expect.stringContaining('watch is stale') });
  });

  it('can be stopped with an unknown view, but not while a hook of its own may run (SYNC-10)', () => {
    const plan = planOf({ desired: [config, hookOf('pre', 'PreSync')] });
    const observed = { kind: 'unknown' as const, message: 'watch is stale' };
    const common = { plan, observed, operation: { ...operation, isTerminating: true }, now };
    expect(nextStep({ ...common, results: [] })).toMatchObject({ kind: 'finish', phase: 'Failed' });
    const hook = plan.steps.findIndex((step) => step.action === 'hook');
    const results = [
      { step: hook, attempt: 1, phase: 'Running' as const, message: '', startedAt: now.toISOString() },
    ];
    expect(nextStep({ ...common, results })).toMatchObject({ kind: 'wait' });
  });

  it('finishes a plan without steps', () => {
    expect(ask(planOf({ desired: [] }), [], new Map())).toEqual({
      kind: 'finish',
      phase: 'Succeeded',
      message: 'Nothing had to be done.',
    });
  });

  it('runs a wave, judges it, and only then starts the next', () => {
    const plan = planOf({ desired: [config, web] });
    expect(ask(plan, [], new Map())).toMatchObject({ kind: 'run', steps: [{ call: 'create', attempt: 1 }] });
    const world = new Map([seen(config, null)]);
    const record = ask(plan, [result(0, 'Succeeded')], world);
    expect(record).toMatchObject({ kind: 'record', results: [{ step: 1, phase: 'Succeeded' }] });
    const next = ask(plan, [result(0, 'Succeeded'), result(1, 'Succeeded')], world);
    expect(next).toMatchObject({ kind: 'run', steps: [{ step: { key: { name: 'web' } } }] });
  });

  it('waits for the health of the last wave too, and says for what', () => {
    const plan = planOf({ desired: [web] });
    const world = new Map([seen(web, { status: 'Progressing', message: '1 of 3 ready' })]);
    expect(ask(plan, [result(0, 'Succeeded')], world)).toEqual({
      kind: 'wait',
      message: 'Waiting for the healthy state of Deployment default/web (1 of 3 ready).',
      waitingFor: [keyOf(web)],
    });
  });

  it.each<[string, [string, ObservedObject][], string]>([
    [
      'a degraded object',
      [seen(web, { status: 'Degraded', message: 'image pull failed' })],
      'Degraded: image pull failed',
    ],
    ['a missing object', [], 'missing'],
  ])('%s fails the wave', (_name, objects, text) => {
    const plan = planOf({ desired: [web] });
    const next = ask(plan, [result(0, 'Succeeded')], new Map(objects));
    expect(next).toMatchObject({
      kind: 'record',
      results: [
        {
          step: 1,
          phase: 'Failed',
          message: expect.stringContaining(text),
          failures: [{ step: 0, message: expect.stringContaining(text) }],
        },
      ],
    });
  });

  it('a failed call does not stop later kinds of its wave, but later waves', () => {
    const secret = objectOf('Secret', 's');
    const plan = planOf({ desired: [secret, config, web] });
    const results = [result(0, 'Failed', { message: 'forbidden' })];
    expect(ask(plan, results, new Map())).toMatchObject({
      kind: 'run',
      steps: [{ step: { key: { kind: 'ConfigMap' } } }],
    });
    const judged = ask(plan, [...results, result(1, 'Succeeded')], new Map([seen(config)]));
    expect(judged).toMatchObject({ kind: 'record', results: [{ step: 2, phase: 'Failed' }] });
    const end = ask(
      plan,
      [...results, result(1, 'Succeeded'), result(2, 'Failed', { message: 'Secret s: forbidden.' })],
      new Map(),
    );
    expect(end).toEqual({ kind: 'finish', phase: 'Failed', message: 'Secret s: forbidden.' });
  });

  it('runs SyncFail hooks after a failed wave, then fails', () => {
    const plan = planOf({ desired: [config, hookOf('alert', 'SyncFail')] });
    const failed = [result(0, 'Failed'), result(1, 'Failed', { message: 'broken.' })];
    expect(ask(plan, failed, new Map())).toMatchObject({
      kind: 'run',
      steps: [{ call: 'create', step: { phase: 'SyncFail' } }],
    });
    const ran = [...failed, result(2, 'Succeeded', { uid: 'uid-alert' })];
    const world = new Map([seen(hookOf('alert', 'SyncFail'), healthy, { hookLabel: label(2) })]);
    expect(ask(plan, ran, world)).toMatchObject({
      kind: 'record',
      results: [{ step: 3, phase: 'Succeeded' }],
    });
    expect(ask(plan, [...ran, result(3, 'Succeeded')], world)).toEqual({
      kind: 'finish',
      phase: 'Failed',
      message: 'broken.',
    });
  });

  it('leaves SyncFail hooks alone when all goes well', () => {
    const plan = planOf({ desired: [config, hookOf('alert', 'SyncFail')] });
    expect(
      ask(plan, [result(0, 'Succeeded'), result(1, 'Succeeded')], new Map([seen(config)])),
    ).toMatchObject({
      kind: 'finish',
      phase: 'Succeeded',
    });
  });

  describe('hooks (B3)', () => {
    const migrate = hookOf('migrate', 'PreSync');
    const plan = planOf({ desired: [migrate] });

    it('deletes the former object first, and waits until it is gone', () => {
      const former = new Map([seen(migrate, healthy, { hookLabel: '6.0.x' })]);
      expect(ask(plan, [], former)).toMatchObject({
        kind: 'run',
        steps: [{ call: 'delete-previous', uid: 'uid-migrate', attempt: 1 }],
      });
      const deleting = new Map([seen(migrate, healthy, { hookLabel: '6.0.x', isDeleting: true })]);
      expect(ask(plan, [result(0, 'Succeeded')], deleting)).toMatchObject({ kind: 'wait' });
      expect(ask(plan, [result(0, 'Succeeded')], new Map())).toMatchObject({
        kind: 'run',
        steps: [{ call: 'create', attempt: 2 }],
      });
    });

    it('after a crash takes up its own object instead of deleting or creating it again', () => {
      const own = new Map([seen(migrate, { status: 'Progressing', message: '' }, { hookLabel: label(0) })]);
      expect(ask(plan, [result(0, 'Running')], own)).toMatchObject({
        kind: 'run',
        steps: [{ call: 'apply', attempt: 2, uid: 'uid-migrate' }],
      });
    });

    it('a retry runs hooks anew, without mistaking those of the attempt before for its own', () => {
      const own = new Map([seen(migrate, { status: 'Degraded', message: '' }, { hookLabel: label(0) })]);
      expect(ask(plan, [], own)).toMatchObject({ kind: 'run', steps: [{ call: 'delete-previous' }] });
      const second = { ...operation, attempt: 2 };
      const observed = { kind: 'known' as const, objects: own };
      const results = [result(0, 'Running')];
      expect(nextStep({ plan, results, observed, operation: second, now })).toMatchObject({
        kind: 'run',
        steps: [{ call: 'delete-previous' }],
      });
    });

    it('never takes an object of another Application of the same name and number for its own', () => {
      const other = hookLabelOf({ applicationUid: 'former-app', operationNumber: 7, step: 0 });
      const world = new Map([seen(migrate, healthy, { hookLabel: other })]);
      expect(ask(plan, [], world)).toMatchObject({ kind: 'run', steps: [{ call: 'delete-previous' }] });
    });

    it.each<[string, Health | null, string]>([
      ['running', { status: 'Progressing', message: '' }, 'wait'],
      ['suspended', { status: 'Suspended', message: '' }, 'wait'],
      ['completed', healthy, 'Succeeded'],
      ['without a health check', null, 'Succeeded'],
      ['failed', { status: 'Degraded', message: 'backoff limit' }, 'Failed'],
      ['unknown', { status: 'Unknown', message: '' }, 'Failed'],
    ])('a %s hook', (_name, health, expected) => {
      const world = new Map([seen(migrate, health, { hookLabel: label(0) })]);
      const next = ask(plan, [result(0, 'Succeeded', { uid: 'u' })], world);
      expect(next.kind === 'record' ? next.results[0]?.phase : next.kind).toBe(expected);
    });

    it('a hook that vanished has failed, it is not run again', () => {
      const next = ask(plan, [result(0, 'Succeeded', { uid: 'u' })], new Map());
      expect(next).toMatchObject({ kind: 'record', results: [{ phase: 'Failed' }] });
    });

    it('HookSucceeded: deleted once its phase is done, before the next one starts', () => {
      const once = hookOf('migrate', 'PreSync', { policy: 'HookSucceeded' });
      const two = planOf({ desired: [once, config] });
      const done = [result(0, 'Succeeded', { uid: 'u' }), result(1, 'Succeeded')];
      const world = new Map([seen(once, healthy, { hookLabel: label(0) })]);
      expect(ask(two, done, world)).toMatchObject({
        kind: 'run',
        steps: [{ call: 'delete-hook', attempt: 2 }],
      });
      const deleted = [...done, result(0, 'Succeeded', { attempt: 2 })];
      expect(ask(two, deleted, world)).toMatchObject({
        kind: 'run',
        steps: [{ call: 'create', step: { key: { name: 'a' } } }],
      });
      const refused = [...done, result(0, 'Failed', { attempt: 2 })];
      expect(ask(two, refused, world)).toMatchObject({
        kind: 'run',
        steps: [{ step: { key: { name: 'a' } } }],
      });
    });

    it('HookFailed: deleted on failure only', () => {
      const kept = hookOf('migrate', 'PreSync', { policy: 'HookFailed' });
      const one = planOf({ desired: [kept] });
      const failed = [result(0, 'Succeeded', { uid: 'u' }), result(1, 'Failed', { message: 'no.' })];
      const sick = new Map([seen(kept, { status: 'Degraded', message: '' }, { hookLabel: label(0) })]);
      expect(ask(one, failed, sick)).toMatchObject({ kind: 'run', steps: [{ call: 'delete-hook' }] });
      expect(ask(one, [...failed, result(0, 'Succeeded', { attempt: 2 })], new Map())).toMatchObject({
        kind: 'finish',
        phase: 'Failed',
      });
      const fine = [result(0, 'Succeeded', { uid: 'u' }), result(1, 'Succeeded')];
      const well = new Map([seen(kept, healthy, { hookLabel: label(0) })]);
      expect(ask(one, fine, well)).toMatchObject({ kind: 'finish', phase: 'Succeeded' });
    });

    it('terminating deletes running hooks and ends (SYNC-10)', () => {
      const world = new Map([seen(migrate, { status: 'Progressing', message: '' }, { hookLabel: label(0) })]);
      const ran = [result(0, 'Succeeded', { uid: 'u' })];
      expect(ask(plan, ran, world, { isTerminating: true })).toMatchObject({
        kind: 'run',
        steps: [{ call: 'delete-hook' }],
      });
      expect(ask(plan, ran, new Map(), { isTerminating: true })).toEqual({
        kind: 'finish',
        phase: 'Failed',
        message: 'Operation terminated.',
      });
    });

    it('names generated hooks by operation, phase and index', () => {
      const generated = hookOf('', 'PostSync', { generateName: 'smoke-' });
      expect(ask(planOf({ desired: [generated] }), [], new Map())).toMatchObject({
        kind: 'run',
        steps: [{ step: { key: { name: 'smoke-7-postsync-0' } } }],
      });
    });
  });

  describe('removals', () => {
    const old = objectOf('ConfigMap', 'old');
    const plan = planOf({ desired: [config], live: [old] });

    it('starts none before every replacement is healthy', () => {
      expect(plan.steps.map((s) => s.action)).toEqual(['create', 'wait', 'prune', 'wait']);
      const done = [result(0, 'Succeeded'), result(1, 'Succeeded')];
      expect(ask(plan, done, new Map([seen(config), seen(old)]))).toMatchObject({
        kind: 'run',
        steps: [{ call: 'delete', uid: 'uid-old' }],
      });
    });

    it('waits until the object is gone', () => {
      const done = [result(0, 'Succeeded'), result(1, 'Succeeded'), result(2, 'Succeeded')];
      const world = new Map([seen(old, healthy, { isDeleting: true })]);
      expect(ask(plan, done, world)).toMatchObject({
        kind: 'wait',
        message: 'Waiting for the deletion of ConfigMap default/old.',
      });
      expect(ask(plan, done, new Map())).toMatchObject({
        kind: 'record',
        results: [{ step: 3, phase: 'Succeeded' }],
      });
      const another = new Map([seen(old, healthy, { uid: 'somebody-elses' })]);
      expect(ask(plan, done, another)).toMatchObject({ kind: 'record', results: [{ phase: 'Succeeded' }] });
    });
  });

  describe('objects of earlier waves that the plan leaves alone', () => {
    const backend = objectOf('Deployment', 'backend', { group: 'apps/v1' });
    const base = { desired: [backend, config, web], live: [backend, config], inSync: ['backend', 'a'] };
    const sick = new Map([seen(backend, { status: 'Degraded', message: '' }), seen(config)]);
    const slow = new Map([seen(backend, { status: 'Progressing', message: '' }), seen(config)]);

    it('a sync does not run past them', () => {
      expect(ask(planOf(base), [], sick)).toMatchObject({
        kind: 'record',
        results: [
          {
            step: 1,
            phase: 'Failed',
            message:
              'Not started: Deployment default/backend of an earlier wave, which this plan does not change, is Degraded.',
          },
        ],
      });
    });
    it('the first of several is named, and how many there are more', () => {
      const other = objectOf('Deployment', 'other', { group: 'apps/v1' });
      const desired = [...base.desired, other];
      const plan = planOf({ desired, live: [...base.live, other], inSync: [...base.inSync, 'other'] });
      const both = new Map([...slow, seen(other, { status: 'Progressing', message: '' })]);
      expect(ask(plan, [], both)).toMatchObject({
        kind: 'wait',
        message: 'Waiting for the healthy state of Deployment default/backend and 1 more of an earlier wave.',
      });
    });
    it('PostSync and later waves wait while they progress', () => {
      const later = planOf({ ...base, desired: [hookOf('pre', 'PreSync'), backend, config, web] });
      const done = [result(0, 'Succeeded', { uid: 'u' }), result(1, 'Succeeded')];
      expect(ask(later, done, slow)).toMatchObject({ kind: 'wait', waitingFor: [keyOf(backend)] });
    });
    it('a PreSync hook, which may be what mends them, runs all the same', () => {
      const hooked = planOf({ ...base, desired: [hookOf('pre', 'PreSync'), backend, config, web] });
      expect(ask(hooked, [], sick)).toMatchObject({ kind: 'run', steps: [{ step: { action: 'hook' } }] });
    });
    it('a rollback is not held up by them', () => {
      expect(ask(planOf({ ...base, kind: 'rollback' }), [], sick)).toMatchObject({ kind: 'run' });
    });
  });
});
