import type { KubeObject } from '../../model.ts';
import { at, conditionsOf, isBag, listAt, numberAt, textAt, wordsOf } from '../read.ts';
import { byValue, lag, line, ready, rest, verdict, when } from '../rules.ts';

const runPhases = (other: { U?: string }) =>
  byValue(
    'status.phase',
    { P: 'Pending|Running', H: 'Successful', D: 'Failed|Error', ...other },
    { messagePath: 'status.message', absent: 'P' },
  );

/** Argo's own kinds and GitOps Promoter (B9). */
export const argoLines = [
  line('argoproj.io', 'AnalysisRun', runPhases({ U: 'Inconclusive' })),
  line('argoproj.io', 'Experiment', runPhases({})),
  line(
    'argoproj.io',
    'ApplicationSet',
    when('ErrorOccurred', 'True', 'D'),
    when('ResourcesUpToDate', 'False', 'D'),
    when('RolloutProgressing', 'True', 'P'),
    when('ResourcesUpToDate', 'True', 'H'),
  ),
  line(
    'argoproj.io',
    'CronWorkflow',
    when('SpecError', 'True', 'D'),
    when('SubmissionError', 'True', 'D'),
    rest('H', ''),
  ),
  line('argoproj.io', 'EventBus', ready('Deployed')),
  line('argoproj.io', 'Rollout', rollout),
  line(
    'promoter.argoproj.io',
    'ChangeTransferPolicy PromotionStrategy',
    lag,
    when('Ready', 'False', 'D'),
    promotion,
    ready(),
  ),
  line(
    'promoter.argoproj.io',
    'ArgoCDCommitStatus',
    lag,
    when('Ready', 'False', 'D'),
    noApplications,
    ready(),
  ),
  line(
    'promoter.argoproj.io',
    'GitCommitStatus TimedCommitStatus WebRequestCommitStatus',
    lag,
    when('Ready', 'False', 'D'),
    environmentPhases,
    ready(),
  ),
  line('promoter.argoproj.io', '*', lag, ready()),
  line(
    'flagger.app',
    'Canary',
    byValue(
      'status.phase',
      { D: 'Failed', P: 'Progressing|Finalising|Promoting', H: 'Succeeded|Initialized' },
      { other: 'U' },
    ),
  ),
];

function rollout(object: KubeObject) {
  const observed = numberAt(object, 'status.observedGeneration');
  const generation = numberAt(object, 'metadata.generation');
  if (observed !== undefined && generation !== undefined && observed !== generation) {
    return verdict('P', 'The latest change of the Rollout is not yet observed.');
  }
  const failed = conditionsOf(object).find(
    (c) =>
      c.type === 'InvalidSpec' ||
      (c.type === 'Progressing' &&
        (c.reason === 'RolloutAborted' || c.reason === 'ProgressDeadlineExceeded')),
  );
  if (failed !== undefined) return verdict('D', wordsOf(failed));
  const isPaused =
    textAt(object, 'status.phase') === 'Paused' ||
    listAt(object, 'status.pauseConditions').length > 0 ||
    at(object, 'spec.paused') === true;
  if (isPaused) return verdict('S', textAt(object, 'status.message') || 'The Rollout is paused.');
  const hash = textAt(object, 'status.currentPodHash');
  if (hash === '') return null;
  return rolloutReplicas(object) ?? rolloutCutover(object, hash);
}

function rolloutReplicas(object: KubeObject) {
  const wanted = numberAt(object, 'spec.replicas') ?? 0;
  const total = numberAt(object, 'status.replicas') ?? 0;
  const updated = numberAt(object, 'status.updatedReplicas') ?? 0;
  const available = numberAt(object, 'status.availableReplicas') ?? 0;
  if (updated < wanted) return verdict('P', `${updated} of ${wanted} replicas are updated.`);
  // A blue-green Rollout keeps the old replicas for a while after it is done.
  if (isBag(at(object, 'spec.strategy.canary')) && total > updated) {
    return verdict('P', `${total - updated} old replicas are still to go.`);
  }
  if (available < updated) return verdict('P', `${available} of ${updated} updated replicas are available.`);
  return null;
}

function rolloutCutover(object: KubeObject, hash: string) {
  if (isBag(at(object, 'spec.strategy.blueGreen'))) {
    return textAt(object, 'status.blueGreen.activeSelector') === hash
      ? verdict('H', '')
      : verdict('P', 'The active Service does not yet select the new Pods.');
  }
  const stable = textAt(object, 'status.stableRS') || textAt(object, 'status.canary.stableRS');
  return stable === '' || stable === hash
    ? verdict('H', '')
    : verdict('P', 'The new version is not the stable one yet.');
}

/** What a promotion is between; the states of commit statuses only colour the message. */
function promotion(object: KubeObject) {
  const environments = listAt(object, 'status.environments');
  const parts = object.kind === 'PromotionStrategy' ? environments : [at(object, 'status')];
  if (object.kind === 'PromotionStrategy' && environments.length === 0) {
    return verdict('D', 'The strategy has no environments.');
  }
  for (const part of parts) {
    const active = textAt(part, 'active.dry.sha');
    const proposed = textAt(part, 'proposed.dry.sha');
    if (active === '' || proposed === '')
      return verdict('P', 'Waiting for the active and the proposed commit.');
    if (active !== proposed)
      return verdict('P', `Commit ${proposed.slice(0, 7)} is proposed and not active yet.`);
  }
  return null;
}

function noApplications(object: KubeObject) {
  return at(object, 'status') !== undefined && listAt(object, 'status.applicationsSelected').length === 0
    ? verdict('D', 'No Application is selected.')
    : null;
}

function environmentPhases(object: KubeObject) {
  const environments = listAt(object, 'status.environments');
  const byPhase = (phase: string) => environments.find((entry) => textAt(entry, 'phase') === phase);
  const failed = byPhase('failure');
  if (failed !== undefined) return verdict('D', `Environment ${textAt(failed, 'branch')} failed.`);
  const pending = byPhase('pending');
  return pending === undefined ? null : verdict('P', `Environment ${textAt(pending, 'branch')} is pending.`);
}
