import { auditStore } from '../store/audit.ts';
import type { ApplicationRecord } from '../store/application.ts';
import type { Db } from '../store/database.ts';
import { type PlanRecord, planStore } from '../store/plan.ts';
import { announcePlan } from './announce.ts';
import type { Context } from './context.ts';
import { type BuildPlanRequest, type Draft, draftPlan } from './draft-plan.ts';
import { loadApplication } from './load-application.ts';
import { countsOf } from './plan-contents.ts';

const planLifeMs = 7 * 24 * 3600 * 1000;

/** Builds a Plan of what would happen and stores it. Runs nothing. An equal open Plan is returned instead of a second one. */
export async function buildAndSavePlan(ctx: Context, request: BuildPlanRequest): Promise<PlanRecord> {
  const { input } = request;
  const application = await loadApplication(ctx.db, input.project, input.application);
  const built = await draftPlan(ctx, application, request);
  return ctx.db.transaction((tx) => savePlan(ctx, tx, application, built, request));
}

/** Stores a draft, or returns the equal Plan that is open already. */
export async function savePlan(
  ctx: Context,
  tx: Db,
  application: ApplicationRecord,
  built: Draft,
  request: Pick<BuildPlanRequest, 'caller' | 'reason'>,
): Promise<PlanRecord> {
  const equal = await planStore(tx).findOpen(application.uid, built.plan);
  return equal ?? storePlan(ctx, tx, application, built, request);
}

/** Stores a draft as a new Plan. */
export async function storePlan(
  ctx: Context,
  tx: Db,
  application: ApplicationRecord,
  built: Draft,
  { caller, reason }: Pick<BuildPlanRequest, 'caller' | 'reason'>,
): Promise<PlanRecord> {
  const now = ctx.clock.now();
  const record = await planStore(tx).create({
    plan: built.plan,
    manifests: built.manifests,
    counts: countsOf(built.plan),
    warnings: built.warnings,
    builtBy: caller.actor,
    reason,
    builtAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + planLifeMs).toISOString(),
  });
  await auditStore(tx).append({
    actor: caller.actor,
    action: 'plan.build',
    object: { kind: 'Plan', project: application.project, name: record.id },
    application: application.name,
    outcome: 'succeeded',
    message: reason,
    planId: record.id,
    digest: record.digest,
    requestId: caller.requestId,
    ip: caller.ip,
  });
  await announcePlan(tx, record);
  return record;
}
