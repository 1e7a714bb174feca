import type {
  KubeObject,
  ObservedObject,
  Plan,
  ResourceKey,
  RunnableStep,
  StepAction,
  StepResult,
  SyncPhase,
} from '@bowline/sync-engine/core/model';
import { hookLabelOf, nextStep } from '@bowline/sync-engine/core/plan/next-step';
import { formatKey, keyOf } from '@bowline/sync-engine/core/resource-key';

/** One thing an Operation does, in the order in which it happens. */
export type OrderedStep = {
  index: number;
  phase: SyncPhase;
  wave: number;
  action: StepAction;
  key: ResourceKey;
  reason: string;
};

const operationNumber = 1;
const epoch = new Date(0);
const turnsMax = 1_000_000;

/**
 * The whole order of a Plan when everything becomes healthy at once and everything deleted is gone at once: the driver of
 * real Operations is asked step by step, so waits and the deletions of hooks stand where they would happen.
 */
export function runOrder(plan: Plan, live: readonly KubeObject[]): OrderedStep[] {
  const world = new Map<string, ObservedObject>(
    live.map((object) => [formatKey(keyOf(object)), observed(object)]),
  );
  const results = new Map<string, StepResult>();
  const order: OrderedStep[] = [];
  let uids = 0;

  for (let turn = 0; turn < turnsMax; turn++) {
    const next = nextStep({
      plan,
      results: [...results.values()],
      observed: { kind: 'known', objects: world },
      operation: { number: operationNumber, startedAt: epoch.toISOString(), isTerminating: false },
      now: epoch,
    });
    if (next.kind === 'finish') return order;
    // In a world without delays nothing is ever waited for; a driver that does so would never end.
    if (next.kind === 'wait') throw new Error(`The order of the plan cannot be told: ${next.message}`);
    if (next.kind === 'record') {
      for (const result of next.results) record(result);
      continue;
    }
    for (const runnable of next.steps) {
      push(runnable.step.index, actionOf(runnable), runnable.step.key, reasonOf(runnable));
      const uid = perform(runnable);
      save({
        step: runnable.step.index,
        attempt: runnable.attempt,
        phase: 'Succeeded',
        ...(uid === undefined ? {} : { uid }),
      });
    }
  }
  throw new Error('The order of the plan has no end.');

  function record(result: StepResult): void {
    const isNew = results.get(`${result.step}:${result.attempt}`)?.phase !== result.phase;
    const step = plan.steps[result.step];
    if (isNew && step?.action === 'wait' && result.phase === 'Succeeded')
      push(step.index, 'wait', step.key, step.reason);
    results.set(`${result.step}:${result.attempt}`, result);
  }

  function save(result: Pick<StepResult, 'step' | 'attempt' | 'phase' | 'uid'>): void {
    const at = epoch.toISOString();
    results.set(`${result.step}:${result.attempt}`, {
      ...result,
      message: '',
      startedAt: at,
      finishedAt: at,
    });
  }

  function push(stepIndex: number, action: StepAction, key: ResourceKey, reason: string): void {
    const step = plan.steps[stepIndex];
    if (step === undefined) return;
    order.push({ index: order.length, phase: step.phase, wave: step.wave, action, key, reason });
  }

  /** What the call does to the world; the uid of the object it leaves. */
  function perform({ call, step }: RunnableStep): string | undefined {
    const id = formatKey(step.key);
    if (call === 'delete' || call === 'delete-previous' || call === 'delete-hook') {
      world.delete(id);
      return undefined;
    }
    const before = world.get(id);
    const isKept = before !== undefined && (call === 'apply' || call === 'replace');
    const uid = isKept ? before.uid : `new-${++uids}`;
    const hookLabel =
      step.action === 'hook'
        ? hookLabelOf({ applicationUid: plan.application.uid, operationNumber, step: step.index })
        : before?.hookLabel;
    world.set(id, {
      uid,
      health: healthy,
      isDeleting: false,
      ...(hookLabel === undefined ? {} : { hookLabel }),
    });
    return uid;
  }
}

const healthy = { status: 'Healthy', message: '' } as const;

function observed(object: KubeObject): ObservedObject {
  return { uid: object.metadata.uid ?? '', health: healthy, isDeleting: false };
}

function actionOf({ call, step }: RunnableStep): StepAction {
  return call === 'delete-previous' || call === 'delete-hook' ? 'delete' : step.action;
}

function reasonOf({ call, step }: RunnableStep): string {
  if (call === 'delete-previous') return 'the hook of a former run makes way (BeforeHookCreation)';
  if (call === 'delete-hook') return 'the hook has succeeded (HookSucceeded)';
  return step.reason;
}
