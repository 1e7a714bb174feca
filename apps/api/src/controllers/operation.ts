import { AppError } from '@bowline/sync-engine/core/app-error';
import type {
  KubeObject,
  NextStep,
  Observed,
  Plan,
  RunnableStep,
  StepResult,
} from '@bowline/sync-engine/core/model';
import { nextStep } from '@bowline/sync-engine/core/plan/next-step';
import { isRefusal, isRefusedUncalled, resultsForRetry } from '@bowline/sync-engine/core/plan/retry';
import { unplanned } from '@bowline/sync-engine/core/plan/unplanned';
import { retryDelayMs } from '@bowline/sync-engine/core/policy/duration';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import {
  finishedPhases,
  type OperationPatch,
  type OperationRecord,
  operationStore,
} from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { type StepResultStore, stepResultStore } from '../store/step-result.ts';
import { announceApplication, announceOperation } from '../usecases/announce.ts';
import { applyStep } from '../usecases/apply-step.ts';
import type { Context } from '../usecases/context.ts';
import { finishOperation } from '../usecases/finish-operation.ts';
import type { LiveCluster } from '../usecases/live-cluster.ts';
import { openDestination } from '../usecases/open-destination.ts';
import { mapLimited } from '../usecases/map-limited.ts';
import { checkBeforeStep, decideStep } from './check-step.ts';
import { observePlan } from './observe-plan.ts';
import { done, type Outcome, requeueAfter } from './outcome.ts';
import { noMoreAttempts } from './no-more-attempts.ts';
import { startWaiting } from './start-waiting.ts';

/** Events wake a waiting Operation; this bounds how long a lost one can hold it up. */
const waitMs = 2_000;
const blindMs = 5_000;
const callsAtOnce = 20;

/** The ownership a driver writes under: a newer epoch stops it. */
export type Ownership = { epoch: number; isHeld: () => boolean };

/** What one driver remembers of an Operation between its passes: keys of what it has written, and its Plan, which never changes. A crash may lose it. */
export type DriverMemory = { written: Set<string>; plan?: Plan };

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
  if (operation.nextRetryAt !== null) return retry(ctx, { operation, application, plan }, ownership);

  const cluster = await openDestination(ctx, { ...application, planId: operation.planId });
  const pass: Pass = { ctx, operation, plan, application, cluster, ownership, memory };
  for (;;) {
    const outcome = await onePass(pass);
    if (outcome !== 'again') return outcome;
    if (!ownership.isHeld()) return done;
  }
}

type Pass = {
  ctx: Context;
  operation: OperationRecord;
  plan: Plan;
  application: ApplicationRecord;
  cluster: LiveCluster | null;
  ownership: Ownership;
  memory: DriverMemory;
};

async function onePass(pass: Pass): Promise<Outcome | 'again'> {
  const { ctx, plan, cluster, memory } = pass;
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
      await run(pass, operation, cluster, next.steps, hold.failed, live);
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

/** Saves all intents, makes the calls, saves each outcome as it comes: a crash loses at most the outcomes of calls in flight. */
async function run(
  pass: Pass,
  operation: OperationRecord,
  cluster: LiveCluster | null,
  steps: RunnableStep[],
  failed: Map<number, string>,
  live: Map<string, KubeObject>,
): Promise<void> {
  const { ctx, plan, memory } = pass;
  if (cluster === null) throw new Error('a step without a cluster cannot be next');
  const startedAt = ctx.clock.now().toISOString();
  const store = stepResultStore(ctx.db);
  await store.begin(
    operation.id,
    steps
      .filter(({ step }) => !failed.has(step.index))
      .map(({ step, attempt }) => ({ step: step.index, attempt, startedAt })),
    pass.ownership,
  );
  await announceOperation(ctx.db, operation);
  const manifests = await planStore(ctx.db).openManifests(operation.planId, itemKeys(plan, steps));

  await mapLimited(callsAtOnce, steps, async (runnable) => {
    const { step, attempt } = runnable;
    if (!pass.ownership.isHeld()) return;
    // Forgotten in the middle of its deletion: what is left is nobody's to delete.
    const isRemoval = step.action === 'delete' || step.action === 'prune';
    if (isRemoval && !(await applicationStore(ctx.db).exists(pass.application.uid))) return;
    const item = plan.items[step.item];
    if (!item) throw new Error(`step ${step.index} names no item`);
    const id = formatKey(step.key);
    const refused = failed.get(step.index);
    const outcome =
      refused === undefined
        ? await applyStep({
            client: cluster.client,
            plan,
            runnable,
            item,
            manifest: manifests.get(formatKey(item.key)) ?? null,
            live: live.get(id),
            operation,
            installationId: ctx.installationId,
          })
        : { ok: false as const, message: refused, failure: undefined };
    if (outcome.ok && outcome.object) memory.written.add(id);
    const phase = outcome.ok ? phaseAfter(runnable, outcome.object) : 'Failed';
    const uid = outcome.ok ? outcome.object?.metadata.uid : undefined;
    const result: StepResult = {
      step: step.index,
      // No call was made, so it is no attempt: a retry must look at the object again as at the first time.
      attempt: refused === undefined ? attempt : attempt - 1,
      phase,
      message: outcome.message,
      startedAt,
      ...(uid === undefined ? {} : { uid }),
      ...(outcome.ok || outcome.failure === undefined || !isRefusal(outcome.failure)
        ? {}
        : { isRefused: true as const }),
      ...(phase === 'Running' ? {} : { finishedAt: ctx.clock.now().toISOString() }),
    };
    await store.save(operation.id, [result], pass.ownership);
  });
  await announceOperation(ctx.db, operation);
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

/** SYNC-8: automation retries five times without a policy, a person's Operation only where the policy says so. */
function retryDelay(application: ApplicationRecord, operation: OperationRecord, plan: Plan): number | null {
  if (plan.kind !== 'sync' && plan.kind !== 'self-heal') return null;
  const policy =
    application.spec.syncPolicy?.retry ??
    (operation.requestedBy.kind === 'policy' ? { limit: 5 } : undefined);
  return policy === undefined ? null : retryDelayMs(policy, operation.attempt);
}

async function retry(
  ctx: Context,
  subject: { operation: OperationRecord; application: ApplicationRecord; plan: Plan },
  ownership: Ownership,
): Promise<Outcome> {
  const { operation, plan } = subject;
  const stopped = noMoreAttempts(ctx, subject);
  if (stopped !== undefined && operation.phase !== 'Terminating') {
    const results = await stepResultStore(ctx.db).list(operation.id);
    return finish(ctx, { operation, plan, results, phase: 'Failed', message: stopped }, ownership);
  }
  const leftMs = new Date(operation.nextRetryAt ?? 0).getTime() - ctx.clock.now().getTime();
  if (leftMs > 0 && operation.phase !== 'Terminating') return requeueAfter(leftMs, 'retry');
  await ctx.db.transaction(async (tx) => {
    const at = ctx.clock.now().toISOString();
    const next: OperationPatch = {
      nextRetryAt: null,
      attempt: operation.attempt + 1,
      startedAt: at,
      message: '',
    };
    // In the order that every other writer takes its locks.
    await applicationStore(tx).lock(operation.applicationUid);
    const written = await operationStore(tx).update(operation.id, next, { epoch: ownership.epoch });
    if (written) await startOver(stepResultStore(tx), operation.id, plan, ownership);
    await announceOperation(tx, operation);
  });
  return requeueAfter(0, 'retry');
}

/** What was written stays written; failed writes are open again, hooks and waves begin anew. */
async function startOver(
  store: StepResultStore,
  operationId: string,
  plan: Plan,
  ownership: Ownership,
): Promise<void> {
  const kept = resultsForRetry(plan, await store.list(operationId));
  await store.clear(operationId);
  await store.save(operationId, kept, ownership);
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
