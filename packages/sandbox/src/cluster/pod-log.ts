import { badRequest } from '../api/errors.ts';
import type { Pod } from './shapes.ts';

/** Deterministic log lines of a container that runs nothing: what a started container would first say. */
export function podLog(pod: Pod, query: URLSearchParams): string {
  const names = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].map(
    (container) => container.name,
  );
  const asked = query.get('container') ?? '';
  if (asked !== '' && !names.includes(asked))
    throw badRequest(`container ${asked} is not valid for pod ${pod.metadata.name}`);
  if (asked === '' && pod.spec.containers.length > 1) {
    throw badRequest(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`,
    );
  }
  const name = asked || pod.spec.containers[0]?.name || '';
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const status = statuses.find((one) => one.name === name);
  const waiting = status?.state.waiting as { reason?: string } | undefined;
  if (!status || (waiting && status.restartCount === 0)) {
    const why = waiting?.reason ?? 'ContainerCreating';
    throw badRequest(`container "${name}" in pod "${pod.metadata.name}" is waiting to start: ${why}`);
  }
  const isCrashing = status.restartCount > 0;
  const terminated = (isCrashing ? status.lastState.terminated : status.state.terminated) as
    | { exitCode?: number }
    | undefined;
  const lines = [
    `pod ${pod.metadata.namespace}/${pod.metadata.name} container ${name}`,
    `image ${status.image}`,
    `restart ${status.restartCount}`,
    'start',
    ...(terminated ? [`exit ${terminated.exitCode ?? 0}`] : ['ready']),
  ];
  const tail = query.get('tailLines');
  const shown = tail === null ? lines : lines.slice(Math.max(0, lines.length - Number(tail)));
  const since = pod.status?.startTime ?? pod.metadata.creationTimestamp ?? '';
  const prefix = query.get('timestamps') === 'true' ? `${since} ` : '';
  return shown.map((line) => `${prefix}${line}\n`).join('');
}
