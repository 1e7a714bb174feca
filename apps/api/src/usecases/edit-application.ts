import { isDeepStrictEqual } from 'node:util';
import type { ApplicationInput } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { ApplicationRecord } from '../store/application.ts';
import { versionMismatch } from '../store/conflict.ts';
import { operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { approveAlso, type Consent } from './approve-plan.ts';
import { buildAndSavePlan } from './build-plan.ts';
import type { Caller, Context } from './context.ts';
import { executePlan } from './execute-plan.ts';
import { finishOperation } from './finish-operation.ts';
import { refuseForbidden } from './register-application.ts';

export type EditInput = {
  application: ApplicationRecord;
  input: ApplicationInput;
  ifVersion?: number;
  caller: Caller;
  consents?: readonly Consent[];
};

/**
 * Changes spec, labels and annotations through an edit Plan approved as the caller. Throws version_mismatch,
 * managed_elsewhere, and whatever the gate refuses with. The answer comes after the change.
 */
export async function editApplication(ctx: Context, edit: EditInput): Promise<'configured' | 'unchanged'> {
  const { application, input, caller } = edit;
  if ((await checkEdit(ctx, edit)) === 'unchanged') return 'unchanged';
  const { project, name } = application;
  const plan = await buildAndSavePlan(ctx, {
    input: { kind: 'edit', project, application: name, spec: input.spec, ...changedMetadata(edit) },
    caller,
    reason: 'edit',
  });
  await approveAlso(ctx, plan, edit.consents ?? []);
  const operation = await executePlan(ctx, {
    id: plan.id,
    digest: plan.digest,
    tickedRisks: [],
    comment: '',
    reason: 'edit',
    caller,
  });
  // An edit touches no cluster, so it needs no owner: whoever comes first ends it, and the caller may rely on it. The owner
  // may have claimed the Operation already, so this writes under the highest epoch there is.
  if (operation.phase === 'Running') {
    const body = await planStore(ctx.db).body(plan.id);
    await finishOperation(ctx, {
      operation,
      plan: body,
      results: [],
      phase: 'Succeeded',
      message: 'Saved.',
      epoch: Number.MAX_SAFE_INTEGER,
    });
  }
  const ended = await operationStore(ctx.db).get(operation.id);
  if (ended?.phase === 'Waiting') {
    throw new AppError({
      code: 'operation_running',
      status: 409,
      message: ended.message,
      hint: 'The edit is approved and waits.',
      data: { planId: plan.id },
    });
  }
  return 'configured';
}

/** What an edit would come to, short of the gate. Throws version_mismatch, managed_elsewhere and project_refused. */
export async function checkEdit(ctx: Context, edit: EditInput): Promise<'configured' | 'unchanged'> {
  const { application, input, caller } = edit;
  refuseManaged(application, caller);
  if (edit.ifVersion !== undefined && edit.ifVersion < application.specVersion) {
    throw versionMismatch('Application', `${application.project}/${application.name}`);
  }
  await refuseForbidden(ctx.db, application.name, input.spec);
  const isSame =
    isDeepStrictEqual(application.spec, input.spec) && Object.keys(changedMetadata(edit)).length === 0;
  return isSame ? 'unchanged' : 'configured';
}

/** Labels and annotations that differ: what stays as it is stands in neither the Plan nor the sentence about it. */
function changedMetadata({ application, input }: EditInput) {
  const { labels = application.labels, annotations = application.annotations } = input.metadata;
  return {
    ...(isDeepStrictEqual(labels, application.labels) ? {} : { labels }),
    ...(isDeepStrictEqual(annotations, application.annotations) ? {} : { annotations }),
  };
}

function refuseManaged(application: ApplicationRecord, caller: Caller): void {
  const { kind, name } = caller.actor;
  const isParent = kind === 'policy' && name === `policy:${application.managedBy}`;
  if (application.managedBy === null || isParent) return;
  throw new AppError({
    code: 'managed_elsewhere',
    status: 409,
    message: `Application ${application.name} is rendered by ${application.managedBy}.`,
    hint: 'Change it in that repository.',
  });
}
