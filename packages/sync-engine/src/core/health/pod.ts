import { annotationOf, hookPhasesOf } from '../annotations.ts';
import type { Health, KubeObject } from '../model.ts';
import {
  at,
  conditionOf,
  degraded,
  healthy,
  isBag,
  listAt,
  numberAt,
  progressing,
  textAt,
  unknown,
} from './read.ts';

/** What is wrong with one container of a Pod, and since when it failed last where that is known. */
export type ContainerProblem = { container: string; reason: string; message: string; at?: string };

/** Waiting reasons that do not pass by themselves: ErrImagePull, CreateContainerConfigError, CrashLoopBackOff … */
function isFailure(reason: string): boolean {
  return reason.startsWith('Err') || reason.endsWith('Error') || reason.endsWith('BackOff');
}

/** {@link podHealth} in words. */
export const podText =
  'restartPolicy Always, or annotation ignore-restart-policy on what is no hook: a container (no init container) waiting for a ' +
  'reason Err…, …Error or …BackOff → Degraded; then by phase: Pending → Progressing; Succeeded → Healthy; Failed → Degraded; ' +
  'Running: restartPolicy not Always → Progressing, ready → Healthy, a container that ended before → Degraded, else → Progressing; ' +
  'any other → Unknown';

/** The state of a Pod by its containers and its phase (B8). */
export function podHealth(object: KubeObject): Health {
  const policy = textAt(object, 'spec.restartPolicy') || 'Always';
  if (policy === 'Always' || ignoresRestartPolicy(object)) {
    const failing = listAt(object, 'status.containerStatuses').flatMap((status) => {
      const problem = waitingProblem(status);
      return problem !== undefined && isFailure(problem.reason) ? [problem.message] : [];
    });
    if (failing.length > 0) return degraded(failing.join(' '));
  }
  switch (textAt(object, 'status.phase')) {
    case 'Pending':
      return progressing(pendingMessage(object));
    case 'Succeeded':
      return healthy();
    case 'Failed':
      return degraded(textAt(object, 'status.message') || failedMessage(object));
    case 'Running':
      return runningHealth(object, policy);
  }
  const phase = textAt(object, 'status.phase');
  return unknown(phase === '' ? 'The Pod has not reported a phase.' : `The state of the Pod is ${phase}.`);
}

function runningHealth(object: KubeObject, policy: string): Health {
  if (policy !== 'Always') return progressing('The Pod runs to its end.');
  if (conditionOf(object, 'Ready')?.status === 'True') return healthy();
  const crashed = listAt(object, 'status.containerStatuses').find((status) =>
    isBag(at(status, 'lastState.terminated')),
  );
  if (crashed !== undefined) {
    const problem = terminatedProblem(crashed, 'lastState');
    return degraded(problem?.message ?? `Container ${textAt(crashed, 'name')} ended and is not ready again.`);
  }
  const waiting = containerProblems(object)[0];
  return progressing(waiting?.message ?? 'The Pod is not ready yet.');
}

function ignoresRestartPolicy(object: KubeObject): boolean {
  const value =
    annotationOf(object, 'bowline.dev/ignore-restart-policy') ??
    annotationOf(object, 'argocd.argoproj.io/ignore-restart-policy');
  return value === 'true' && !hookPhasesOf(object).isHook;
}

function pendingMessage(object: KubeObject): string {
  const scheduled = conditionOf(object, 'PodScheduled');
  if (scheduled?.status === 'False') {
    return `Cannot be scheduled: ${scheduled.message || scheduled.reason || 'no node fits'}`;
  }
  const message = textAt(object, 'status.message');
  if (message !== '') return message;
  return containerProblems(object)[0]?.message ?? 'The Pod is starting.';
}

function failedMessage(object: KubeObject): string {
  const [first] = containerProblems(object);
  const reason = textAt(object, 'status.reason');
  return first?.message ?? (reason === '' ? 'The Pod failed.' : `The Pod failed: ${reason}.`);
}

/** Everything that keeps the containers of a Pod from running, init containers first; empty when nothing does. */
export function containerProblems(pod: KubeObject): ContainerProblem[] {
  const statuses = [
    ...listAt(pod, 'status.initContainerStatuses'),
    ...listAt(pod, 'status.containerStatuses'),
  ];
  return statuses.flatMap((status) => {
    const isReady = status.ready === true;
    const problem =
      waitingProblem(status) ??
      terminatedProblem(status, 'state') ??
      (isReady ? undefined : terminatedProblem(status, 'lastState'));
    return problem === undefined ? [] : [problem];
  });
}

function waitingProblem(status: Record<string, unknown>): ContainerProblem | undefined {
  const reason = textAt(status, 'state.waiting.reason');
  if (reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing') return undefined;
  const container = textAt(status, 'name');
  const image = textAt(status, 'image');
  const detail = textAt(status, 'state.waiting.message');
  const last = terminatedProblem(status, 'lastState');
  const message = reason.includes('Image')
    ? `Container ${container} cannot pull image ${image} (${reason})${detail === '' ? '.' : `: ${detail}`}`
    : reason === 'CrashLoopBackOff'
      ? `Container ${container} keeps crashing (${reason})${last === undefined ? '.' : `: ${last.reason}.`}`
      : `Container ${container} cannot start (${reason})${detail === '' ? '.' : `: ${detail}`}`;
  return { container, reason, message, ...(last?.at === undefined ? {} : { at: last.at }) };
}

function terminatedProblem(
  status: Record<string, unknown>,
  field: 'state' | 'lastState',
): ContainerProblem | undefined {
  const code = numberAt(status, `${field}.terminated.exitCode`);
  const reason = textAt(status, `${field}.terminated.reason`);
  if (code === undefined && reason === '') return undefined;
  // A container that ended well is no problem, except as the last run of one that should still be up.
  if ((code ?? 0) === 0 && reason !== 'OOMKilled' && field === 'state') return undefined;
  const container = textAt(status, 'name');
  const detail = textAt(status, `${field}.terminated.message`).trim();
  const how =
    reason === 'OOMKilled'
      ? 'was killed for using more memory than its limit (OOMKilled)'
      : `ended with exit code ${code ?? 0}`;
  const ended = textAt(status, `${field}.terminated.finishedAt`);
  return {
    container,
    reason: reason === 'OOMKilled' || reason === '' || reason === 'Error' ? how : `${how} (${reason})`,
    message: `Container ${container} ${how}${detail === '' ? '.' : `: ${detail}`}`,
    ...(ended === '' ? {} : { at: ended }),
  };
}
