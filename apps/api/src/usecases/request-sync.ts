import { AppError } from '@bowline/sync-engine/core/app-error';
import type { PlanKind } from '@bowline/sync-engine/core/model';
import type { ApplicationRecord } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import { savePlan } from './build-plan.ts';
import { draftPlan } from './draft-plan.ts';
import type { Caller, Context } from './context.ts';
import { saveAndStart, supersedeOwn } from './execute-plan.ts';
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
 * everybody's. A refusal is recorded, not thrown: the next look decides again. `saved` is the Application once the look that
 * the request is made of is saved: meanwhile the cluster is asked about the Plan already.
 */
export async function requestSync(
  ctx: Context,
  input: SyncRequest,
  saved: Promise<ApplicationRecord>,
): Promise<void> {
  const { application, upTo, reason } = input;
  const caller = policyOf(application);
  const request = requestOf(input, caller);
  try {
    const [drafted, current] = await Promise.allSettled([draftPlan(ctx, application, request), saved]);
    if (current.status === 'rejected') throw current.reason;
    if (drafted.status === 'rejected') throw drafted.reason;
    const built = drafted.value;
    if (upTo === 'build') {
      const plan = await ctx.db.transaction((tx) =>
        savePlan(ctx, tx, current.value, built, { caller, reason }),
      );
      await supersedeOwn(ctx, application, plan);
      return;
    }
    await saveAndStart(ctx, {
      application: current.value,
      built,
      digest: built.plan.digest,
      // The policy ticks what it was configured to do (prune); guards for automation are the gate's.
      tickedRisks: built.plan.risks.filter((risk) => risk.severity === 'confirm').map((risk) => risk.id),
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

function policyOf(application: ApplicationRecord): Caller {
  const name = `policy:${application.project}/${application.name}`;
  return { actor: { kind: 'policy', name }, requestId: '', ip: '' };
}

function requestOf({ application, kind, reason, release, inspection }: SyncRequest, caller: Caller) {
  const target = { project: application.project, application: application.name };
  const prune = application.spec.syncPolicy?.automated?.prune ?? false;
  const input =
    release === undefined
      ? { kind: 'sync' as const, ...target, options: { prune } }
      : // To keep a Release is to restore its objects; what it does not know is nobody's to prune here.
        { kind: 'rollback' as const, ...target, release, options: { prune: false } };
  return { input, caller, reason, inspection, kind };
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
