import type { Plan, StepResult } from '../model.ts';

/**
 * Whether a failed call has certainly written nothing: the server said no. After a time-out, a broken connection or a
 * failure of the server itself nobody knows.
 */
export function isRefusal(failure: { code: string; status: number }): boolean {
  if (failure.code === 'object_invalid') return true;
  return failure.status >= 400 && failure.status < 500 && failure.status !== 408;
}

/**
 * Whether a step was refused before its first call: its Plan was made from a look that is out of date, so the same Plan
 * cannot come true and is not tried again (SYNC-8).
 */
export function isRefusedUncalled({ phase, attempt }: Pick<StepResult, 'phase' | 'attempt'>): boolean {
  return phase === 'Failed' && attempt === 0;
}

/**
 * What an Operation that starts over keeps of its results (SYNC-8): what was written stays written, so it is neither written
 * again nor taken for a change from outside; a failed write is open again, its outcome unknown. What was refused before its
 * first call (attempt 0), or by the server at its only one, leaves no trace: its object is checked again. Hooks run anew and waves are judged anew.
 */
export function resultsForRetry(plan: Plan, results: StepResult[]): StepResult[] {
  const latest = new Map<number, StepResult>();
  for (const result of results) {
    const known = latest.get(result.step);
    if (known === undefined || known.attempt < result.attempt) latest.set(result.step, result);
  }
  return [...latest.values()].flatMap((result): StepResult[] => {
    const action = plan.steps[result.step]?.action;
    if (action === undefined || action === 'hook' || action === 'wait') return [];
    if (result.phase !== 'Failed') return [result];
    // An earlier attempt of the same step may have been written all the same.
    if (isRefusedUncalled(result) || (result.isRefused === true && result.attempt === 1)) return [];
    const { finishedAt: _finished, ...open } = result;
    return [{ ...open, phase: 'Running', message: '' }];
  });
}
