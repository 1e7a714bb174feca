import type { Health, KubeObject } from '../../model.ts';
import { type Bag, conditionsOf, isStale, listAt, textAt, wordsOf } from '../read.ts';
import { lag, line, otherwise, type Rule, rule, verdict } from '../rules.ts';

/** What every kind of GitOps Promoter says with its Ready condition; Unknown is Progressing where the kind says so. */
function readiness(isUnknownWaiting: boolean, ...types: string[]): Rule {
  const end = isUnknownWaiting ? '; Unknown → Progressing' : '';
  return rule(
    `${types.join(' or ')} of another generation → Progressing; False → Degraded; missing → Progressing${end}`,
    (object) => {
      const conditions = conditionsOf(object).filter((c) => types.includes(c.type));
      for (const condition of conditions) {
        if (isStale(object, condition)) return verdict('P', 'The latest change is not yet observed.');
        if (condition.status === 'False') return verdict('D', wordsOf(condition));
        if (isUnknownWaiting && condition.status === 'Unknown') return verdict('P', wordsOf(condition));
      }
      return conditions.length === 0 ? verdict('P', 'Waiting for condition Ready.') : null;
    },
  );
}

/** GitOps Promoter (B9). */
export const promoterLines = [
  line(
    'promoter.argoproj.io',
    'ChangeTransferPolicy',
    lag,
    readiness(false, 'Ready'),
    rule(
      'active or proposed commit missing → Progressing; proposed is not active → Progressing; else → Healthy',
      (object) => missingCommit(object.status) ?? movingCommit(object.status) ?? arrived([object.status]),
    ),
  ),
  line(
    'promoter.argoproj.io',
    'PromotionStrategy',
    lag,
    readiness(false, 'Ready'),
    rule(
      'no environments → Degraded; active or proposed commit of one missing → Progressing; different proposed commits → Progressing; ' +
        'proposed is not active → Progressing; else → Healthy',
      promotionStrategy,
    ),
  ),
  line(
    'promoter.argoproj.io',
    'ArgoCDCommitStatus',
    lag,
    readiness(false, 'Ready'),
    rule('no Application selected → Degraded', (object) =>
      listAt(object, 'status.applicationsSelected').length === 0
        ? verdict('D', 'No Application is selected.')
        : null,
    ),
    otherwise('H', ''),
  ),
  line(
    'promoter.argoproj.io',
    'GitCommitStatus TimedCommitStatus WebRequestCommitStatus',
    lag,
    readiness(true, 'Ready'),
    rule(
      'an environment failed → Degraded; one that did not succeed → Progressing; else → Healthy',
      environmentPhases,
    ),
  ),
  line(
    'promoter.argoproj.io',
    'CommitStatus ScmProvider ClusterScmProvider GitRepository',
    lag,
    readiness(true, 'Ready'),
    otherwise('H', ''),
  ),
  line(
    'promoter.argoproj.io',
    'PullRequest',
    lag,
    readiness(true, 'Ready', 'Reconciled'),
    otherwise('H', ''),
  ),
];

function promotionStrategy(object: KubeObject): Health {
  const environments = listAt(object, 'status.environments');
  if (environments.length === 0) return verdict('D', 'The strategy has no environments.');
  for (const environment of environments) {
    const missing = missingCommit(environment, branchOf(environment));
    if (missing !== null) return missing;
  }
  if (new Set(environments.map(effectiveCommit)).size > 1)
    return verdict('P', 'The environments do not yet propose the same commit.');
  for (const environment of environments) {
    const moving = movingCommit(environment, branchOf(environment));
    if (moving !== null) return moving;
  }
  return arrived(environments);
}

/** A hydration that changed nothing leaves the commit where it was and notes the newer one. */
function effectiveCommit(environment: Bag): string {
  return textAt(environment, 'proposed.note.drySha') || textAt(environment, 'proposed.dry.sha');
}

function branchOf(environment: Bag): string {
  return ` in environment ${textAt(environment, 'branch')}`;
}

function missingCommit(part: unknown, where = ''): Health | null {
  for (const side of ['active', 'proposed']) {
    if (textAt(part, `${side}.dry.sha`) === '')
      return verdict('P', `Waiting for the ${side} commit${where}.`);
  }
  return null;
}

function movingCommit(part: unknown, where = ''): Health | null {
  const [active, proposed] = [textAt(part, 'active.dry.sha'), textAt(part, 'proposed.dry.sha')];
  if (active === proposed) return null;
  const count = (phase: string) =>
    listAt(part, 'proposed.commitStatuses').filter((entry) => entry.phase === phase).length;
  const statuses = `${count('pending')} pending, ${count('success')} successful, ${count('failure')} failed`;
  return verdict(
    'P',
    `Promoting ${active.slice(0, 7)} to ${proposed.slice(0, 7)}${where}; commit statuses: ${statuses}.`,
  );
}

/** Everything is where it should be; statuses that are not successful only colour the message. */
function arrived(parts: readonly unknown[]): Health {
  const open = parts
    .flatMap((part) => listAt(part, 'active.commitStatuses'))
    .filter((entry) => entry.phase === 'pending' || entry.phase === 'failure');
  return verdict('H', open.length === 0 ? '' : `${open.length} commit statuses are not successful.`);
}

function environmentPhases(object: KubeObject): Health {
  const environments = listAt(object, 'status.environments');
  const failed = environments.find((entry) => entry.phase === 'failure');
  if (failed !== undefined) return verdict('D', `Branch ${textAt(failed, 'branch')} failed.`);
  const pending = environments.find((entry) => entry.phase !== 'success');
  return pending === undefined
    ? verdict('H', '')
    : verdict('P', `Branch ${textAt(pending, 'branch')} is pending.`);
}
