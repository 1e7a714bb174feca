import type { KubeObject } from '../../model.ts';
import { annotationOf } from '../../annotations.ts';
import { at, conditionsOf, isAbsent, isBag, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import {
  byValue,
  inOrder,
  line,
  noConditions,
  noStatus,
  otherGeneration,
  otherwise,
  ready,
  rule,
  verdict,
  when,
} from '../rules.ts';

const runPhases = { P: 'Pending|Running', H: 'Successful', D: 'Failed|Error' };

const rollout = rule(
  'latest change of the Rollout or its workload not observed → Progressing; phase Paused → Suspended, Healthy, Progressing or ' +
    'Degraded as it says, any other → Unknown; without a phase: InvalidSpec, RolloutAborted or ProgressDeadlineExceeded → Degraded; ' +
    'paused → Suspended; replicas, hash or selector not there yet → Progressing; else → Healthy',
  judgeRollout,
);

/** Argo's own kinds and what speaks their language (B9). */
export const argoLines = [
  line(
    'argoproj.io',
    'AnalysisRun',
    byValue('status.phase', { ...runPhases, U: 'Inconclusive' }, { messagePath: 'status.message' }),
  ),
  line('argoproj.io', 'Experiment', byValue('status.phase', runPhases, { messagePath: 'status.message' })),
  line(
    'argoproj.io',
    'ApplicationSet',
    when(
      'ErrorOccurred=True D',
      'ResourcesUpToDate=False D',
      'RolloutProgressing=True P',
      'ResourcesUpToDate=True H',
    ),
  ),
  line(
    'argoproj.io',
    'CronWorkflow',
    inOrder('SpecError|SubmissionError=True D', 'Completed=True H'),
    otherwise('H', ''),
  ),
  line('argoproj.io', 'EventBus', ready('Deployed')),
  line(
    'argocd-image-updater.argoproj.io',
    'ImageUpdater',
    noConditions('P'),
    otherGeneration,
    when('Error=True D', 'Reconciling=True P'),
    ready(),
  ),
  line('argoproj.io', 'Rollout', noStatus('P'), rollout),
  // Its status reads as a Rollout's does, but its conditions decide and its generation is a hash.
  line(
    'spot.io',
    'SpotDeployment',
    noConditions('P'),
    inOrder('InvalidSpec=* D', 'Progressing=*/RolloutAborted|ProgressDeadlineExceeded D', 'Paused=True S'),
    byValue('status.phase', { P: 'Progressing' }),
    otherwise('H', ''),
  ),
  line(
    'flagger.app',
    'Canary',
    byValue(
      'status.phase',
      { D: 'Failed', P: 'Progressing|Finalising|Promoting', H: 'Succeeded|Initialized' },
      { other: 'U', absent: 'U' },
    ),
  ),
];

const phases = new Map([
  ['Paused', 'S'],
  ['Healthy', 'H'],
  ['Progressing', 'P'],
  ['Degraded', 'D'],
] as const);

function judgeRollout(object: KubeObject) {
  if (!isObserved(object)) return verdict('P', 'The latest change of the Rollout is not yet observed.');
  const message = textAt(object, 'status.message');
  if (!isAbsent(object, 'status.phase')) {
    const phase = String(at(object, 'status.phase'));
    const letter = phases.get(phase as 'Paused') ?? 'U';
    return verdict(letter, message || `The phase is ${phase}.`);
  }
  const failed = conditionsOf(object).find(
    (c) =>
      c.type === 'InvalidSpec' ||
      (c.type === 'Progressing' &&
        (c.reason === 'RolloutAborted' || c.reason === 'ProgressDeadlineExceeded')),
  );
  if (failed !== undefined) return verdict('D', wordsOf(failed));
  const isPaused = listAt(object, 'status.pauseConditions').length > 0 || at(object, 'spec.paused') === true;
  if (isPaused) return verdict('S', message || 'The Rollout is paused.');
  const hash = textAt(object, 'status.currentPodHash');
  if (hash === '') return null;
  return rolloutReplicas(object) ?? rolloutCutover(object, hash);
}

/** Old Rollouts wrote a hash as observedGeneration: what is no number, or ahead of the object, counts as observed. */
function isObserved(object: KubeObject): boolean {
  const observed = numberAt(object, 'status.observedGeneration');
  const generation = numberAt(object, 'metadata.generation');
  if (observed !== undefined && generation !== undefined && observed < generation) return false;
  if (isAbsent(object, 'spec.workloadRef') || isAbsent(object, 'metadata.annotations')) return true;
  const workload = Number(annotationOf(object, 'rollout.argoproj.io/workload-generation') ?? Number.NaN);
  const seen = numberAt(object, 'status.workloadObservedGeneration');
  return Number.isNaN(workload) ? seen === undefined : workload === seen;
}

function rolloutReplicas(object: KubeObject) {
  const wanted = numberAt(object, 'spec.replicas') ?? 1;
  const updated = numberAt(object, 'status.updatedReplicas') ?? 0;
  const available = numberAt(object, 'status.availableReplicas') ?? 0;
  if (updated < wanted) return verdict('P', `${updated} of ${wanted} replicas are updated.`);
  if (available < updated) return verdict('P', `${available} of ${updated} updated replicas are available.`);
  return null;
}

function rolloutCutover(object: KubeObject, hash: string) {
  const stable = textAt(object, 'status.stableRS') || textAt(object, 'status.canary.stableRS');
  if (isBag(at(object, 'spec.strategy.blueGreen'))) {
    if (textAt(object, 'status.blueGreen.activeSelector') !== hash)
      return verdict('P', 'The active Service does not yet select the new Pods.');
    // Rollouts before 0.8 name no stable ReplicaSet when they are blue-green.
    return stable === '' || stable === hash ? verdict('H', '') : verdict('P', 'Waiting for the analysis.');
  }
  if (!isBag(at(object, 'spec.strategy.canary'))) return verdict('H', '');
  const old = (numberAt(object, 'status.replicas') ?? 0) - (numberAt(object, 'status.updatedReplicas') ?? 0);
  if (old > 0) return verdict('P', `${old} old replicas are still to go.`);
  return stable === hash ? verdict('H', '') : verdict('P', 'The new version is not the stable one yet.');
}
