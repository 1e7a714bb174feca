import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject, ObservedObject, Plan, RunnableStep, StepResult } from '../model.ts';
import { formatKey, keyOf, objectsByKey } from '../resource-key.ts';
import { HOOK_OPERATION_LABEL, nextStep, prepareHook } from './next-step.ts';
import { hookOf, objectOf, planOf, withUid } from './plan.fixture.ts';

const operationNumber = 3;
const now = new Date('2026-01-01T00:00:00Z');

/** Where the server dies: before the intent is saved, before the call, after the call, or not at all. */
type Crash = 'before-intent' | 'before-call' | 'after-call' | 'none';

/** A cluster that does what it is told: applied objects are healthy after `slowness` looks, hooks complete then. */
class Simulation {
  readonly objects = new Map<
    string,
    { uid: string; age: number; label: string | undefined; gone: number | undefined }
  >();
  readonly results: StepResult[] = [];
  readonly log: { call: string; key: string; step: number }[] = [];
  private uids = 0;
  private readonly plan: Plan;
  private readonly desired: Map<string, KubeObject>;
  private readonly slowness: number;
  private readonly sick: Set<string>;

  constructor(plan: Plan, desired: KubeObject[], live: KubeObject[], slowness: number, sick: string[] = []) {
    this.plan = plan;
    this.desired = objectsByKey(desired);
    this.slowness = slowness;
    this.sick = new Set(sick);
    for (const object of live) {
      this.objects.set(formatKey(keyOf(object)), {
        uid: object.metadata.uid ?? '',
        age: 99,
        label: object.metadata.labels?.[HOOK_OPERATION_LABEL],
        gone: undefined,
      });
    }
  }

  /** What stays: without objects whose deletion has begun. */
  kept(): string[] {
    return [...this.objects].flatMap(([key, object]) => (object.gone === undefined ? [key] : [])).sort();
  }

  observed(): Map<string, ObservedObject> {
    const seen = new Map<string, ObservedObject>();
    for (const [key, object] of this.objects) {
      object.age++;
      if (object.gone !== undefined && object.gone-- <= 0) {
        this.objects.delete(key);
        continue;
      }
      const isReady = object.age > this.slowness;
      const isSick = isReady && [...this.sick].some((name) => key.endsWith(`/${name}`));
      seen.set(key, {
        uid: object.uid,
        health: { status: isSick ? 'Degraded' : isReady ? 'Healthy' : 'Progressing', message: '' },
        isDeleting: object.gone !== undefined,
        ...(object.label === undefined ? {} : { hookLabel: object.label }),
      });
    }
    return seen;
  }

  /** Runs to the end; each pass takes the next crash from the list. Returns how it ended. */
  run(crashes: Crash[]): string {
    const queue = [...crashes];
    for (let pass = 0; pass < 2000; pass++) {
      const next = nextStep({
        plan: this.plan,
        results: this.results,
        observed: { kind: 'known', objects: this.observed() },
        operation: { number: operationNumber, startedAt: now.toISOString(), isTerminating: false },
        now,
      });
      if (next.kind === 'finish') return next.phase;
      if (next.kind === 'record') for (const result of next.results) this.save(result);
      if (next.kind !== 'run') continue;
      for (const step of next.steps) {
        const crash = queue.shift() ?? 'none';
        if (crash === 'before-intent') break;
        const intent = {
          step: step.step.index,
          attempt: step.attempt,
          message: '',
          startedAt: now.toISOString(),
        };
        this.save({ ...intent, phase: 'Running' });
        if (crash === 'before-call') break;
        const uid = this.call(step);
        if (crash === 'after-call') break;
        this.save({ ...intent, phase: 'Succeeded', ...(uid === undefined ? {} : { uid }) });
      }
    }
    return 'never';
  }

  private save(result: StepResult): void {
    const at = this.results.findIndex((r) => r.step === result.step && r.attempt === result.attempt);
    if (at < 0) this.results.push(result);
    else this.results[at] = result;
  }

  private call(runnable: RunnableStep): string | undefined {
    const key = formatKey(runnable.step.key);
    const found = this.objects.get(key);
    const before = found?.uid;
    switch (runnable.call) {
      case 'create':
        if (found !== undefined) throw new Error(`${key} exists`);
        this.make(key, runnable);
        break;
      case 'apply':
      case 'replace':
        if (found === undefined) this.make(key, runnable);
        break;
      case 'recreate':
        this.make(key, runnable);
        break;
      default:
        if (found !== undefined && runnable.uid !== undefined && found.uid !== runnable.uid) {
          throw new Error(`${key} is another object`);
        }
        if (found !== undefined) found.gone ??= 1;
        this.log.push({ call: runnable.call, key, step: runnable.step.index });
        return undefined;
    }
    const after = this.objects.get(key)?.uid;
    if (before !== after) this.log.push({ call: 'made', key, step: runnable.step.index });
    return after;
  }

  private make(key: string, { step }: RunnableStep): void {
    const object = this.desired.get(key) ?? this.plan.items[step.item]?.desired ?? undefined;
    const label =
      object === undefined || step.action !== 'hook'
        ? undefined
        : prepareHook({ object, plan: this.plan, step, operationNumber }).metadata.labels?.[
            HOOK_OPERATION_LABEL
          ];
    this.objects.set(key, { uid: `new-${this.uids++}`, age: 0, label, gone: undefined });
  }
}

const wave = fc.integer({ min: -1, max: 2 });
const desiredObject = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), wave).map(([name, w]) => objectOf('ConfigMap', name, { wave: w })),
  fc
    .tuple(fc.constantFrom('web', 'api'), wave)
    .map(([name, w]) => objectOf('Deployment', name, { group: 'apps/v1', wave: w })),
  fc
    .tuple(
      fc.constantFrom('j1', 'j2', 'j3'),
      fc.constantFrom('PreSync', 'Sync', 'PostSync', 'PreSync,PostSync', 'SyncFail'),
      fc.constantFrom(undefined, 'HookSucceeded', 'HookSucceeded,BeforeHookCreation', 'HookFailed'),
      wave,
    )
    .map(([name, phases, policy, w]) =>
      hookOf(name, phases, { wave: w, ...(policy === undefined ? {} : { policy }) }),
    ),
  fc.constantFrom('smoke-', 'seed-').map((generateName) => hookOf('', 'PostSync', { generateName })),
);
const scenario = fc.record({
  desired: fc.uniqueArray(desiredObject, {
    selector: (object) => `${formatKey(keyOf(object))}${object.metadata.generateName ?? ''}`,
    minLength: 1,
    maxLength: 7,
  }),
  old: fc.uniqueArray(fc.tuple(fc.constantFrom('old1', 'old2', 'a', 'web'), wave), {
    selector: ([name]) => name,
    maxLength: 4,
  }),
  slowness: fc.integer({ min: 0, max: 3 }),
  crashes: fc.array(fc.constantFrom<Crash>('before-intent', 'before-call', 'after-call', 'none'), {
    maxLength: 30,
  }),
});

function setUp(input: { desired: KubeObject[]; old: [string, number][] }) {
  const live = input.old.map(([name, w]) =>
    withUid(
      objectOf(name === 'web' ? 'Deployment' : 'ConfigMap', name, {
        wave: w,
        ...(name === 'web' ? { group: 'apps/v1' } : {}),
      }),
    ),
  );
  return { live, plan: planOf({ desired: input.desired, live }) };
}

describe('a server that dies anywhere in an Operation', () => {
  it('always ends in the same state, runs no hook twice, prunes nothing before its replacement', () => {
    fc.assert(
      fc.property(scenario, ({ desired, old, slowness, crashes }) => {
        const { plan, live } = setUp({ desired, old });
        const calm = new Simulation(plan, desired, live, slowness);
        const rough = new Simulation(plan, desired, live, slowness);
        expect(calm.run([])).toBe('Succeeded');
        expect(rough.run(crashes)).toBe('Succeeded');
        expect(rough.kept()).toEqual(calm.kept());

        const hookRuns = rough.log.filter(
          (entry) => entry.call === 'made' && plan.steps[entry.step]?.action === 'hook',
        );
        const steps = hookRuns.map((entry) => entry.step);
        expect(new Set(steps).size).toBe(steps.length);
        const wanted = plan.steps.filter((step) => step.action === 'hook' && step.phase !== 'SyncFail');
        expect(steps.length).toBe(wanted.length);

        const firstPrune = rough.log.findIndex((entry) => entry.call === 'delete');
        const lastApply = rough.log.findLastIndex(
          (entry) =>
            entry.call === 'made' &&
            ['create', 'apply', 'recreate'].includes(plan.steps[entry.step]?.action ?? ''),
        );
        if (firstPrune >= 0) expect(firstPrune).toBeGreaterThan(lastApply);
        const made = rough.log
          .filter((entry) => entry.call === 'made')
          .map((entry) => plan.steps[entry.step]);
        for (let i = 1; i < made.length; i++) {
          const [before, after] = [made[i - 1], made[i]];
          if (before?.phase === after?.phase) expect(before?.wave ?? 0).toBeLessThanOrEqual(after?.wave ?? 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('with a sick object always fails, prunes nothing and runs the SyncFail hooks once', () => {
    fc.assert(
      fc.property(scenario, ({ desired, old, slowness, crashes }) => {
        const sickObject = objectOf('Deployment', 'sick', { group: 'apps/v1', wave: 1 });
        const all = [...desired, sickObject, hookOf('alert', 'SyncFail')];
        const { plan, live } = setUp({ desired: all, old });
        const rough = new Simulation(plan, all, live, slowness, ['sick']);
        expect(rough.run(crashes)).toBe('Failed');
        expect(rough.log.filter((entry) => entry.call === 'delete')).toEqual([]);
        const alerts = rough.log.filter((entry) => entry.call === 'made' && entry.key.endsWith('/alert'));
        expect(alerts.length).toBe(1);
      }),
      { numRuns: 150 },
    );
  });
});
