import type { Health, KubeObject } from '../../model.ts';
import { at, conditionsAt, isAbsent, numberAt, textAt, wordsOf } from '../read.ts';
import { byValue, line, noStatus, rule, sameGeneration, suspendedBy, verdict } from '../rules.ts';

const set =
  'paused, or no updated replicas known → Suspended; partition set and reached → Suspended, not reached → Progressing; ';

/** OpenKruise (B9). */
export const kruiseLines = [
  line(
    'apps.kruise.io',
    'CloneSet',
    noStatus('P'),
    sameGeneration,
    rule(`${set}updatedAvailableReplicas equal to replicas → Healthy, else → Degraded`, cloneSet),
  ),
  line(
    'apps.kruise.io',
    'StatefulSet',
    noStatus('P'),
    sameGeneration,
    rule(`${set}updatedAvailableReplicas equal to replicas → Healthy, else → Degraded`, statefulSet),
  ),
  line(
    'apps.kruise.io',
    'DaemonSet',
    noStatus('P'),
    sameGeneration,
    rule(`${set}all updated and available → Healthy; all updated and none available → Degraded`, daemonSet),
  ),
  line(
    'game.kruise.io',
    'GameServerSet',
    noStatus('P'),
    sameGeneration,
    suspendedBy('spec.updateStrategy.rollingUpdate.paused'),
    rule('partition reached → Suspended; updatedReadyReplicas equal to replicas → Healthy', gameServerSet),
  ),
  line(
    'game.kruise.io',
    'GameServer',
    noStatus('U', 'There is no status.'),
    rule(
      'currentState not desiredState → Progressing; KruisePodReady not True → Degraded; both Ready → Healthy; else → Unknown',
      gameServer,
    ),
  ),
  line(
    'apps.kruise.io',
    'BroadcastJob',
    noStatus('P'),
    rule(
      'phase completed and all succeeded → Healthy; failed → Degraded; paused → Suspended; else → Progressing',
      broadcastJob,
    ),
  ),
  line(
    'apps.kruise.io',
    'AdvancedCronJob',
    noStatus('P'),
    rule(
      'never scheduled and paused → Suspended; Jobs active → Progressing; never scheduled → Degraded; else → Healthy',
      cronJob,
    ),
  ),
  line(
    'rollouts.kruise.io',
    'Rollout',
    noStatus('P'),
    sameGeneration,
    rule(
      'step StepPaused: phase Progressing → Suspended, Terminating or Disabled → Degraded; step Completed and phase Healthy → Healthy',
      rollout,
    ),
    byValue('status.phase', {}, { other: 'P', messagePath: 'status.message' }),
  ),
];

/** The partition a set stops at: its number, or null where there is none to stop at. A first roll-out never stops. */
function partitionOf(object: KubeObject, path: string): number | string | null {
  const found = at(object, path);
  const isSet = found !== undefined && found !== null && found !== 0 && found !== '0' && found !== '0%';
  if (!isSet || (numberAt(object, 'metadata.generation') ?? 0) <= 1) return null;
  return numberAt(object, path) ?? String(found);
}

/** How many of all a partition keeps on the old version; a share is rounded up, as OpenKruise does. */
function heldBack(partition: number | string, all: number): number {
  const share = /^(\d{1,3})%$/.exec(String(partition))?.[1];
  return share === undefined ? Number(partition) : Math.ceil((all * Number(share)) / 100);
}

function stopped(partition: number | string, isReached: boolean): Health {
  return isReached
    ? verdict('S', `The update stopped at partition ${partition}.`)
    : verdict('P', `The update goes on to partition ${partition}.`);
}

function allAvailable(object: KubeObject): Health {
  const have = numberAt(object, 'status.updatedAvailableReplicas');
  const want = numberAt(object, 'status.replicas');
  return have === want
    ? verdict('H', '')
    : verdict('D', `${have} of ${want ?? 'an unknown number of'} updated replicas are available.`);
}

function cloneSet(object: KubeObject): Health {
  if (
    at(object, 'spec.updateStrategy.paused') === true ||
    isAbsent(object, 'status.updatedAvailableReplicas')
  )
    return verdict('S', 'The update is paused.');
  const partition = partitionOf(object, 'spec.updateStrategy.partition');
  if (partition === null) return allAvailable(object);
  const updated = numberAt(object, 'status.updatedReplicas') ?? 0;
  return stopped(partition, updated >= (numberAt(object, 'status.expectedUpdatedReplicas') ?? 0));
}

function statefulSet(object: KubeObject): Health {
  const isPaused = at(object, 'spec.updateStrategy.rollingUpdate.paused') === true;
  if (isPaused || isAbsent(object, 'status.updatedAvailableReplicas'))
    return verdict('S', 'The update is paused.');
  const partition = partitionOf(object, 'spec.updateStrategy.rollingUpdate.partition');
  if (partition === null) return allAvailable(object);
  const replicas = numberAt(object, 'status.replicas') ?? 0;
  const rest = replicas - heldBack(partition, replicas);
  return stopped(partition, (numberAt(object, 'status.updatedReplicas') ?? 0) > rest);
}

function daemonSet(object: KubeObject): Health | null {
  const isPaused = at(object, 'spec.updateStrategy.rollingUpdate.paused') === true;
  if (isPaused || isAbsent(object, 'status.updatedNumberScheduled'))
    return verdict('S', 'The update is paused.');
  const want = numberAt(object, 'status.desiredNumberScheduled') ?? 0;
  const updated = numberAt(object, 'status.updatedNumberScheduled') ?? 0;
  const partition = partitionOf(object, 'spec.updateStrategy.rollingUpdate.partition');
  if (partition !== null) return stopped(partition, updated > want - heldBack(partition, want));
  const available = numberAt(object, 'status.numberAvailable');
  if (updated === want && available === want) return verdict('H', '');
  if (updated === want && numberAt(object, 'status.numberUnavailable') === want)
    return verdict('D', 'The Pod is available on no node.');
  return verdict(
    'P',
    `${updated} of ${want} nodes run the updated Pod; it is available on ${available ?? 0}.`,
  );
}

function gameServerSet(object: KubeObject): Health | null {
  const replicas = numberAt(object, 'status.replicas') ?? 0;
  const partition = numberAt(object, 'spec.updateStrategy.rollingUpdate.partition') ?? 0;
  const updated = numberAt(object, 'status.updatedReplicas') ?? 0;
  if (partition !== 0 && updated >= replicas - partition) return stopped(partition, true);
  const isReady = numberAt(object, 'status.updatedReadyReplicas') ?? 0;
  return isReady === replicas
    ? verdict('H', '')
    : verdict('P', `${isReady} of ${replicas} updated servers are ready.`);
}

function gameServer(object: KubeObject): Health {
  const current = textAt(object, 'status.currentState');
  const desired = textAt(object, 'status.desiredState');
  if (current !== desired)
    return verdict('P', `The state is ${current || 'not known'}, wanted is ${desired || 'not known'}.`);
  const bad = conditionsAt(object, 'status.podStatus.conditions').find(
    (c) => c.type === 'KruisePodReady' && c.status !== 'True',
  );
  if (bad !== undefined) return verdict('D', wordsOf(bad));
  return current === 'Ready' ? verdict('H', '') : verdict('U', `The state is ${current || 'not known'}.`);
}

function broadcastJob(object: KubeObject): Health | null {
  const phase = textAt(object, 'status.phase');
  const [desired, succeeded] = [at(object, 'status.desired'), at(object, 'status.succeeded')];
  if (phase === 'completed' && desired === succeeded) return verdict('H', '');
  if (phase === 'failed' && at(object, 'status.failed') !== 0) return verdict('D', 'The job failed.');
  if (phase === 'paused' && at(object, 'spec.paused') === true) return verdict('S', 'The job is paused.');
  return phase === '' ? null : verdict('P', `The phase is ${phase}.`);
}

function cronJob(object: KubeObject): Health {
  const isScheduled = !isAbsent(object, 'status.lastScheduleTime');
  if (!isScheduled && at(object, 'spec.paused') === true) return verdict('S', 'The job is paused.');
  const active = at(object, 'status.active');
  if (Array.isArray(active) && active.length > 0) return verdict('P', 'Jobs are running.');
  return isScheduled ? verdict('H', '') : verdict('D', 'The job has never run.');
}

function rollout(object: KubeObject): Health | null {
  const step = textAt(object, 'status.canaryStatus.currentStepState');
  const phase = textAt(object, 'status.phase');
  const message = textAt(object, 'status.message');
  if (step === 'StepPaused' && phase === 'Progressing')
    return verdict('S', message || 'The rollout waits at a step.');
  if (step === 'StepPaused' && (phase === 'Terminating' || phase === 'Disabled'))
    return verdict('D', message || `The rollout is ${phase}.`);
  return step === 'Completed' && phase === 'Healthy' ? verdict('H', message) : null;
}
