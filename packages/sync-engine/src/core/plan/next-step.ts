import type {
  NextStep,
  Observed,
  ObservedObject,
  Plan,
  PlanStep,
  ResourceKey,
  RunnableStep,
  StepResult,
} from '../model.ts';
import { HOOK_OPERATION_LABEL, hookLabelOf, hookName, prepareHook } from './hook-run.ts';
import { createView, type StepView, type View } from './step-view.ts';
import { judgeGroup, type Verdict } from './judge.ts';

export { HOOK_OPERATION_LABEL, hookLabelOf, hookName, prepareHook };

export type NextStepInput = {
  plan: Plan;
  results: StepResult[];
  observed: Observed;
  /** `attempt`: which run of the whole Operation (SYNC-8); hooks of an earlier one make way for new ones. */
  operation: { number: number; startedAt: string; isTerminating: boolean; attempt?: number };
  now: Date;
};

const terminationAttemptsMax = 3;

/** The steps of one wave and the wait behind them. */
type Group = { steps: StepView[]; wait: StepView | undefined };

/**
 * What a running Operation does next, from values alone (B2): waves in order, each judged healthy before the next starts,
 * the last one too; removals once their replacements are healthy; SyncFail hooks when a wave failed. Ask again after every
 * answer but `finish`; never while calls of an earlier answer are in flight. Total: any results and any view get an answer.
 * An unknown view is waited for, whatever else is known; only an Operation that is to stop and ran no hook ends.
 */
export function nextStep(input: NextStepInput): NextStep {
  if (input.observed.kind === 'unknown') {
    // Without a hook of its own there is nothing to clean up, and a dead cluster must not keep it from being stopped.
    if (input.operation.isTerminating && !hasHookResult(input))
      return finish('Failed', 'Operation terminated; the cluster could not be seen.');
    return wait(`Waiting to see the cluster again: ${input.observed.message}`, []);
  }
  const view = createView(input, input.observed.objects);
  const main = groupsOf(view.steps.filter((step) => step.step.phase !== 'SyncFail'));
  if (input.operation.isTerminating) return terminate(view);
  const failed = main.find(isGroupFailed);
  if (failed !== undefined) return fail(view, main, failed);
  return walk(view, main) ?? finish('Succeeded', successMessage(view));
}

function hasHookResult({ plan, results }: NextStepInput): boolean {
  return results.some((result) => plan.steps[result.step]?.action === 'hook');
}

function groupsOf(steps: StepView[]): Group[] {
  const groups: Group[] = [];
  let current: StepView[] = [];
  for (const step of steps) {
    const last = current.at(-1);
    if (last !== undefined && !isSameWave(last.step, step.step)) {
      groups.push({ steps: current, wait: undefined });
      current = [];
    }
    if (step.step.action === 'wait') {
      groups.push({ steps: current, wait: step });
      current = [];
    } else current.push(step);
  }
  if (current.length > 0) groups.push({ steps: current, wait: undefined });
  return groups;
}

function isSameWave(a: PlanStep, b: PlanStep): boolean {
  return a.phase === b.phase && a.wave === b.wave;
}

function isGroupFailed(group: Group): boolean {
  // Without a wait to carry the judgement, the failed call itself is it.
  return group.wait === undefined
    ? group.steps.some((step) => step.state === 'failed')
    : group.wait.state === 'failed';
}

/** The first thing to do in these waves; undefined = all of them are done. */
function walk(view: View, groups: Group[]): NextStep | undefined {
  for (const [i, group] of groups.entries()) {
    if (group.wait?.state !== 'done') {
      const next = runGroup(view, groups, i);
      if (next !== undefined) return next;
    }
    const following = groups[i + 1];
    const phase = phaseOf(group);
    if (following === undefined || phaseOf(following) !== phase) {
      const cleanup = cleanUp(
        view,
        groups.filter((other) => phaseOf(other) === phase),
        'HookSucceeded',
      );
      if (cleanup !== undefined) return cleanup;
    }
  }
  return undefined;
}

function phaseOf(group: Group): string {
  return (group.steps[0] ?? group.wait)?.step.phase ?? '';
}

function runGroup(view: View, groups: Group[], index: number): NextStep | undefined {
  const group = groups[index] as Group;
  const hasStarted = group.steps.some((step) => step.latest !== undefined);
  if (!hasStarted) {
    const gate = gateOfUntouched(view, group);
    if (gate !== undefined) return gate;
  }
  const open = group.steps.find((step) => step.state === 'open');
  if (open !== undefined) return runBatch(view, group.steps, open);
  return conclude(view, group, judgeGroup(view, group.steps, { isLast: index === groups.length - 1 }));
}

/**
 * The next calls: open steps of one kind in a row go together, kinds one after the other (B2). A failed call does not stop
 * later kinds of its wave.
 */
function runBatch(view: View, steps: StepView[], first: StepView): NextStep {
  const batch: RunnableStep[] = [];
  const blocked: StepView[] = [];
  const undefinedYet: ResourceKey[] = [];
  for (const step of steps.slice(steps.indexOf(first))) {
    if (step.state !== 'open') continue;
    if (step.step.key.kind !== first.step.key.kind || step.step.action !== first.step.action) break;
    const definition = missingDefinition(view, step);
    if (definition !== undefined) {
      undefinedYet.push(definition);
      continue;
    }
    const call = callOf(view, step);
    if (call === undefined) blocked.push(step);
    else batch.push(call);
  }
  if (batch.length > 0) return { kind: 'run', steps: batch };
  if (undefinedYet.length > 0)
    return wait(`Waiting until the cluster serves the kind of ${list(undefinedYet)}.`, undefinedYet);
  const keys = blocked.map((step) => step.key);
  return wait(`Waiting until the former object of ${list(keys)} is gone.`, keys);
}

/** A definition that this Plan brings and the API server does not serve yet (B2): objects of its kind would be refused. */
function missingDefinition(view: View, step: StepView): ResourceKey | undefined {
  if (step.step.action === 'delete' || step.step.action === 'prune') return undefined;
  const definition = view.definitionOf(step.step.key);
  if (definition === undefined || definition.state !== 'done') return undefined;
  if (definition.step.action === 'delete' || definition.step.action === 'prune') return undefined;
  const health = view.observedOf(definition)?.health?.status;
  return health === 'Progressing' ? definition.key : undefined;
}

/** The call for an open step; undefined = its place is still taken by an object that is being deleted. */
function callOf(view: View, step: StepView): RunnableStep | undefined {
  const { action } = step.step;
  const seen = view.observedOf(step);
  // A call whose outcome was lost in a crash may have happened: look before anything is created.
  const isRepeat = step.latest !== undefined;
  switch (action) {
    case 'hook': {
      if (seen === undefined) return runnable(step, 'create');
      // An intent is saved before each call: without one, the object is of an earlier attempt.
      if (isRepeat && view.isOwnHook(step, seen))
        return seen.isDeleting ? undefined : runnable(step, 'apply', seen.uid);
      if (seen.isDeleting) return undefined;
      // A name can be used once: a former run of ours makes way whatever the policy, anything else only where it says so.
      const deletesFormer =
        view.isFormerHook(seen) || view.itemOf(step)?.deletePolicies.includes('BeforeHookCreation') === true;
      return deletesFormer ? runnable(step, 'delete-previous', seen.uid) : runnable(step, 'create');
    }
    case 'create':
      return runnable(step, seen === undefined ? 'create' : 'apply');
    case 'recreate': {
      const planned = view.itemOf(step)?.fingerprint;
      const isRecreated =
        isRepeat && seen !== undefined && planned?.kind === 'present' && seen.uid !== planned.uid;
      if (isRepeat && seen?.isDeleting === true) return undefined;
      return runnable(step, isRecreated ? 'apply' : 'recreate', isRecreated ? undefined : seen?.uid);
    }
    case 'delete':
    case 'prune': {
      const planned = view.itemOf(step)?.fingerprint;
      return runnable(step, 'delete', planned?.kind === 'present' ? planned.uid : seen?.uid);
    }
    default:
      return runnable(step, action === 'replace' ? 'replace' : 'apply');
  }
}

function runnable(step: StepView, call: RunnableStep['call'], uid?: string): RunnableStep {
  return {
    step: { ...step.step, key: step.key },
    attempt: (step.latest?.attempt ?? 0) + 1,
    call,
    ...(uid === undefined || uid === '' ? {} : { uid }),
  };
}

/**
 * The next wave starts only when objects of former waves are healthy, also those that this Plan does not touch: a retry
 * must not run past the wave that failed before. Rollbacks and self-heals are not held up by what they leave alone.
 */
function gateOfUntouched(view: View, group: Group): NextStep | undefined {
  const first = group.steps[0];
  if (first === undefined || !['sync', 'retry', 'edit'].includes(view.plan.kind) || view.plan.isPartial)
    return undefined;
  const { phase, wave } = first.step;
  if (phase === 'PreSync' || group.steps.some((step) => step.step.action === 'prune')) return undefined;
  const earlier = view.untouched.filter((other) => phase !== 'Sync' || other.wave < wave);
  const sick = earlier.filter((other) => other.health === 'Degraded');
  if (sick.length > 0) {
    const verdict: Verdict = {
      kind: 'failed',
      failures: [],
      message: `Not started: ${list(sick.map((s) => s.key))} of an earlier wave, which this plan does not change, is Degraded.`,
    };
    return conclude(view, group, verdict);
  }
  const slow = earlier.filter((other) => other.health === 'Progressing').map((other) => other.key);
  return slow.length > 0
    ? wait(`Waiting for the healthy state of ${list(slow)} of an earlier wave.`, slow)
    : undefined;
}

function conclude(view: View, group: Group, verdict: Verdict): NextStep | undefined {
  if (verdict.kind === 'waiting') return wait(verdict.message, verdict.waitingFor);
  if (group.wait === undefined) {
    // A foreign Plan without a wait has nowhere to keep the judgement; the failure itself ends it.
    return verdict.kind === 'failed' ? finish('Failed', verdict.message) : undefined;
  }
  const latest = group.wait.latest;
  const now = view.now.toISOString();
  return {
    kind: 'record',
    results: [
      {
        step: group.wait.step.index,
        attempt: latest?.attempt ?? 1,
        phase: verdict.kind === 'failed' ? 'Failed' : 'Succeeded',
        message: verdict.message,
        ...(verdict.kind === 'failed' ? { failures: verdict.failures } : {}),
        startedAt: latest?.startedAt ?? now,
        finishedAt: now,
      },
    ],
  };
}

/** Deletes hooks of these waves whose delete policy says so, once each; a refused deletion is left alone. */
function cleanUp(view: View, groups: Group[], policy: 'HookSucceeded' | 'HookFailed'): NextStep | undefined {
  const steps: RunnableStep[] = [];
  for (const step of groups.flatMap((group) => group.steps)) {
    if (step.step.action !== 'hook' || !step.isLaunched || step.isCleanedUp) continue;
    if (view.itemOf(step)?.deletePolicies.includes(policy) !== true) continue;
    const seen = view.observedOf(step);
    if (seen === undefined || seen.isDeleting || !view.isOwnHook(step, seen)) continue;
    if (policy === 'HookFailed' && !isSick(seen)) continue;
    steps.push(runnable(step, 'delete-hook', seen.uid));
  }
  return steps.length > 0 ? { kind: 'run', steps } : undefined;
}

function isSick(seen: ObservedObject): boolean {
  return seen.health?.status === 'Degraded' || seen.health?.status === 'Unknown';
}

/** B2 (4): failed hooks go where their policy says so, SyncFail hooks run, then the Operation has failed. */
function fail(view: View, main: Group[], failed: Group): NextStep {
  const started = main.slice(0, main.indexOf(failed) + 1);
  const cleanup = cleanUp(view, started, 'HookFailed');
  if (cleanup !== undefined) return cleanup;
  const message = failed.wait?.latest?.message ?? firstFailure(failed);
  const groups = groupsOf(view.steps.filter((step) => step.step.phase === 'SyncFail'));
  const failedAgain = groups.find(isGroupFailed);
  if (failedAgain === undefined) {
    const next = walk(view, groups);
    if (next === undefined) return finish('Failed', message);
    return next.kind === 'finish' ? finish('Failed', `${message} ${next.message}`) : next;
  }
  const ended = cleanUp(view, groups, 'HookFailed');
  if (ended !== undefined) return ended;
  return finish(
    'Failed',
    `${message} A SyncFail hook failed too: ${failedAgain.wait?.latest?.message ?? firstFailure(failedAgain)}`,
  );
}

function firstFailure(group: Group): string {
  return group.steps.find((step) => step.state === 'failed')?.latest?.message ?? 'A step failed.';
}

/** SYNC-10: running hooks are deleted, nothing new starts. */
function terminate(view: View): NextStep {
  const steps: RunnableStep[] = [];
  for (const group of groupsOf(view.steps)) {
    if (group.wait?.state === 'done') continue;
    for (const step of group.steps) {
      const seen = view.observedOf(step);
      if (step.step.action !== 'hook' || step.latest === undefined || seen === undefined) continue;
      if (!view.isOwnHook(step, seen) || seen.isDeleting || step.isCleanedUp) continue;
      if (seen.health === null || seen.health.status === 'Healthy') continue;
      // A deletion that keeps failing must not keep the Operation from ending.
      if (step.state === 'failed' && step.latest.attempt > terminationAttemptsMax) continue;
      steps.push(runnable(step, 'delete-hook', seen.uid));
    }
  }
  return steps.length > 0 ? { kind: 'run', steps } : finish('Failed', 'Operation terminated.');
}

function successMessage(view: View): string {
  const counts = new Map<string, number>();
  for (const { step } of view.steps) {
    if (step.phase === 'SyncFail' || step.action === 'wait') continue;
    const word =
      step.action === 'hook'
        ? 'hook'
        : step.action === 'prune' || step.action === 'delete'
          ? 'deleted'
          : 'applied';
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  if (counts.size === 0) return 'Nothing had to be done.';
  return `${[...counts].map(([word, n]) => `${n} ${word === 'hook' ? hooksRun(n) : word}`).join(', ')}.`;
}

function hooksRun(count: number): string {
  return count === 1 ? 'hook run' : 'hooks run';
}

function wait(message: string, waitingFor: ResourceKey[]): NextStep {
  return { kind: 'wait', message, waitingFor };
}

function finish(phase: 'Succeeded' | 'Failed', message: string): NextStep {
  return { kind: 'finish', phase, message };
}

function list(keys: ResourceKey[]): string {
  const [first] = keys;
  if (first === undefined) return 'nothing';
  const name =
    first.namespace === '' ? `${first.kind} ${first.name}` : `${first.kind} ${first.namespace}/${first.name}`;
  return keys.length === 1 ? name : `${name} and ${keys.length - 1} more`;
}
