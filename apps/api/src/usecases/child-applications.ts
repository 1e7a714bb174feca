import { ApplicationInput, apiVersion } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { KubeObject } from '@bowline/sync-engine/core/model';
import { isAutomation } from '@bowline/sync-engine/core/policy/approvals';
import type { ApplyRequest, DeleteRequest, KubeResult } from '@bowline/sync-engine/ports/kube';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { planStore } from '../store/plan.ts';
import type { Consent } from './approve-plan.ts';
import type { Caller, ChildApplications, Context, Parent } from './context.ts';
import { countableApprovals } from './countable-approvals.ts';
import { deleteApplication } from './delete-application.ts';
import { editApplication } from './edit-application.ts';
import { loadProject } from './load-application.ts';
import { cascadeAnnotation } from './own-kinds.ts';
import { registerApplication } from './register-application.ts';

/** Applications as objects of the Applications that render them (app of apps); see {@link ChildApplications}. */
export const childApplications: ChildApplications = {
  list: childrenOf,
  apply: applyChild,
  delete: deleteChild,
};

async function childrenOf(ctx: Context, parent: Parent): Promise<KubeObject[]> {
  const records = await applicationStore(ctx.db).managedBy(ownerText(parent));
  return records.map(liveObject);
}

function ownerText(parent: Parent): string {
  return `${parent.project}/${parent.name}`;
}

function liveObject(record: ApplicationRecord): KubeObject {
  return {
    apiVersion,
    kind: 'Application',
    metadata: {
      name: record.name,
      uid: record.uid,
      resourceVersion: String(record.resourceVersion),
      generation: record.generation,
      creationTimestamp: record.createdAt,
      ...(record.deletionTimestamp === null ? {} : { deletionTimestamp: record.deletionTimestamp }),
      labels: record.labels,
      annotations: record.annotations,
      ...(record.finalizers.length > 0 ? { finalizers: record.finalizers } : {}),
    },
    spec: record.spec,
  };
}

function callerOf(parent: Parent): Caller {
  return { actor: { kind: 'policy', name: `policy:${ownerText(parent)}` }, requestId: '', ip: '' };
}

/** The parent's Plan shows what becomes of its children: whoever approved it approved that. */
async function consentsTo(ctx: Context, parent: Parent): Promise<Consent[]> {
  const { planId } = parent;
  const record = planId === undefined ? null : await planStore(ctx.db).get(planId);
  if (record === null) return [];
  const project = await loadProject(ctx.db, parent.project);
  const approvals = await countableApprovals(ctx.db, record.id, project);
  return approvals
    .filter(({ by, digest }) => digest === record.digest && !isAutomation(by))
    .map(({ by }) => ({ by, comment: `With Plan ${record.id} of ${ownerText(parent)}.` }));
}

/** Registers or edits a child within the parent's Project. A child somebody else made is not taken over. */
async function applyChild(
  ctx: Context,
  parent: Parent,
  request: ApplyRequest,
): Promise<KubeResult<KubeObject>> {
  return answered(async () => {
    const { name, labels = {}, annotations = {} } = request.object.metadata;
    const spec = { project: parent.project, ...(request.object.spec as object) };
    const parsed = ApplicationInput.safeParse({ metadata: { name, labels, annotations }, spec });
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new AppError({
        code: 'object_invalid',
        status: 422,
        message: `Application ${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      });
    }
    const application = parsed.data;
    if (application.spec.project !== parent.project) {
      throw new AppError({
        code: 'project_refused',
        status: 403,
        message: `Application ${name} must belong to Project ${parent.project}, like the Application that renders it.`,
      });
    }
    const existing = await applicationStore(ctx.db).find(parent.project, name);
    if (existing && existing.managedBy !== ownerText(parent)) {
      throw new AppError({
        code: 'shared_resource',
        status: 409,
        message: `Application ${parent.project}/${name} exists and is not rendered by ${parent.name}.`,
      });
    }
    if (existing && !request.dryRun && request.precondition && 'absent' in request.precondition) {
      throw new AppError({
        code: 'object_conflict',
        status: 409,
        message: `Application ${parent.project}/${name} exists by now.`,
      });
    }
    if (request.dryRun) return existing ? liveObject(existing) : request.object;
    const caller = callerOf(parent);
    const consents = await consentsTo(ctx, parent);
    if (existing) await editApplication(ctx, { application: existing, input: application, caller, consents });
    else await registerApplication(ctx, { application, managedBy: ownerText(parent), caller });
    const saved = await applicationStore(ctx.db).find(parent.project, name);
    return saved ? liveObject(saved) : request.object;
  });
}

/** Deletes a child through its own Plan; its live objects go with it only where a finalizer says so, as in Argo CD (APP-4). */
async function deleteChild(ctx: Context, parent: Parent, request: DeleteRequest): Promise<KubeResult<void>> {
  return answered(async () => {
    const child = await applicationStore(ctx.db).find(parent.project, request.key.name);
    if (!child || child.deletionTimestamp !== null) return undefined;
    const cascades = child.annotations[cascadeAnnotation] === 'true';
    await deleteApplication(ctx, {
      application: child,
      mode: 'plan',
      cascade: cascades ? 'foreground' : 'keep',
      confirmName: child.name,
      caller: callerOf(parent),
      consents: await consentsTo(ctx, parent),
    });
    return undefined;
  });
}

async function answered<T>(call: () => Promise<T>): Promise<KubeResult<T>> {
  try {
    return { ok: true, value: await call(), warnings: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, status, message, hint, data } = error;
    // The child's own Plan stays open: what nobody has ticked with the parent's can be ticked there.
    const planId = code === 'approval_required' && (data as { planId?: string } | undefined)?.planId;
    const open = planId ? ` Plan ${planId} of the Application waits for it.` : '';
    return { ok: false, code, status, message: message + open, hint };
  }
}
