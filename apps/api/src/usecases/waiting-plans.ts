import { approvalGap, isAutomation } from '@bowline/sync-engine/core/policy/approvals';
import type { Access, Principal } from '../auth/access.ts';
import { type ApprovalRecord, type PlanRecord, planStore } from '../store/plan.ts';
import { type ProjectRecord, projectStore } from '../store/project.ts';
import type { Context } from './context.ts';
import { countableApprovalsOf } from './countable-approvals.ts';

const openMax = 500;

/**
 * Open Plans that lack an approval or a tick which this caller may give, newest first. What a person built where no approval is
 * required is theirs to go on with; what a policy built and may not run by itself waits for anybody.
 */
export async function waitingPlans(
  ctx: Context,
  caller: { principal: Principal; access: Access },
  filter: { project?: string | undefined; application?: string | undefined } = {},
): Promise<PlanRecord[]> {
  const all = new Map((await projectStore(ctx.db).all()).map((project) => [project.name, project]));
  const projects = [...all.keys()].filter(
    (name) =>
      (filter.project ?? name) === name &&
      caller.access.can('applications:get', { project: name }).ok &&
      caller.access.can('applications:approve', { project: name }).ok,
  );
  const { application } = filter;
  const open = await planStore(ctx.db).list({
    state: 'open',
    projects,
    limit: openMax,
    ...(application === undefined ? {} : { application }),
  });
  const asked = open.items.flatMap((plan) => {
    const project = all.get(plan.project);
    return project !== undefined && isAsked(plan, project) ? [{ plan, project }] : [];
  });
  const approvals = await countableApprovalsOf(
    ctx.db,
    asked.map(({ plan: { id }, project }) => ({ id, project })),
  );
  return asked
    .filter(({ plan, project }) => helps(caller.principal, plan, project, approvals.get(plan.id) ?? []))
    .map(({ plan }) => plan);
}

/** Of what a person built the risks are theirs to tick. */
function risksOf({ builtBy, risks }: PlanRecord): PlanRecord['risks'] {
  return isAutomation(builtBy) ? risks : [];
}

function isAsked(plan: PlanRecord, { spec }: ProjectRecord): boolean {
  return (spec.approvals?.required ?? 0) > 0 || risksOf(plan).some((risk) => risk.severity === 'confirm');
}

/** Whether the caller's approval, with all risks ticked, would leave less to be asked for. */
function helps(
  { actor }: Principal,
  plan: PlanRecord,
  { spec }: ProjectRecord,
  given: ApprovalRecord[],
): boolean {
  const { digest, builtBy } = plan;
  const risks = risksOf(plan);
  const gap = (approvals: ApprovalRecord[]) =>
    approvalGap({
      plan: { digest, risks },
      rules: spec.approvals,
      approvals,
      builtBy,
      requestedBy: builtBy,
    });
  const own = { by: actor, digest, at: '', tickedRisks: risks.map((risk) => risk.id), comment: '' };
  const [now, then] = [gap(given), gap([...given, own])];
  return then.missing < now.missing || then.unticked.length < now.unticked.length;
}
