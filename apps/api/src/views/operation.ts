import type { Can, Operation, OperationRow } from '@bowline/contract';
import type { z } from 'zod';
import type { Plan, PlanStep, StepResult } from '@bowline/sync-engine/core/model';
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
  plan: Plan;
  results: StepResult[];
  can: Can;
}): Operation {
  const { record, plan, results } = input;
  const waits = waitingKeys(record);
  const latest = new Map<number, StepResult>();
  for (const result of results) latest.set(result.step, result);
  const waves = waveOutcomes(plan, latest);
  const steps = plan.steps
    .filter((step) => step.action !== 'wait')
    .map((step) =>
      stepView({
        step,
        result: latest.get(step.index),
        wave: waves.get(waveOf(step)),
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

function waveOf(step: PlanStep): string {
  return `${step.phase}/${step.wave}`;
}

/** Outcome of each wave that was judged, from its wait step. */
function waveOutcomes(plan: Plan, latest: Map<number, StepResult>): Map<string, StepResult> {
  const outcomes = new Map<string, StepResult>();
  for (const step of plan.steps) {
    const result = step.action === 'wait' ? latest.get(step.index) : undefined;
    if (result) outcomes.set(waveOf(step), result);
  }
  return outcomes;
}

type StepInput = {
  step: PlanStep;
  result: StepResult | undefined;
  wave: StepResult | undefined;
  isWaitedFor: boolean;
  isOver: boolean;
};

function stepView({ step, result, wave, isWaitedFor, isOver }: StepInput): Step {
  const { index, phase, action, key } = step;
  return {
    index,
    phase,
    wave: step.wave,
    action,
    key,
    state: stateOf({ step, result, wave, isWaitedFor, isOver }),
    attempt: result?.attempt ?? 0,
    message: result?.message ?? '',
    startedAt: result?.startedAt ?? null,
    finishedAt: result?.finishedAt ?? null,
  };
}

function stateOf({ result, wave, isWaitedFor, isOver }: StepInput): Step['state'] {
  if (!result) return isOver ? 'skipped' : 'waiting';
  if (result.phase === 'Failed') return 'failed';
  if (result.phase === 'Skipped') return 'skipped';
  if (result.phase === 'Running' || result.phase === 'Pending') return isOver ? 'failed' : 'running';
  if (isWaitedFor) return 'waiting-healthy';
  if (wave?.phase === 'Failed' && wave.message.includes(result.message) && result.message !== '')
    return 'failed';
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
