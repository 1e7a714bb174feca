import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, hasConditions, isAbsent, isStale, numberAt, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  inOrder,
  type Letter,
  line,
  noConditions,
  noStatus,
  otherGeneration,
  type Rule,
  ready,
  rule,
  verdict,
  when,
} from '../rules.ts';

/** Autoscaling, serverless, virtual machines and models (B9). */
export const platformLines = [
  line('keda.sh', 'ScaledObject', when('Fallback=True D', 'Ready=False D'), kedaReady()),
  line('keda.sh', 'ScaledJob', when('Ready=False|Unknown D'), kedaReady()),
  line(
    'serving.knative.dev',
    'Service',
    rule(
      'any condition False → Degraded, Unknown → Progressing; ConfigurationsReady, RoutesReady and Ready True → Healthy',
      knativeService,
    ),
  ),
  line('eventing.knative.dev', 'Broker Trigger', ready()),
  line(
    'operator.knative.dev',
    'KnativeServing',
    knativeOperator(
      'Ready DeploymentsAvailable',
      'Ready InstallSucceeded DependenciesInstalled DeploymentsAvailable',
    ),
  ),
  line('operator.knative.dev', 'KnativeEventing', knativeOperator('Ready', 'Ready InstallSucceeded')),
  line(
    'serving.kserve.io',
    'InferenceService',
    inOrder('Stopped=True S'),
    rule(
      'a model transition that is not InProgress or UpToDate, or failed copies → Degraded; every condition True and the model up to ' +
        'date → Healthy; else → Progressing',
      inferenceService,
    ),
  ),
  line(
    'serving.kserve.io',
    'LLMInferenceService',
    noConditions('P'),
    otherGeneration,
    rule('Ready of another generation → Progressing', (object) => {
      const isOld = conditionsOf(object).some((c) => c.type === 'Ready' && isStale(object, c));
      return isOld ? verdict('P', 'The latest change is not yet observed.') : null;
    }),
    when('*=*/Stopped S'),
    ready(),
  ),
  line(
    'kubevirt.io',
    'VirtualMachine',
    inOrder('Paused=True S'),
    rule(
      'Ready True → Healthy; Ready not True: status.created → Progressing, else → Suspended',
      virtualMachine,
    ),
  ),
  line(
    'kubevirt.io',
    'VirtualMachineInstance',
    byValue('status.phase', {
      D: 'Failed',
      P: 'Pending|Scheduling|Scheduled',
      S: 'Succeeded',
      U: 'Unknown',
    }),
    when('Paused=True S', 'Ready=True H', 'Ready=!True D'),
  ),
  line(
    'cdi.kubevirt.io',
    'DataVolume',
    byValue('status.phase', { H: 'Succeeded', D: 'Failed|Unknown', S: 'Paused' }),
    inOrder('Running=False/Error D'),
    byValue('status.phase', {}, { other: 'P' }),
  ),
  line(
    'operator.tigera.io',
    'Installation',
    when('Degraded=True D'),
    rule('Available True of another generation → Progressing', (object) => {
      const main = conditionsOf(object).find((c) => c.type === 'Available' && c.status === 'True');
      return main !== undefined && isStale(object, main)
        ? verdict('P', 'The latest change is not yet observed.')
        : null;
    }),
    when('Available=True H'),
  ),
  line(
    'kro.run',
    'ResourceGraphDefinition',
    rule('first condition of exactly this generation: Ready True → Healthy, any False → Degraded', (object) =>
      kro(object, 'GraphRevisionsResolved GraphAccepted KindReady ControllerReady Ready', () => 'D'),
    ),
  ),
  line(
    'kro.run',
    '*',
    rule(
      'first condition of exactly this generation: Ready True → Healthy; any False with state FAILED or ERROR → Degraded, with ' +
        'IN_PROGRESS → Progressing',
      (object) => kro(object, 'InstanceManaged GraphResolved ResourcesReady Ready', kroState),
    ),
  ),
  line(
    'openfaas.com',
    'Function',
    rule(
      'first condition of: Ready False or Stalled True → Degraded; Ready True: replicas above 0 → Healthy, else → Suspended',
      openfaas,
    ),
  ),
  line(
    'core.spinkube.dev',
    'SpinApp',
    noStatus('P'),
    rule(
      'Progressing False with reason ProgressDeadlineExceeded or a message of timeout or failed → Degraded; Available not True → ' +
        'Degraded; fewer readyReplicas than replicas, or Progressing True → Progressing; else → Healthy',
      spinApp,
    ),
  ),
];

function kedaReady(): Rule {
  return rule('Ready True: Paused True → Suspended, else → Healthy', (object) => {
    const conditions = conditionsOf(object);
    const main = conditions.find((c) => c.type === 'Ready' && c.status === 'True');
    if (main === undefined) return null;
    const paused = conditions.find((c) => c.type === 'Paused' && c.status === 'True');
    return paused === undefined ? verdict('H', wordsOf(main)) : verdict('S', wordsOf(paused));
  });
}

function knativeService(object: KubeObject) {
  if (!hasConditions(object)) return null;
  const conditions = conditionsOf(object);
  const bad = conditions.find((c) => c.status === 'False');
  if (bad !== undefined) return verdict('D', wordsOf(bad));
  const waiting = conditions.find((c) => c.status === 'Unknown');
  if (waiting !== undefined) return verdict('P', wordsOf(waiting));
  const isAll = ['Ready', 'RoutesReady', 'ConfigurationsReady'].every((type) =>
    conditions.some((c) => c.type === type && c.status === 'True'),
  );
  return isAll ? verdict('H', '') : verdict('P', 'Waiting for conditions.');
}

/** Work in progress shows as a condition of `progress` False or any Unknown; whatever else is not True failed. */
function knativeOperator(progress: string, wanted: string): Rule {
  const types = wanted.split(' ');
  const moving = progress.split(' ');
  return rule(
    `no conditions, ${moving.join(' or ')} False or any Unknown → Progressing; ${types.join(', ')} True → Healthy; else → Degraded`,
    (object) => {
      if (!hasConditions(object)) return null;
      const conditions = conditionsOf(object);
      const waiting = conditions.find(
        (c) => (moving.includes(c.type) && c.status === 'False') || c.status === 'Unknown',
      );
      if (waiting !== undefined) return verdict('P', wordsOf(waiting));
      const missing = types.find((type) => !conditions.some((c) => c.type === type && c.status === 'True'));
      if (missing === undefined) return verdict('H', '');
      const bad = conditions.find((c) => c.type === missing);
      return verdict('D', bad === undefined ? `Condition ${missing} is missing.` : wordsOf(bad));
    },
  );
}

function inferenceService(object: KubeObject) {
  if (!hasConditions(object)) return null;
  const transition = textAt(object, 'status.modelStatus.transitionStatus');
  const failed = numberAt(object, 'status.modelStatus.copies.failedCopies') ?? 0;
  const isModel = !isAbsent(object, 'status.modelStatus') && transition !== 'UpToDate';
  const open = conditionsOf(object).find(
    (c) => c.status === 'Unknown' || (c.status === 'False' && c.type !== 'Stopped'),
  );
  if (failed > 0 || (isModel && transition !== 'InProgress')) {
    const info = textAt(object, 'status.modelStatus.lastFailureInfo.message');
    const words =
      failed > 0 ? `${failed} copies of the model failed.` : `The model is ${transition || 'not known'}.`;
    return verdict('D', info || words);
  }
  if (open !== undefined) return verdict('P', wordsOf(open));
  return isModel ? verdict('P', 'The model is being loaded.') : verdict('H', '');
}

function virtualMachine(object: KubeObject) {
  const main = conditionsOf(object).findLast((c) => c.type === 'Ready');
  const printable = textAt(object, 'status.printableStatus');
  if (main === undefined) return null;
  if (main.status === 'True') return verdict('H', printable);
  const isCreated = at(object, 'status.created') === true;
  return verdict(
    isCreated ? 'P' : 'S',
    printable || (isCreated ? 'The machine starts.' : 'The machine is stopped.'),
  );
}

const kroState = (object: KubeObject): Letter | undefined => {
  const state = textAt(object, 'status.state');
  if (state === 'FAILED' || state === 'ERROR') return 'D';
  return state === 'IN_PROGRESS' ? 'P' : undefined;
};

/** Only conditions that name the generation of the object count; `isBad` says what a False one of `types` means. */
function kro(object: KubeObject, types: string, isBad: (object: KubeObject) => Letter | undefined) {
  const generation = numberAt(object, 'metadata.generation');
  for (const c of conditionsOf(object)) {
    if (generation === undefined || c.observedGeneration !== generation) continue;
    if (c.type === 'Ready' && c.status === 'True') return verdict('H', wordsOf(c));
    const letter = c.status === 'False' && types.split(' ').includes(c.type) ? isBad(object) : undefined;
    if (letter !== undefined) return verdict(letter, wordsOf(c));
  }
  return null;
}

function openfaas(object: KubeObject) {
  for (const c of conditionsOf(object)) {
    if ((c.type === 'Ready' && c.status === 'False') || (c.type === 'Stalled' && c.status === 'True'))
      return verdict('D', wordsOf(c));
    if (c.type !== 'Ready' || c.status !== 'True') continue;
    return (numberAt(object, 'status.replicas') ?? 0) > 0
      ? verdict('H', wordsOf(c))
      : verdict('S', 'Scaled to zero.');
  }
  return null;
}

function spinApp(object: KubeObject) {
  const conditions = conditionsOf(object);
  const failed = conditions.find(
    (c) =>
      c.type === 'Progressing' &&
      c.status === 'False' &&
      (c.reason === 'ProgressDeadlineExceeded' || /timeout|failed/i.test(c.message)),
  );
  if (failed !== undefined) return verdict('D', wordsOf(failed));
  const available = conditions.findLast((c) => c.type === 'Available');
  if (available?.status !== 'True')
    return verdict('D', available === undefined ? 'It is not available.' : wordsOf(available));
  const want = numberAt(object, 'spec.replicas') ?? 1;
  const have = numberAt(object, 'status.readyReplicas') ?? 0;
  if (have < want) return verdict('P', `${have} of ${want} replicas are ready.`);
  const work = conditions.findLast((c) => c.type === 'Progressing');
  return work?.status === 'True' ? verdict('P', wordsOf(work)) : verdict('H', '');
}
