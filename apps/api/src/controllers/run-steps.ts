import type { KubeObject, Plan, RunnableStep, StepResult } from '@bowline/sync-engine/core/model';
import { isRefusal } from '@bowline/sync-engine/core/plan/retry';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import { applicationStore } from '../store/application.ts';
import { planStore } from '../store/plan.ts';
import { stepResultStore } from '../store/step-result.ts';
import { announceOperation } from '../usecases/announce.ts';
import { applyStep } from '../usecases/apply-step.ts';
import type { LiveCluster } from '../usecases/live-cluster.ts';
import { mapLimited } from '../usecases/map-limited.ts';
import type { Pass } from './pass.ts';

const callsAtOnce = 20;

type RunInput = {
  steps: RunnableStep[];
  /** Why a step may not be called, by its index. */
  failed: Map<number, string>;
  /** By formatted key. */
  live: Map<string, KubeObject>;
};

/** Saves all intents, makes the calls, saves each outcome as it comes: a crash loses at most the outcomes of calls in flight. */
export async function runSteps(pass: Pass, { steps, failed, live }: RunInput): Promise<void> {
  const { ctx, operation, plan, cluster, ownership } = pass;
  if (cluster === null) throw new Error('a step without a cluster cannot be next');
  const startedAt = ctx.clock.now().toISOString();
  const store = stepResultStore(ctx.db);
  await store.begin(
    operation.id,
    steps
      .filter(({ step }) => !failed.has(step.index))
      .map(({ step, attempt }) => ({ step: step.index, attempt, startedAt })),
    ownership,
  );
  await announceOperation(ctx.db, operation);
  const manifests = await planStore(ctx.db).openManifests(operation.planId, itemKeys(plan, steps));

  await mapLimited(callsAtOnce, steps, async (runnable) => {
    if (!ownership.isHeld() || (await isForgotten(pass, runnable))) return;
    const refused = failed.get(runnable.step.index);
    const result =
      refused === undefined
        ? await call({ ...pass, cluster }, runnable, {
            manifests,
            live: live.get(formatKey(runnable.step.key)),
          })
        : refusedResult(runnable, refused);
    const finished = result.phase === 'Running' ? {} : { finishedAt: ctx.clock.now().toISOString() };
    await store.save(operation.id, [{ ...result, startedAt, ...finished }], ownership);
  });
  await announceOperation(ctx.db, operation);
}

/** Forgotten in the middle of its deletion: what is left is nobody's to delete. */
async function isForgotten({ ctx, application }: Pass, { step }: RunnableStep): Promise<boolean> {
  const isRemoval = step.action === 'delete' || step.action === 'prune';
  return isRemoval && !(await applicationStore(ctx.db).exists(application.uid));
}

type Result = Omit<StepResult, 'startedAt' | 'finishedAt'>;

async function call(
  { ctx, operation, plan, cluster, memory }: Pass & { cluster: LiveCluster },
  runnable: RunnableStep,
  seen: { manifests: ReadonlyMap<string, KubeObject>; live: KubeObject | undefined },
): Promise<Result> {
  const { step, attempt } = runnable;
  const item = plan.items[step.item];
  if (!item) throw new Error(`step ${step.index} names no item`);
  const outcome = await applyStep({
    client: cluster.client,
    plan,
    runnable,
    item,
    manifest: seen.manifests.get(formatKey(item.key)) ?? null,
    live: seen.live,
    operation,
    installationId: ctx.installationId,
  });
  const { message } = outcome;
  if (!outcome.ok) {
    const refusal = isRefusal(outcome.failure) ? { isRefused: true as const } : {};
    return { step: step.index, attempt, phase: 'Failed', message, ...refusal };
  }
  const { object } = outcome;
  if (object) memory.written.add(formatKey(step.key));
  const uid = object?.metadata.uid;
  return {
    step: step.index,
    attempt,
    phase: phaseAfter(runnable, object),
    message,
    ...(uid === undefined ? {} : { uid }),
  };
}

/** No call was made, so it is no attempt: a retry must look at the object again as at the first time. */
function refusedResult({ step, attempt }: RunnableStep, message: string): Result {
  return { step: step.index, attempt: attempt - 1, phase: 'Failed', message };
}

function itemKeys(plan: Plan, steps: RunnableStep[]): string[] {
  return steps.flatMap(({ step }) => {
    const item = plan.items[step.item];
    return item ? [formatKey(item.key)] : [];
  });
}

/** A deletion that makes place for another call leaves its step open: nextStep looks again. */
function phaseAfter(runnable: RunnableStep, object: KubeObject | null): StepResult['phase'] {
  const makesPlace = runnable.call === 'delete-previous' || runnable.call === 'recreate';
  return makesPlace && object === null ? 'Running' : 'Succeeded';
}
