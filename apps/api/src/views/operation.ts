import type { Can, Operation, OperationRow } from '@bowline/contract';
import type { z } from 'zod';
import type { PlanStep, StepResult } from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import type { OperationRecord } from '../store/operation.ts';

type Row = z.infer<typeof OperationRow>;
type Step = Operation['steps'][number];

/** An Operation as lists show it. */
export function operationRow(record: OperationRecord): Row {
  return {
    id: record.id,
    number: record.number,
    project: record.project,
    application: record.application,
    planId: record.planId,
    planKind: record.planKind,
    digest: record.digest,
    phase: record.phase,
    message: record.message,
    requestedBy: record.requestedBy,
    reason: record.reason,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    attempt: record.attempt,
    nextRetryAt: record.nextRetryAt,
    waitingFor: isActive(record) ? record.message : '',
    releaseNumber: record.release,
  };
}

/** An Operation with every step of its Plan, those not yet begun included. */
export function operationView(input: {
  record: OperationRecord;
  steps: PlanStep[];
  /** Indexes of the steps whose objects come to be. */
  creating: ReadonlySet<number>;
  results: StepResult[];
  can: Can;
}): Operation {
  const { record, results } = input;
  const waits = waitingKeys(record);
  const latest = new Map<number, StepResult>();
  for (const result of results) latest.set(result.step, result);
  const failures = failuresOf(latest);
  const steps = input.steps
    .filter((step) => step.action !== 'wait')
    .map((step) =>
      stepView({
        step,
        creates: input.creating.has(step.index),
        result: latest.get(step.index),
        failure: failures.get(step.index),
        isWaitedFor: waits.has(formatKey(step.key)),
        isOver: !isActive(record),
      }),
    );
  return {
    ...operationRow(record),
    stopEffect: stopEffect(record, steps),
    decision: record.decision,
    steps,
    can: input.can,
  };
}

function isActive(record: OperationRecord): boolean {
  return record.phase === 'Waiting' || record.phase === 'Running' || record.phase === 'Terminating';
}

function waitingKeys(record: OperationRecord): Set<string> {
  return new Set(record.waitingFor.map(formatKey));
}

type Failure = { message: string; finishedAt: string | null };

/** Steps whose calls were made and whose waves failed for them, from the results of waits. */
function failuresOf(latest: Map<number, StepResult>): Map<number, Failure> {
  const found = new Map<number, Failure>();
  for (const { failures = [], finishedAt = null } of latest.values())
    for (const { step, message } of failures) found.set(step, { message, finishedAt });
  return found;
}

type StepInput = {
  step: PlanStep;
  creates: boolean;
  result: StepResult | undefined;
  failure: Failure | undefined;
  isWaitedFor: boolean;
  isOver: boolean;
};

function stepView(input: StepInput): Step {
  const { step, result, failure } = input;
  const { index, phase, action, key } = step;
  const isFailedLater = result?.phase === 'Succeeded' && failure !== undefined;
  return {
    index,
    phase,
    wave: step.wave,
    action,
    creates: input.creates,
    key,
    state: isFailedLater ? 'failed' : stateOf(input),
    attempt: result?.attempt ?? 0,
    message: isFailedLater ? failure.message : (result?.message ?? ''),
    startedAt: result?.startedAt ?? null,
    finishedAt: isFailedLater ? failure.finishedAt : (result?.finishedAt ?? null),
  };
}

function stateOf({ result, isWaitedFor, isOver }: StepInput): Step['state'] {
  if (!result) return isOver ? 'skipped' : 'waiting';
  if (result.phase === 'Failed') return 'failed';
  if (result.phase === 'Skipped') return 'skipped';
  if (result.phase === 'Running' || result.phase === 'Pending') return isOver ? 'failed' : 'running';
  if (isWaitedFor) return 'waiting-healthy';
  return 'done';
}

/** Consequences before controls: what stays when it is stopped now (ui.md, C9). */
function stopEffect(record: OperationRecord, steps: Step[]): string {
  if (!isActive(record)) return '';
  const written = steps.filter((step) => step.state === 'done' || step.state === 'waiting-healthy').length;
  const left = steps.length - written;
  if (written === 0) return 'Nothing has been applied yet.';
  return `${written} of ${steps.length} objects stay as applied; ${left} are not touched. Running hooks are deleted.`;
}
