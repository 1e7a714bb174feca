import { AppError } from '@bowline/sync-engine/core/app-error';
import type { KubeObject, NextStep, Observed, Plan, StepResult } from '@bowline/sync-engine/core/model';
import { nextStep } from '@bowline/sync-engine/core/plan/next-step';
import { isRefusedUncalled } from '@bowline/sync-engine/core/plan/retry';
import { unplanned } from '@bowline/sync-engine/core/plan/unplanned';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import { applicationStore } from '../store/application.ts';
import {
  finishedPhases,
  type OperationPatch,
  type OperationRecord,
  operationStore,
} from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { stepResultStore } from '../store/step-result.ts';
import { announceApplication, announceOperation } from '../usecases/announce.ts';
import type { Context } from '../usecases/context.ts';
import { finishOperation } from '../usecases/finish-operation.ts';
import { openDestination } from '../usecases/open-destination.ts';
import { checkBeforeStep, decideStep } from './check-step.ts';
import { observePlan } from './observe-plan.ts';
import { done, type Outcome, requeueAfter } from './outcome.ts';
import type { DriverMemory, Ownership, Pass } from './pass.ts';
import { retryDelay, retryOperation } from './retry-operation.ts';
import { runSteps } from './run-steps.ts';
import { startWaiting } from './start-waiting.ts';

/** Events wake a waiting Operation; this bounds how long a lost one can hold it up. */
const waitMs = 2_000;
const blindMs = 5_000;

/**
 * One pass over a running Operation: observe → ask nextStep → save the intent → call → save the outcome, until there is
 * nothing to do now. A crash at any point resumes here with what was saved (architecture: Determinism).
 */
export async function driveOperation(
  ctx: Context,
  id: string,
  ownership: Ownership,
  memory: DriverMemory,
): Promise<Outcome> {
  const operation = await operationStore(ctx.db).get(id);
  if (!operation || finishedPhases.includes(operation.phase)) return done;
  // From here on a former owner, paused in the middle of a call, can no longer write what it finds.
  if (operation.epoch !== ownership.epoch && !(await operationStore(ctx.db).claim(id, ownership.epoch)))
    return done;
  memory.plan ??= await planStore(ctx.db).body(operation.planId);
  const { plan } = memory;
  const application = await applicationStore(ctx.db).get(operation.applicationUid);
  if (!application)
    return finish(
      ctx,
      { operation, plan, results: [], phase: 'Error', message: 'The Application is gone.' },
      ownership,
    );
  if (operation.phase === 'Waiting')
    return startWaiting(ctx, { operation, application, plan, epoch: ownership.epoch });
  if (operation.nextRetryAt !== null) return retryOperation(ctx, { operation, application, plan }, ownership);

  const cluster = await openDestination(ctx, { ...application, planId: operation.planId });
  const pass: Pass = { ctx, operation, plan, application, cluster, ownership, memory };
  for (;;) {
    const outcome = await onePass(pass);
    if (outcome !== 'again') return outcome;
    if (!ownership.isHeld()) return done;
  }
}

async function onePass(pass: Pass): Promise<Outcome | 'again'> {
  const { ctx, plan, memory } = pass;
  const operation = (await operationStore(ctx.db).get(pass.operation.id)) ?? pass.operation;
  const results = await stepResultStore(ctx.db).list(operation.id);
  const { observed, live } = await observe(pass);
  const refusal = await refusalOf(pass, operation, { results, observed, live });
  if (refusal !== undefined) return end(pass, operation, results, refusal);
  const next = nextStep({
    plan,
    results,
    observed,
    operation: {
      number: operation.number,
      startedAt: operation.startedAt ?? operation.createdAt,
      isTerminating: operation.phase === 'Terminating',
      attempt: operation.attempt,
    },
    now: ctx.clock.now(),
  });
  switch (next.kind) {
    case 'record':
      await stepResultStore(ctx.db).save(operation.id, next.results, pass.ownership);
      await announceOperation(ctx.db, operation);
      return 'again';
    case 'wait':
      return waitFor(pass, operation, next, observed.kind === 'unknown');
    case 'finish':
      return end(pass, operation, results, next);
    case 'run': {
      const hold = await checkBeforeStep(ctx, {
        ...pass,
        operation,
        runnables: next.steps,
        live,
        written: memory.written,
        results,
      });
      if (hold.kind === 'wait')
        return waitFor(pass, operation, { kind: 'wait', message: hold.message, waitingFor: [] }, false);
      await runSteps({ ...pass, operation }, { steps: next.steps, failed: hold.failed, live });
      return 'again';
    }
  }
}

/** What ends an Operation whatever its next step would be: a rule that refuses it, or objects that its deletion does not know. */
async function refusalOf(
  pass: Pass,
  operation: OperationRecord,
  seen: { results: StepResult[]; observed: Observed; live: Map<string, KubeObject> },
): Promise<Extract<NextStep, { kind: 'finish' }> | undefined> {
  const { ctx, plan } = pass;
  const failed = (message: string) => ({ kind: 'finish' as const, phase: 'Failed' as const, message });
  if (seen.observed.kind === 'unknown') {
    // A cluster that the Project lost is never seen again: the gate, and not a look, has to say so.
    const decision = await decideStep(ctx, { ...pass, operation });
    return decision.kind === 'refuse' ? failed(decision.reasons[0]?.message ?? '') : undefined;
  }
  if (plan.kind !== 'delete' || plan.deletion?.cascade === 'keep' || seen.results.length > 0)
    return undefined;
  const mark = { trackingName: trackingNameOf(plan.application), installationId: ctx.installationId };
  const missed = unplanned(plan, seen.live.values(), mark);
  const [first] = missed;
  if (first === undefined) return undefined;
  const more = missed.length > 1 ? ` and ${missed.length - 1} more` : '';
  return failed(
    `${first.kind} ${first.name}${more} would be left behind: the plan does not know of it (plan_stale). Build it again.`,
  );
}

async function observe(pass: Pass) {
  const { ctx, plan, cluster } = pass;
  // A deletion that found nothing has to look again all the same: it may have been planned on an incomplete view.
  const isCascade = plan.kind === 'delete' && plan.deletion?.cascade !== 'keep' && cluster !== null;
  if (plan.steps.length === 0 && !isCascade)
    return { observed: { kind: 'known' as const, objects: new Map() }, live: new Map() };
  if (cluster === null) {
    return {
      observed: { kind: 'unknown' as const, message: 'The cluster is not registered any more.' },
      live: new Map(),
    };
  }
  return observePlan({
    cluster,
    plan,
    installationId: ctx.installationId,
    operationNumber: pass.operation.number,
  });
}

async function waitFor(
  pass: Pass,
  operation: OperationRecord,
  next: Extract<NextStep, { kind: 'wait' }>,
  isBlind: boolean,
): Promise<Outcome> {
  const { ctx, ownership } = pass;
  if (operation.message !== next.message) {
    await patch(ctx, operation, { message: next.message, waitingFor: next.waitingFor }, ownership.epoch);
  }
  return requeueAfter(isBlind ? blindMs : waitMs, next.message);
}

async function end(
  pass: Pass,
  operation: OperationRecord,
  results: StepResult[],
  next: Extract<NextStep, { kind: 'finish' }>,
): Promise<Outcome> {
  const { ctx, plan, application, ownership } = pass;
  const delay =
    next.phase === 'Failed' && operation.phase !== 'Terminating' && !results.some(isRefusedUncalled)
      ? retryDelay(application, operation, plan)
      : null;
  if (delay === null)
    return finish(ctx, { operation, plan, results, phase: next.phase, message: next.message }, ownership);
  const at = new Date(ctx.clock.now().getTime() + delay).toISOString();
  const message = `${next.message} Attempt ${operation.attempt + 1} starts at ${at}.`;
  await patch(ctx, operation, { nextRetryAt: at, message, waitingFor: [] }, ownership.epoch);
  if (application.spec.syncPolicy?.retry?.refresh === true)
    await applicationStore(ctx.db).requestRefresh([application.uid], 'normal');
  return requeueAfter(delay, 'retry');
}

async function finish(
  ctx: Context,
  input: {
    operation: OperationRecord;
    plan: Plan;
    results: StepResult[];
    phase: 'Succeeded' | 'Failed' | 'Error';
    message: string;
  },
  ownership: Ownership,
): Promise<Outcome> {
  await finishOperation(ctx, { ...input, epoch: ownership.epoch });
  return done;
}

async function patch(
  ctx: Context,
  operation: OperationRecord,
  change: OperationPatch,
  epoch: number,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    // In the order that every other writer takes its locks.
    await applicationStore(tx).lock(operation.applicationUid);
    const updated = await operationStore(tx).update(operation.id, change, { epoch });
    if (!updated)
      throw new AppError({ code: 'conflict', status: 409, message: 'A newer owner drives this operation.' });
    const { id, number, phase, message, startedAt } = updated;
    const application = await applicationStore(tx).setOperation(operation.applicationUid, {
      id,
      number,
      phase,
      message,
      startedAt,
    });
    await announceOperation(tx, operation);
    if (application) await announceApplication(tx, application);
  });
}
