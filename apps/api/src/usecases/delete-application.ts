import { AppError } from '@bowline/sync-engine/core/app-error';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import { operationStore } from '../store/operation.ts';
import { announceApplication } from './announce.ts';
import { approveAlso, type Consent } from './approve-plan.ts';
import { buildAndSavePlan } from './build-plan.ts';
import type { Caller, Context } from './context.ts';
import { executePlan } from './execute-plan.ts';

export type DeleteInput = {
  application: ApplicationRecord;
  mode: 'plan' | 'forget';
  cascade: 'foreground' | 'background' | 'orphan' | 'keep';
  confirmName: string;
  caller: Caller;
  consents?: readonly Consent[];
};

/** Deletes through a Plan that is approved as the caller, or forgets the record without touching the cluster. */
export async function deleteApplication(
  ctx: Context,
  input: DeleteInput,
): Promise<{ planId: string | null; operationId: string | null }> {
  const { application, caller, confirmName } = input;
  if (confirmName !== application.name) {
    throw new AppError({
      code: 'confirm_name_mismatch',
      status: 400,
      message: `confirmName must be "${application.name}".`,
      hint: 'Type the exact name of the Application.',
    });
  }
  if (input.mode === 'forget') {
    await forget(ctx, application, caller);
    return { planId: null, operationId: null };
  }
  const reason = 'deletion';
  const { project, name } = application;
  const plan = await buildAndSavePlan(ctx, {
    input: { kind: 'delete', project, application: name, cascade: input.cascade },
    caller,
    reason,
  });
  await approveAlso(ctx, plan, input.consents ?? []);
  const tickedRisks = plan.risks.filter((risk) => risk.severity === 'confirm').map((risk) => risk.id);
  const operation = await executePlan(ctx, {
    id: plan.id,
    digest: plan.digest,
    tickedRisks,
    comment: '',
    confirmName,
    reason,
    caller,
  });
  return { planId: plan.id, operationId: operation.id };
}

/** Removes the record only; live objects stay as they are. Refused while an Operation runs. */
async function forget(ctx: Context, application: ApplicationRecord, caller: Caller): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const running = await operationStore(tx).active(application.uid);
    // One that is being stopped may wait for a cluster that never comes back.
    if (running && running.planKind !== 'delete' && running.phase !== 'Terminating') {
      throw new AppError({
        code: 'operation_running',
        status: 409,
        message: `Operation ${running.number} is running.`,
        hint: 'Stop it first.',
      });
    }
    await auditStore(tx).append({
      actor: caller.actor,
      action: 'application.forget',
      object: { kind: 'Application', project: application.project, name: application.name },
      application: application.name,
      outcome: 'succeeded',
      message: 'Live objects were left as they are.',
      before: application.spec,
      requestId: caller.requestId,
      ip: caller.ip,
    });
    await applicationStore(tx).remove(application.uid);
    await announceApplication(tx, application);
  });
}
