import { ignoresHealth } from '../annotations.ts';
import type { ObservedObject, ResourceKey, StepResult } from '../model.ts';
import type { StepView, View } from './step-view.ts';

/** What became of a wave once all its calls have been made. */
export type Verdict =
  | { kind: 'waiting'; message: string; waitingFor: ResourceKey[] }
  | { kind: 'done'; message: string }
  | { kind: 'failed'; message: string; failures: NonNullable<StepResult['failures']> };

type Member = {
  step: number;
  key: ResourceKey;
  state: 'done' | 'running' | 'deleting' | 'failed';
  message: string;
  isHook: boolean;
};

/**
 * Judges a wave from what is seen of its objects (B2): every applied object healthy, every hook completed, every removed
 * object gone. With a failure among them, only running hooks are still waited for.
 */
export function judgeGroup(view: View, steps: StepView[], options: { isLast: boolean }): Verdict {
  const members = steps.map((step) => judge(view, step, options));
  const failed = members.filter((member) => member.state === 'failed');
  const hooks = members.filter((member) => member.isHook && member.state === 'running');
  if (hooks.length > 0) return waiting('the completion of hook', hooks);
  if (failed.length > 0) {
    const texts = failed.slice(0, 3).map((member) => `${nameOf(member.key)}: ${member.message}`);
    const more = failed.length > 3 ? ` And ${failed.length - 3} more.` : '';
    const failures = failed.map(({ step, message }) => ({ step, message }));
    return { kind: 'failed', message: `${texts.join(' ')}${more}`, failures };
  }
  const deleting = members.filter((member) => member.state === 'deleting');
  if (deleting.length > 0) return waiting('the deletion of', deleting);
  const running = members.filter((member) => member.state === 'running');
  if (running.length > 0) return waiting('the healthy state of', running);
  return { kind: 'done', message: '' };
}

function waiting(what: string, members: Member[]): Verdict {
  const [first] = members;
  const more = members.length > 1 ? ` and ${members.length - 1} more` : '';
  const why = first?.message ? ` (${first.message})` : '';
  return {
    kind: 'waiting',
    message: `Waiting for ${what} ${first === undefined ? '' : nameOf(first.key)}${more}${why}.`,
    waitingFor: members.map((member) => member.key),
  };
}

function judge(view: View, step: StepView, options: { isLast: boolean }): Member {
  const isHook = step.step.action === 'hook';
  const member = (state: Member['state'], message = ''): Member => ({
    step: step.step.index,
    key: step.key,
    state,
    message,
    isHook,
  });
  if (step.state === 'failed') return member('failed', sentence(step.latest?.message ?? 'the call failed'));
  const seen = view.observedOf(step);
  if (step.step.action === 'delete' || step.step.action === 'prune')
    return member(...judgeRemoved(view, step, seen));
  if (isHook) return member(...judgeHook(view, step, seen));
  if (step.latest?.phase === 'Skipped') return member('done');
  if (seen === undefined) return member('failed', 'It is missing; it might have been deleted.');
  const item = view.itemOf(step);
  if (item?.desired && ignoresHealth(item.desired)) return member('done');
  if (seen.isDeleting) return member('running', 'it is being deleted');
  switch (seen.health?.status) {
    case undefined:
    case 'Healthy':
      return member('done');
    case 'Suspended':
      // Paused on purpose: later waves wait for it, but at the end of everything there is nothing left to wait for.
      return member(options.isLast ? 'done' : 'running', seen.health?.message);
    case 'Degraded':
      return member('failed', sentence(`Degraded${seen.health?.message ? `: ${seen.health.message}` : ''}`));
    case 'Missing':
      return member('failed', 'It is missing; it might have been deleted.');
    default:
      return member('running', seen.health?.message);
  }
}

function judgeRemoved(
  view: View,
  step: StepView,
  seen: ObservedObject | undefined,
): [Member['state'], string?] {
  if (seen === undefined || step.latest?.phase === 'Skipped') return ['done'];
  const planned = view.itemOf(step)?.fingerprint;
  // Somebody made another object of that name since: it was never this Plan's to delete.
  if (planned?.kind === 'present' && planned.uid !== '' && seen.uid !== planned.uid) return ['done'];
  return ['deleting'];
}

function judgeHook(view: View, step: StepView, seen: ObservedObject | undefined): [Member['state'], string?] {
  if (seen === undefined || !view.isOwnHook(step, seen)) {
    return ['failed', 'The hook is gone before its end was seen; it might have been deleted.'];
  }
  if (seen.isDeleting) return ['failed', 'The hook is being deleted before its end was seen.'];
  switch (seen.health?.status) {
    case undefined:
    case 'Healthy':
      return ['done'];
    case 'Degraded':
    case 'Unknown':
    case 'Missing':
      return ['failed', sentence(seen.health?.message || 'The hook failed')];
    default:
      return ['running', seen.health?.message];
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function nameOf(key: ResourceKey): string {
  return key.namespace === '' ? `${key.kind} ${key.name}` : `${key.kind} ${key.namespace}/${key.name}`;
}
