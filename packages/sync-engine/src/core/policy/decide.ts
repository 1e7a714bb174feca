import type {
  Actor,
  ApplicationSpec,
  Approval,
  Decision,
  DecisionReason,
  DeletionBudget,
  Hold,
  Plan,
  ProjectSpec,
  ResourceKey,
} from '../model.ts';
import { blastRadiusOf, isMassDeletion } from '../plan/blast-radius.ts';
import type { Staleness } from '../plan/stale.ts';
import { checkApprovals, isAutomation } from './approvals.ts';
import { deletingReason } from './deleting-reason.ts';
import { holdEnded } from './hold.ts';
import { latestWait } from './latest-wait.ts';
import {
  checkClusterOwner,
  checkDestination,
  checkMembership,
  checkObjects,
  checkRepositories,
} from './project-rules.ts';
import { evaluateWindows, isSyncAllowed } from './windows.ts';

export { decideAction } from './decide-action.ts';
export { decideSync } from './decide-sync.ts';

export type ExecutionInput = {
  plan: Plan;
  project: { name: string; spec: ProjectSpec };
  application: {
    spec: ApplicationSpec;
    isDeleting: boolean;
    hold: Hold | null;
    clusterServer?: string;
    /** Of the Application, for windows that select by them. */
    labels: Record<string, string>;
    /** The Project that the cluster is registered for. */
    clusterProject?: string | null;
  };
  approvals: Approval[];
  requestedBy: Actor;
  builtBy: Actor;
  /** RFC3339; a Plan not started within 7 days has expired. */
  builtAt?: string;
  staleness: Staleness;
  /** Another Operation of this Application; never the one that asks. */
  runningOperation: { number: number } | null;
  /** What the plan's branch is at by now, when that is another revision; null or absent: the plan is of its head. */
  newer?: { revision: string } | null;
  /** `start` before an Operation begins, `step` before each of its steps. */
  phase: 'start' | 'step';
  startedAt?: string;
  isNamespaced: (key: ResourceKey) => boolean;
  /** Deletion budget of the whole installation. */
  installationGuards?: DeletionBudget;
  now: Date;
};

const lifetimeMs = 7 * 86_400_000;

/**
 * THE gate: whether a Plan may run now. Refusals come first, then what a person has to do, then what time will bring; the
 * first kind that has reasons is the Decision, with all reasons of its kind. Nothing here is in the digest, so everything
 * is decided again before every step.
 */
export function decideExecution(input: ExecutionInput): Decision {
  const refusals = [...lifeReasons(input), ...projectReasons(input), ...blockedReasons(input)];
  if (refusals.length > 0) return { kind: 'refuse', reasons: refusals };
  const approvals = approvalReasons(input);
  if (approvals.length > 0) return { kind: 'needs-approval', reasons: approvals };
  const waits = [...operationReasons(input), ...holdReasons(input), ...windowReasons(input)];
  if (waits.length > 0) return { kind: 'wait', reasons: waits, ...latestWait(waits) };
  return { kind: 'run', reasons: consentReasons(input) };
}

/** Deleted, stale or expired. */
function lifeReasons({
  plan,
  application,
  staleness,
  phase,
  project,
  newer,
  builtAt,
  now,
}: ExecutionInput): DecisionReason[] {
  const reasons: DecisionReason[] = [];
  if (application.isDeleting && plan.kind !== 'delete') {
    reasons.push(deletingReason);
  }
  if (staleness.kind === 'stale') {
    const what = staleness.reasons.map((reason) => reason.message).slice(0, 3);
    const more = staleness.reasons.length > 3 ? ` And ${staleness.reasons.length - 3} more.` : '';
    reasons.push({
      code: 'plan_stale',
      message: `The plan is no longer exact: ${what.join(' ')}${more}`,
      owner: 'whoever wants it: build a new plan',
    });
  }
  if (phase === 'start' && builtAt !== undefined && !(now.getTime() - Date.parse(builtAt) <= lifetimeMs)) {
    reasons.push({
      code: 'plan_expired',
      message: 'The plan is older than 7 days.',
      owner: 'whoever wants it: build a new plan',
    });
  }
  if (phase === 'start' && project.spec.guards?.requireHead === true && newer) {
    reasons.push({
      code: 'not_head',
      message: `Project "${project.name}" runs plans of the head only, which is ${newer.revision.slice(0, 12)} by now.`,
      owner: 'whoever wants it: build a new plan',
    });
  }
  return reasons;
}

/** The Project's rules over everything the Plan touches, hooks included, at every step (X44, X45). */
function projectReasons(input: ExecutionInput): DecisionReason[] {
  const { plan, project } = input;
  const spec = plan.edit?.after ?? input.application.spec;
  const { clusterServer: server = '', clusterProject = null } = input.application;
  const cluster = { name: plan.destination.cluster, server, project: clusterProject };
  const objects = plan.items
    .filter((item) => item.action !== 'none' || (item.desired !== null && plan.kind !== 'delete'))
    .map((item) => ({ key: item.key, isNamespaced: input.isNamespaced(item.key) }));
  const found = [
    ...checkMembership(project, { name: plan.application.name, spec }),
    ...checkObjects(project, cluster, objects),
    // Forgetting touches no cluster, so it must not need one.
    ...(plan.deletion?.cascade === 'keep' ? [] : checkClusterOwner(project, cluster)),
  ];
  // Taking an Application away needs neither its repository nor its destination to be allowed still.
  if (plan.kind === 'delete') return found;
  const repositories = [...plan.revisions, ...spec.sources].map((source) => source.repoURL);
  return [
    ...found,
    ...checkRepositories(project, repositories),
    ...checkDestination(project, cluster, plan.destination.namespace),
  ];
}

/** Risks that nobody can accept, and those that only a person can. */
function blockedReasons({ plan, application, requestedBy }: ExecutionInput): DecisionReason[] {
  const reasons: DecisionReason[] = plan.risks
    .filter((risk) => risk.severity === 'block')
    .map((risk) => ({
      code: `risk_${risk.code.replaceAll('-', '_')}`,
      message: risk.message,
      owner: 'an operator: mend the source or build a plan',
    }));
  const isEmpty = plan.risks.some((risk) => risk.code === 'empty-render');
  const allowsEmpty = application.spec.syncPolicy?.automated?.allowEmpty === true;
  if (isEmpty && isAutomation(requestedBy) && !allowsEmpty && blastRadiusOf(plan).deletions > 0) {
    reasons.push({
      code: 'would_wipe_out',
      message: 'Nothing was rendered: auto-sync would delete every object. allowEmpty is off.',
      owner: 'a person: approve a plan by hand, or mend the source',
    });
  }
  return reasons;
}

function approvalReasons(input: ExecutionInput): DecisionReason[] {
  const reasons = checkApprovals({
    plan: allowedEmpty(input),
    rules: input.project.spec.approvals,
    approvals: input.approvals,
    builtBy: input.builtBy,
    requestedBy: input.requestedBy,
  });
  const radius = blastRadiusOf(input.plan);
  const isOverBudget =
    input.plan.kind !== 'delete' &&
    isAutomation(input.requestedBy) &&
    isMassDeletion(
      radius,
      input.project.spec.guards,
      input.application.spec.syncPolicy?.guards,
      input.installationGuards,
    ) &&
    !hasPersonApproval(input);
  if (isOverBudget && !allowsWipe(input)) {
    reasons.push({
      code: 'deletion_budget',
      message: `Automation may not delete ${radius.deletions} of ${radius.live} objects by itself.`,
      owner: 'an approver of the project',
    });
  }
  return reasons;
}

/** An Application that allows an empty render has accepted both Risks of it, for its policy. */
function allowedEmpty(input: ExecutionInput): Plan {
  const codes = allowsWipe(input) ? ['empty-render', 'mass-deletion'] : [];
  // The budget of the Project replaces the built-in one for automation.
  if (isAutomation(input.requestedBy)) codes.push('mass-deletion');
  return { ...input.plan, risks: input.plan.risks.filter((risk) => !codes.includes(risk.code)) };
}

function allowsWipe(input: ExecutionInput): boolean {
  return (
    isAutomation(input.requestedBy) &&
    input.application.spec.syncPolicy?.automated?.allowEmpty === true &&
    input.plan.risks.some((risk) => risk.code === 'empty-render')
  );
}

function hasPersonApproval(input: ExecutionInput): boolean {
  return input.approvals.some(
    (approval) => approval.digest === input.plan.digest && !isAutomation(approval.by),
  );
}

function operationReasons({ runningOperation }: ExecutionInput): DecisionReason[] {
  if (runningOperation === null) return [];
  return [
    {
      code: 'operation_running',
      message: `Operation ${runningOperation.number} of this Application is running.`,
      owner: 'Bowline',
    },
  ];
}

/** A Hold stops automation only, and not the self-heal that keeps the restored Release. */
function holdReasons(input: ExecutionInput): DecisionReason[] {
  return input.phase === 'step' ? [] : heldBack(input);
}

/** Why automation may not begin with this Plan, a further attempt of one that is running included; empty = no Hold. */
export function heldBack(input: {
  application: { hold: Hold | null };
  plan: Plan;
  requestedBy: Actor;
  now: Date;
}): DecisionReason[] {
  const { plan, requestedBy, now } = input;
  const { hold } = input.application;
  if (hold === null || !isAutomation(requestedBy)) return [];
  const isHeldRelease = plan.kind === 'self-heal' && hold.release !== undefined;
  if (isHeldRelease && plan.desiredDigest !== hold.untilDesiredDigestNot) return [];
  if (plan.kind === 'delete' || holdEnded(hold, { desiredDigest: plan.desiredDigest, now })) return [];
  return [holdReason(hold)];
}

/** Why automation does nothing during a Hold, and whose move it is. */
export function holdReason(hold: Hold): DecisionReason {
  return {
    code: 'hold',
    message: `Auto-sync is on hold: ${hold.reason}`,
    owner: hold.owner,
    ...(hold.untilTime === undefined ? {} : { nextAt: hold.untilTime }),
  };
}

function windowReasons(input: ExecutionInput): DecisionReason[] {
  const { plan, application, project, now } = input;
  const target = {
    name: plan.application.name,
    cluster: plan.destination.cluster,
    namespace: plan.destination.namespace,
    ...(application.clusterServer === undefined ? {} : { clusterServer: application.clusterServer }),
    labels: application.labels,
  };
  const windows = project.spec.syncWindows ?? [];
  const kind = isAutomation(input.requestedBy) ? 'auto' : 'manual';
  const verdict = evaluateWindows({ windows, application: target, now });
  if (verdict[kind]) return [];
  if (input.phase === 'step' && input.startedAt !== undefined && verdict.overrun) {
    const startedAt = new Date(input.startedAt);
    if (isSyncAllowed({ windows, application: target, at: startedAt })[kind]) return [];
  }
  return verdict.reasonsFor[kind];
}

/** On whose word it runs. */
function consentReasons({ approvals, plan, requestedBy }: ExecutionInput): DecisionReason[] {
  const names = approvals
    .filter((approval) => approval.digest === plan.digest)
    .map((approval) => approval.by.name + (approval.by.kind === 'token' ? ' (by token)' : ''));
  const by =
    names.length > 0 ? `Approved by ${[...new Set(names)].join(', ')}` : `Requested by ${requestedBy.name}`;
  return [{ code: 'allowed', message: `${by}; project rules, windows and approvals are met.` }];
}
