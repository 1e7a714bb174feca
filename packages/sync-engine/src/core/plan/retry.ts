import type { Plan, StepResult } from '../model.ts';

/**
 * What an Operation that starts over keeps of its results (SYNC-8): what was written stays written, so it is neither written
 * again nor taken for a change from outside; a failed write is open again, its outcome unknown. What was refused before its
 * first call (attempt 0) leaves no trace: its object is checked again. Hooks run anew and waves are judged anew.
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
    if (result.attempt === 0) return [];
    const { finishedAt: _finished, ...open } = result;
    return [{ ...open, phase: 'Running', message: '' }];
  });
}
