import { describe, expect, it } from 'vitest';
import type { Health, KubeObject, NextStep, ObservedObject, Plan, StepResult } from '../model.ts';
import { formatKey, keyOf } from '../resource-key.ts';
import { nextStep } from './next-step.ts';
import { hookOf, objectOf, planOf } from './plan.fixture.ts';

const startedAt = '2026-01-01T00:00:00Z';
const done = (step: number): StepResult => ({ step, attempt: 1, phase: 'Succeeded', message: '', startedAt });

function ask(plan: Plan, results: StepResult[], objects: [KubeObject, Health['status']][]): NextStep {
  const seen = new Map<string, ObservedObject>(
    objects.map(([object, status]) => [
      formatKey(keyOf(object)),
      { uid: `uid-${object.metadata.name}`, health: { status, message: '' }, isDeleting: false },
    ]),
  );
  return nextStep({
    plan,
    results,
    observed: { kind: 'known', objects: seen },
    operation: { number: 1, startedAt, isTerminating: false },
    now: new Date(startedAt),
  });
}
const names = (plan: Plan) =>
  plan.steps.map((step) => `${step.phase}:${step.wave} ${step.action} ${step.key.name}`);

describe('a kind that the same Plan brings (SYNC-2, B2)', () => {
  const crd = objectOf('CustomResourceDefinition', 'widgets.example.com', {
    namespace: '',
    group: 'apiextensions.k8s.io/v1',
    spec: { group: 'example.com', names: { kind: 'Widget' } },
  });
  const widget = objectOf('Widget', 'w', { group: 'example.com/v1' });
  const other = objectOf('Gadget', 'g', { group: 'example.com/v1' });
  const plan = planOf({ desired: [widget, other, crd] });
  const at = (name: string) => plan.steps.findIndex((step) => step.key.name === name);

  it('is defined before its objects, in their wave', () => {
    expect(names(plan)).toEqual([
      'Sync:0 create widgets.example.com',
      'Sync:0 create g',
      'Sync:0 create w',
      'Sync:0 wait Sync:0',
    ]);
  });

  it('is waited for until the cluster serves it', () => {
    const results = [done(at('widgets.example.com')), done(at('g'))];
    expect(
      ask(plan, results, [
        [crd, 'Progressing'],
        [other, 'Healthy'],
      ]),
    ).toMatchObject({
      kind: 'wait',
      waitingFor: [{ kind: 'CustomResourceDefinition' }],
    });
    expect(
      ask(plan, results, [
        [crd, 'Healthy'],
        [other, 'Healthy'],
      ]),
    ).toMatchObject({
      kind: 'run',
      steps: [{ step: { key: { kind: 'Widget' } } }],
    });
  });

  it('does not hold back other kinds, nor wait for a definition that failed', () => {
    const results = [done(at('widgets.example.com'))];
    expect(ask(plan, results, [[crd, 'Progressing']])).toMatchObject({
      kind: 'run',
      steps: [{ step: { key: { kind: 'Gadget' } } }],
    });
    expect(ask(plan, [...results, done(at('g'))], [[crd, 'Degraded']])).toMatchObject({ kind: 'run' });
  });
});

describe('what a sync runs (SYNC-1, SYNC-6, SYNC-7, HIST-2)', () => {
  const a = objectOf('ConfigMap', 'a', { wave: -5 });
  const b = objectOf('ConfigMap', 'b', { wave: 3 });
  const everywhere = hookOf('h', 'PreSync,Sync,PostSync');
  const fails = hookOf('cleanup', 'SyncFail');

  it('one manifest runs in each SyncPhase that it names, waves may be negative (SYNC-1, SYNC-2)', () => {
    expect(names(planOf({ desired: [b, a, everywhere] })).filter((text) => !text.includes('wait'))).toEqual([
      'PreSync:0 hook h',
      'Sync:-5 create a',
      'Sync:0 hook h',
      'Sync:3 create b',
      'PostSync:0 hook h',
    ]);
  });

  it('SyncFail hooks stand in the Plan and run only after a failure', () => {
    const plan = planOf({ desired: [a, fails] });
    const wait = plan.steps.findIndex((step) => step.action === 'wait');
    const applied = [done(0)];
    const ended = ask(plan, [...applied, done(wait)], [[a, 'Healthy']]);
    expect(ended).toMatchObject({ kind: 'finish', phase: 'Succeeded' });
    const failed: StepResult = { ...done(wait), phase: 'Failed', message: 'a is Degraded.' };
    expect(ask(plan, [...applied, failed], [[a, 'Degraded']])).toMatchObject({
      kind: 'run',
      steps: [{ step: { phase: 'SyncFail', key: { name: 'cleanup' } } }],
    });
  });

  it('Argo CD strategy apply is a Plan of all objects chosen one by one: no hooks, and partial (SYNC-7)', () => {
    const plan = planOf({ desired: [a, b, everywhere], selection: [a, b].map(keyOf) });
    expect(plan.isPartial).toBe(true);
    expect(plan.steps.some((step) => step.action === 'hook')).toBe(false);
    expect(plan.excluded).toEqual([]);
  });

  it('a rollback runs its hooks in their phases, where they were asked for, and says so (HIST-2, B13)', () => {
    const plan = planOf({ kind: 'rollback', restores: 3, desired: [a, everywhere] });
    expect(plan.steps.filter((step) => step.action === 'hook').map((step) => step.phase)).toEqual([
      'PreSync',
      'Sync',
      'PostSync',
    ]);
    expect(plan).toMatchObject({ restores: 3, risks: [{ code: 'hook-in-rollback', severity: 'confirm' }] });
  });
});
