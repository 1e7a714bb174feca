import type { Actor, Approval, DecisionReason, Plan, ProjectSpec, Risk } from '../model.ts';

/** A policy stands for this Risk by what its Application says (automated.prune, selfHeal, sync options in git). */
const policyAccepts: readonly string[] = ['prune', 'take-back-drift', 'replace', 'force'];

export type ApprovalInput = {
  plan: Pick<Plan, 'digest' | 'risks'>;
  rules: ProjectSpec['approvals'];
  approvals: Approval[];
  builtBy: Actor;
  requestedBy: Actor;
};

/** Why the approvals do not suffice, a reason each; none when they do. */
export function checkApprovals(input: ApprovalInput): DecisionReason[] {
  const { counted, missing, unticked } = approvalGap(input);
  const ticks = unticked.map(({ message }) => ({ code: 'risk_unticked', message, owner }));
  return missing === 0 ? ticks : [missingReason(input, { counted, missing }), ...ticks];
}

/** How many persons' approvals count and are missing, and the risks that nobody of them has ticked. */
export function approvalGap(input: ApprovalInput): { counted: number; missing: number; unticked: Risk[] } {
  const counted = countedApprovals(input);
  const missing = Math.max(0, required(input) - counted.size);
  return { counted: counted.size, missing, unticked: untickedRisks(input, counted) };
}

const owner = 'an approver of the project';

function required({ rules }: ApprovalInput): number {
  return Math.floor(rules?.required ?? 0);
}

/** True for what acts without a person. */
export function isAutomation(actor: Actor): boolean {
  return actor.kind === 'policy' || actor.kind === 'system';
}

/** One person behind several accounts' tokens is one person (X53). */
function personOf(actor: Actor): string {
  const name = (actor.kind === 'token' ? (actor.owner ?? actor.name) : actor.name).trim().toLowerCase();
  return isAutomation(actor) ? `${actor.kind}:${name}` : name;
}

/**
 * Approvals of this very digest (X53), later ones of one person taken together. Where the Project separates authors from
 * approvers, the one who built the Plan does not count.
 */
function countedApprovals(input: ApprovalInput): Map<string, { by: Actor; ticked: Set<string> }> {
  const counted = new Map<string, { by: Actor; ticked: Set<string> }>();
  const author = isAutomation(input.builtBy) ? undefined : personOf(input.builtBy);
  for (const approval of input.approvals) {
    if (approval.digest !== input.plan.digest) continue;
    const person = personOf(approval.by);
    if (isAutomation(approval.by) && input.rules?.policyMayApprove !== true) continue;
    if (person === author && input.rules?.allowSelf === false) continue;
    const known = counted.get(person) ?? { by: approval.by, ticked: new Set<string>() };
    for (const id of approval.tickedRisks) known.ticked.add(id);
    counted.set(person, known);
  }
  return counted;
}

function missingReason(
  input: ApprovalInput,
  { counted, missing }: { counted: number; missing: number },
): DecisionReason {
  const isSelfIgnored =
    input.rules?.allowSelf === false &&
    input.approvals.some(
      (approval) =>
        approval.digest === input.plan.digest && personOf(approval.by) === personOf(input.builtBy),
    );
  const self = isSelfIgnored ? ' The author of a plan cannot approve it here.' : '';
  return {
    code: 'approvals_missing',
    message: `${missing} more approval${missing === 1 ? '' : 's'} of this digest needed (${counted} of ${required(input)}).${self}`,
    owner,
  };
}

/** Risks that a person has to tick, and nobody whose approval counts has. Policies tick nothing. */
function untickedRisks(
  input: ApprovalInput,
  counted: Map<string, { by: Actor; ticked: Set<string> }>,
): Risk[] {
  const ticked = new Set<string>();
  for (const { by, ticked: ids } of counted.values()) {
    if (!isAutomation(by)) for (const id of ids) ticked.add(id);
  }
  const isAutomated = isAutomation(input.requestedBy);
  return input.plan.risks
    .filter((risk) => risk.severity === 'confirm' && !ticked.has(risk.id))
    .filter((risk) => !(isAutomated && policyAccepts.includes(risk.code)));
}
