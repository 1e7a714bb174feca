import { approvalGap, isAutomation } from '@bowline/sync-engine/core/policy/approvals';
import type { Access, Principal } from '../auth/access.ts';
import { type PlanRecord, planStore } from '../store/plan.ts';
import { type ProjectRecord, projectStore } from '../store/project.ts';
import type { Context } from './context.ts';
import { countableApprovals } from './countable-approvals.ts';

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
  const waits = await Promise.all(
    open.items.map((plan) => waitsFor(ctx, caller.principal, plan, all.get(plan.project))),
  );
  return open.items.filter((_, index) => waits[index]);
}

async function waitsFor(
  ctx: Context,
  { actor }: Principal,
  plan: PlanRecord,
  project: ProjectRecord | undefined,
): Promise<boolean> {
  const rules = project?.spec.approvals;
  const risks = isAutomation(plan.builtBy) ? plan.risks : [];
  const isAsked = (rules?.required ?? 0) > 0 || risks.some((risk) => risk.severity === 'confirm');
  if (!project || !isAsked) return false;
  const { digest, builtBy } = plan;
  const given = await countableApprovals(ctx.db, plan.id, project);
  const gap = (approvals: typeof given) =>
    approvalGap({ plan: { digest, risks }, rules, approvals, builtBy, requestedBy: builtBy });
  const own = { by: actor, digest, at: '', tickedRisks: risks.map((risk) => risk.id), comment: '' };
  const [now, then] = [gap(given), gap([...given, own])];
  return then.missing < now.missing || then.unticked.length < now.unticked.length;
}
