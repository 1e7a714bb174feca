import type {
  HealthStatus,
  ObservedObject,
  Plan,
  PlanItem,
  PlanStep,
  ResourceKey,
  StepResult,
} from '../model.ts';
import { ignoresHealth } from '../annotations.ts';
import { formatKey } from '../resource-key.ts';
import { hookLabelOf, hookName, isLabelOf } from './hook-run.ts';
import type { NextStepInput } from './next-step.ts';
import { definedBy } from './order.ts';

/**
 * One step with what is known of it. `open`: its call is still to be made, or its outcome was lost. `done` and `failed`:
 * the outcome of the call is known (for a wait: of the wave).
 */
export type StepView = {
  step: PlanStep;
  /** The key with a generated hook name filled in. */
  key: ResourceKey;
  state: 'open' | 'done' | 'failed';
  latest: StepResult | undefined;
  /** Hooks: this run's object was made. */
  isLaunched: boolean;
  /** Hooks: its deletion was tried to the end. */
  isCleanedUp: boolean;
};

/** A Plan, its results and the cluster, joined for one decision. */
export type View = {
  plan: Plan;
  now: Date;
  steps: StepView[];
  itemOf(step: StepView): PlanItem | undefined;
  observedOf(step: StepView): ObservedObject | undefined;
  isOwnHook(step: StepView, seen: ObservedObject): boolean;
  /** Made by a hook of this Application, in another phase or by an earlier Operation. */
  isFormerHook(seen: ObservedObject): boolean;
  /** The step that brings the definition of a kind, where this Plan does. */
  definitionOf(key: ResourceKey): StepView | undefined;
  /** Desired objects of the Plan that it leaves alone, with the health seen now. */
  untouched: { key: ResourceKey; wave: number; health: HealthStatus | null }[];
};

export function createView(input: NextStepInput, objects: Map<string, ObservedObject>): View {
  const { plan, operation } = input;
  const attempts = new Map<number, StepResult[]>();
  for (const result of input.results) {
    const known = attempts.get(result.step);
    if (known === undefined) attempts.set(result.step, [result]);
    else known.push(result);
  }
  const steps = plan.steps.map((step) =>
    viewOf(step, plan, operation.number, attempts.get(step.index) ?? []),
  );
  const definitions = definitionsOf(plan, steps);
  return {
    plan,
    now: input.now,
    steps,
    definitionOf: (key) => definitions.get(`${key.group}/${key.kind}`),
    itemOf: (step) => plan.items[step.step.item],
    observedOf: (step) => objects.get(formatKey(step.key)),
    isOwnHook: (step, seen) =>
      seen.hookLabel ===
      hookLabelOf({
        applicationUid: plan.application.uid,
        operationNumber: operation.number,
        step: step.step.index,
        ...(operation.attempt === undefined ? {} : { attempt: operation.attempt }),
      }),
    isFormerHook: (seen) => seen.hookLabel !== undefined && isLabelOf(seen.hookLabel, plan.application.uid),
    untouched: plan.items
      .filter((item) => item.action === 'none' && item.desired !== null && !ignoresHealth(item.desired))
      .map((item) => ({
        key: item.key,
        wave: item.wave,
        health: objects.get(formatKey(item.key))?.health?.status ?? null,
      })),
  };
}

function definitionsOf(plan: Plan, steps: readonly StepView[]): Map<string, StepView> {
  const found = new Map<string, StepView>();
  for (const view of steps) {
    if (view.step.key.kind !== 'CustomResourceDefinition') continue;
    const object = plan.items[view.step.item]?.desired;
    const defines = object ? definedBy(object) : undefined;
    if (defines !== undefined) found.set(`${defines.group}/${defines.kind}`, view);
  }
  return found;
}

function viewOf(step: PlanStep, plan: Plan, operationNumber: number, results: StepResult[]): StepView {
  const ordered = [...results].sort((a, b) => a.attempt - b.attempt);
  const latest = ordered.at(-1);
  const key = step.action === 'hook' ? { ...step.key, name: runName(step, plan, operationNumber) } : step.key;
  if (step.action !== 'hook') {
    return { step, key, state: stateOf(latest), latest, isLaunched: false, isCleanedUp: false };
  }
  // Only the outcome of the creation carries a uid: former objects are deleted before it, this one after it.
  const launched = ordered.find((result) => result.phase === 'Succeeded' && Boolean(result.uid));
  if (launched === undefined) {
    const isFailed = latest?.phase === 'Failed';
    return { step, key, state: isFailed ? 'failed' : 'open', latest, isLaunched: false, isCleanedUp: false };
  }
  const isCleanedUp = latest !== launched && latest?.phase !== 'Running' && latest?.phase !== 'Pending';
  return { step, key, state: 'done', latest, isLaunched: true, isCleanedUp };
}

function stateOf(latest: StepResult | undefined): StepView['state'] {
  if (latest?.phase === 'Failed') return 'failed';
  return latest?.phase === 'Succeeded' || latest?.phase === 'Skipped' ? 'done' : 'open';
}

function runName(step: PlanStep, plan: Plan, operationNumber: number): string {
  const object = plan.items[step.item]?.desired;
  if (object === undefined || object === null) return step.key.name;
  return hookName({ object, operationNumber, phase: step.phase, index: step.index });
}
