import type { Condition } from '@bowline/sync-engine/core/model';
import type { Evaluation } from './evaluation.ts';

type Found = { type: string; code: string; message: string; severity?: 'warning' };

/**
 * The Conditions an evaluation shows, codes with a page in docs/errors. One that was there before with the same code keeps
 * its time, so "since" stays true.
 */
export function conditionsOf(evaluation: Evaluation, before: Condition[], now: string): Condition[] {
  const found: Found[] = [];
  const { renderFailure: failure, live } = evaluation;
  if (failure) {
    const type =
      failure.code.startsWith('git_') || failure.code === 'repository_unknown'
        ? 'SourceFailed'
        : 'RenderFailed';
    found.push({
      type,
      code: failure.code,
      message: [failure.message, failure.hint].filter(Boolean).join(' '),
    });
  }
  if (live.kind === 'unknown') found.push({ type: 'ClusterUnknown', code: live.code, message: live.message });
  if (!failure && evaluation.desired.length === 0 && evaluation.desiredDigest !== null) {
    found.push({
      type: 'RenderEmpty',
      code: 'render_empty',
      message: 'The sources render no object. Nothing is pruned because of it.',
    });
  }
  for (const warning of evaluation.warnings)
    found.push({ type: 'RenderWarning', code: warning.code, message: warning.message, severity: 'warning' });
  return found.map((condition) => {
    const known = before.find((old) => old.type === condition.type && old.code === condition.code);
    const lastTransitionTime = known?.lastTransitionTime ?? now;
    return { severity: 'failure', ...condition, status: 'True', lastTransitionTime };
  });
}
