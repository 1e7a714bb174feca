import { AppError } from '@bowline/sync-engine/core/app-error';
import type { PlanKind } from '@bowline/sync-engine/core/model';
import type { ApplicationRecord } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import { planStore } from '../store/plan.ts';
import { buildAndSavePlan } from './build-plan.ts';
import type { Caller, Context } from './context.ts';
import { executePlan } from './execute-plan.ts';
import type { Inspection } from './inspect-application.ts';

export type SyncRequest = {
  application: ApplicationRecord;
  inspection: Inspection;
  kind: PlanKind;
  reason: string;
  /** The Release that a Hold keeps, to restore instead of what git renders. */
  release?: number;
  /** `build`: leave the Plan open for persons, since automation may not run it. */
  upTo: 'build' | 'execute';
};

const quiet = new Set(['nothing_to_do', 'operation_running', 'approval_required']);

/**
 * Auto-sync and self-heal: builds a Plan, signs it as the Application's policy, and sends it through the same gate as
 * everybody's. A refusal is recorded, not thrown: the next look decides again.
 */
export async function requestSync(ctx: Context, input: SyncRequest): Promise<void> {
  const { application, kind, reason, release } = input;
  const caller: Caller = {
    actor: { kind: 'policy', name: `policy:${application.project}/${application.name}` },
    requestId: '',
    ip: '',
  };
  const target = { project: application.project, application: application.name };
  const prune = application.spec.syncPolicy?.automated?.prune ?? false;
  try {
    const plan = await buildAndSavePlan(ctx, {
      input:
        release === undefined
          ? { kind: 'sync', ...target, options: { prune } }
          : // To keep a Release is to restore its objects; what it does not know is nobody's to prune here.
            { kind: 'rollback', ...target, release, options: { prune: false } },
      caller,
      reason,
      inspection: input.inspection,
      kind,
    });
    // Its own plans of former states would pile up while nobody approves one.
    await planStore(ctx.db).supersedeOthers(application.uid, {
      by: plan.id,
      builtByKind: 'policy',
      at: ctx.clock.now().toISOString(),
    });
    if (input.upTo === 'build') return;
    const confirmable = plan.risks.filter((risk) => risk.severity === 'confirm').map((risk) => risk.id);
    await executePlan(ctx, {
      id: plan.id,
      digest: plan.digest,
      // The policy ticks what it was configured to do (prune); guards for automation are the gate's.
      tickedRisks: confirmable,
      comment: '',
      reason,
      caller,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.info({ code: error.code, application: application.name }, 'automation did not start a sync');
    // A plan that waits for approvals stays open for persons; it is no denial.
    if (quiet.has(error.code) || (await isToldAlready(ctx, application, error.message))) return;
    await auditStore(ctx.db).append({
      actor: caller.actor,
      action: 'policy.sync',
      object: { kind: 'Application', project: application.project, name: application.name },
      application: application.name,
      outcome: 'denied',
      message: error.message,
    });
  }
}

const toldForMs = 3_600_000;

/** Every look at the Application is refused alike until something changes: once an hour is enough to read. */
async function isToldAlready(
  ctx: Context,
  application: ApplicationRecord,
  message: string,
): Promise<boolean> {
  const { project, name } = application;
  const query = { projects: [project], application: name, action: 'policy.sync', limit: 1 };
  const [last] = (await auditStore(ctx.db).list(query)).items;
  if (last?.message !== message) return false;
  return ctx.clock.now().getTime() - Date.parse(last.at) < toldForMs;
}
