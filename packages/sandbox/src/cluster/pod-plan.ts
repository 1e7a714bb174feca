import type { EventText } from './event-recorder.ts';
import { hashOf } from './pods-of.ts';
import {
  type Condition,
  type Container,
  type ContainerStatus,
  type Pod,
  type PodStatus,
  withCondition,
} from './shapes.ts';

/** How a container that runs nothing behaves, told by its image tag and command. */
type Fate = 'runs' | 'completes' | 'fails' | 'crashes' | 'no-image';

export interface PodPlan {
  status: PodStatus;
  events: EventText[];
}

interface Moment {
  nowText: string;
  /** Readiness is being delayed. */
  isHeldBack: boolean;
}

/** The status a Pod on the node gets, and the Events of the step there. */
export function plan(pod: Pod, moment: Moment): PodPlan {
  const isTask = pod.spec.restartPolicy !== undefined && pod.spec.restartPolicy !== 'Always';
  const fates = pod.spec.containers.map((container) => fateOf(container, isTask));
  const inits = (pod.spec.initContainers ?? []).map((container) => fateOf(container, true));
  const blocked = inits.some((fate) => fate !== 'completes');
  const containerStatuses = pod.spec.containers.map((container, index) =>
    blocked
      ? waitingStatus(container, 'PodInitializing', '')
      : containerStatus(pod, container, fates[index] ?? 'runs', moment),
  );
  const initContainerStatuses = (pod.spec.initContainers ?? []).map((container, index) =>
    containerStatus(pod, container, inits[index] ?? 'completes', moment),
  );
  const phase = phaseOf(pod, blocked ? inits : fates, blocked);
  const isReady = phase === 'Running' && containerStatuses.every((one) => one.ready);
  const ip = `10.244.${addressByte(pod, 0)}.${addressByte(pod, 1)}`;
  const status: PodStatus = {
    ...pod.status,
    phase,
    observedGeneration: pod.metadata.generation,
    hostIP: '10.0.0.1',
    hostIPs: [{ ip: '10.0.0.1' }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime: pod.status?.startTime ?? moment.nowText,
    containerStatuses,
    ...(initContainerStatuses.length > 0 ? { initContainerStatuses } : {}),
    conditions: conditionsOf(pod, { isReady, blocked, phase }, moment),
  };
  return { status, events: eventsOf(pod, [...inits, ...(blocked ? [] : fates)]) };
}

/** Milliseconds of a duration such as `500ms`, `2s` or `1m`; 0 for anything else. */
export function durationMs(text: string | undefined): number {
  const match = /^(\d+)(ms|s|m)$/.exec(text ?? '');
  if (!match) return 0;
  return Number(match[1]) * ({ ms: 1, s: 1000, m: 60_000 }[match[2] ?? 's'] ?? 1000);
}

function fateOf(container: Container, isTask: boolean): Fate {
  const tag = container.image.slice(container.image.lastIndexOf('/') + 1).split(':')[1] ?? 'latest';
  if (tag === 'broken' || tag === 'nonexistent') return 'no-image';
  if (tag === 'crash') return 'crashes';
  const fails = tag === 'fail' || exitsNonZero([...(container.command ?? []), ...(container.args ?? [])]);
  if (!isTask) return fails ? 'crashes' : 'runs';
  return fails ? 'fails' : 'completes';
}

/** Only commands that plainly fail: `false`, `exit N`, also as the last statement of a shell's argument. */
function exitsNonZero(command: string[]): boolean {
  if (command.length === 0) return false;
  if (/(^|\/)false$/.test(command[0] ?? '')) return true;
  const script = command.at(-1) ?? '';
  return /(^|[;&|\s])exit\s+[1-9]\d*\s*;?\s*$/.test(script) || /(^|[;&|]\s*)false\s*;?\s*$/.test(script);
}

function containerStatus(pod: Pod, container: Container, fate: Fate, moment: Moment): ContainerStatus {
  const old = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find(
    (one) => one.name === container.name,
  );
  const started = pod.status?.startTime ?? moment.nowText;
  const base = {
    name: container.name,
    image: container.image,
    imageID: `sandbox://${container.image}`,
    containerID: `sandbox://${hashOf([pod.metadata.uid, container.name])}`,
    restartCount: 0,
    lastState: {},
  };
  const ended = (exitCode: number) => ({
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: started,
      finishedAt: started,
      containerID: base.containerID,
    },
  });
  switch (fate) {
    case 'no-image':
      return waitingStatus(
        container,
        'ImagePullBackOff',
        `Back-off pulling image "${container.image}": ErrImagePull: image not found`,
      );
    case 'crashes': {
      const message = `back-off 5m0s restarting failed container=${container.name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
      const restartCount = Math.max(5, old?.restartCount ?? 0);
      return {
        ...base,
        ready: false,
        started: false,
        restartCount,
        state: { waiting: { reason: 'CrashLoopBackOff', message } },
        lastState: ended(1),
      };
    }
    case 'completes':
      return { ...base, ready: false, started: false, state: ended(0) };
    case 'fails':
      return { ...base, ready: false, started: false, state: ended(1) };
    case 'runs':
      return {
        ...base,
        ready: !moment.isHeldBack,
        started: true,
        state: { running: { startedAt: started } },
      };
  }
}

function waitingStatus(container: Container, reason: string, message: string): ContainerStatus {
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    ready: false,
    started: false,
    restartCount: 0,
    state: { waiting: { reason, ...(message ? { message } : {}) } },
    lastState: {},
  };
}

function phaseOf(pod: Pod, fates: Fate[], blocked: boolean): string {
  if (fates.includes('no-image')) return 'Pending';
  // A failed container is started again under OnFailure, until its Job has had enough.
  if (fates.includes('fails')) return 'Failed';
  if (blocked) return 'Pending';
  if (fates.length > 0 && fates.every((fate) => fate === 'completes') && pod.spec.restartPolicy !== 'Always')
    return 'Succeeded';
  return 'Running';
}

function conditionsOf(
  pod: Pod,
  state: { isReady: boolean; blocked: boolean; phase: string },
  { nowText }: Moment,
): Condition[] {
  const truth = (value: boolean) => (value ? 'True' : 'False');
  const isDone = state.phase === 'Succeeded';
  const why = isDone
    ? { reason: 'PodCompleted' }
    : state.isReady
      ? {}
      : { reason: 'ContainersNotReady', message: notReady(pod) };
  let conditions = pod.status?.conditions;
  const rows: Condition[] = [
    { type: 'PodReadyToStartContainers', status: truth(!isDone && state.phase !== 'Failed') },
    { type: 'Initialized', status: truth(!state.blocked), ...(isDone ? { reason: 'PodCompleted' } : {}) },
    { type: 'Ready', status: truth(state.isReady), ...why },
    { type: 'ContainersReady', status: truth(state.isReady), ...why },
    { type: 'PodScheduled', status: 'True' },
  ];
  for (const row of rows) conditions = withCondition(conditions, row, nowText);
  return conditions ?? [];
}

function notReady(pod: Pod): string {
  return `containers with unready status: [${pod.spec.containers.map((container) => container.name).join(' ')}]`;
}

/** Only the first step on the node tells its story; later ones change readiness alone. */
function eventsOf(pod: Pod, fates: Fate[]): EventText[] {
  if (pod.status?.containerStatuses) return [];
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  return fates.flatMap((fate, index): EventText[] => {
    const { name = '', image = '' } = containers[index] ?? {};
    if (fate === 'no-image') {
      return [
        { type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": image not found` },
        { type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${image}"` },
      ];
    }
    const story: EventText[] = [
      { type: 'Normal', reason: 'Pulled', message: `Container image "${image}" already present on machine` },
      { type: 'Normal', reason: 'Created', message: `Created container: ${name}` },
      { type: 'Normal', reason: 'Started', message: `Started container ${name}` },
    ];
    if (fate === 'crashes')
      story.push({
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container ${name} in pod ${pod.metadata.name}`,
      });
    return story;
  });
}

function addressByte(pod: Pod, index: number): number {
  const code = Number.parseInt(
    (pod.metadata.uid ?? '').replace(/-/g, '').slice(index * 2, index * 2 + 2) || '1',
    16,
  );
  return 1 + (code % 250);
}
