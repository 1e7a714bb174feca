import type { PlanInput } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type {
  KubeObject,
  Plan,
  PlanKind,
  ReleaseItem,
  SourceRevision,
  SyncOptions,
} from '@bowline/sync-engine/core/model';
import { appliedObjects } from '@bowline/sync-engine/core/plan/applied-objects';
import { buildPlan } from '@bowline/sync-engine/core/plan/build-plan';
import { gvkOf, parseKey } from '@bowline/sync-engine/core/resource-key';
import { parseSyncOptions } from '@bowline/sync-engine/core/sync-options';
import type { ApplicationRecord } from '../store/application.ts';
import type { Caller, Context } from './context.ts';
import { ignoredIn } from './ignored-in.ts';
import { type DryRunReport, dryRun } from './dry-run.ts';
import { type Evaluation, evaluate } from './evaluation.ts';
import type { LiveCluster } from './live-cluster.ts';
import { type Inspection, inspectApplication } from './inspect-application.ts';
import { loadProject, refuseDeleting } from './load-application.ts';
import { changedObjects, manifestsOf, nothingToDo, refuseUnknown } from './plan-contents.ts';
import { type RestoredRelease, evaluateRelease } from './restore-release.ts';

export type BuildPlanRequest = {
  input: PlanInput;
  caller: Caller;
  reason: string;
  /** The look to plan from; absent: a fresh one is taken. */
  inspection?: Inspection;
  /** self-heal and retry are syncs under another name. */
  kind?: PlanKind;
};

/** A Plan that is not stored yet, with the unmasked manifests it would run with. */
export type Draft = {
  plan: Plan;
  manifests: Map<string, KubeObject>;
  warnings: { code: string; message: string }[];
};

/** Computes a Plan and asks the cluster about it, without storing anything. */
export async function draftPlan(
  ctx: Context,
  application: ApplicationRecord,
  request: BuildPlanRequest,
): Promise<Draft> {
  refuseDeleting(application);
  const { input } = request;
  switch (input.kind) {
    case 'edit':
      return draftEdit(ctx, application, input);
    case 'rollback':
      return draftRollback(ctx, application, input, request.kind ?? 'rollback');
    case 'delete':
      return draftDelete(ctx, application, input, await look(ctx, application, request));
    case 'sync':
      return draftSync(ctx, application, { ...request, input }, await look(ctx, application, request));
  }
}

async function look(
  ctx: Context,
  application: ApplicationRecord,
  request: BuildPlanRequest,
): Promise<Inspection> {
  if (request.inspection) return request.inspection;
  const { input } = request;
  return inspectApplication(ctx, {
    application,
    release: application.status.release?.number ?? null,
    mode: 'normal',
    // Deleting needs no newer commit; a sync plans what git says now.
    notBeforeMs: input.kind === 'sync' ? ctx.clock.monotonicMs() : Number.NEGATIVE_INFINITY,
    ...(input.kind === 'sync' && input.revision !== undefined ? { pinned: [input.revision] } : {}),
  });
}

async function draftSync(
  ctx: Context,
  application: ApplicationRecord,
  request: BuildPlanRequest & { input: Extract<PlanInput, { kind: 'sync' }> },
  inspection: Inspection,
): Promise<Draft> {
  const { evaluation } = inspection;
  refuseUnknown(evaluation, { needsRender: true });
  const { input } = request;
  const selection = input.resources?.map(parseSelection);
  const options = optionsOf(application, input.options);
  const applied = await appliedBy(ctx, application, inspection, options);
  const changed = changedObjects(evaluation, applied, selection ? new Set(input.resources) : null);
  const report = await askServer(inspection.cluster, changed, options, application);
  const plan = buildPlan({
    ...common(ctx, application, inspection),
    ...(await rulesOf(ctx, application, inspection.cluster)),
    kind: request.kind ?? 'sync',
    options,
    applied,
    ...(selection ? { selection } : {}),
    dryRunErrors: report.errors,
    dryRunWarnings: report.remarks,
  });
  if (plan.steps.length === 0 && report.errors.length === 0) throw nothingToDo(evaluation);
  return {
    plan,
    manifests: manifestsOf(plan, applied),
    warnings: evaluation.warnings,
  };
}

async function draftRollback(
  ctx: Context,
  application: ApplicationRecord,
  input: Extract<PlanInput, { kind: 'rollback' }>,
  kind: PlanKind,
): Promise<Draft> {
  const restored: RestoredRelease = await evaluateRelease(ctx, application, {
    number: input.release,
    includeHooks: input.includeHooks ?? false,
  });
  refuseUnknown(restored.evaluation, { needsRender: false });
  const options = optionsOf(application, { prune: true, ...input.options });
  const report = await askServer(
    restored.cluster,
    changedObjects(restored.evaluation, restored.evaluation.desired, null),
    options,
    application,
  );
  const plan = buildPlan({
    ...common(ctx, application, restored),
    ...(await rulesOf(ctx, application, restored.cluster)),
    kind,
    revisions: restored.release.revisions,
    options,
    restores: input.release,
    // Restoring what a Hold keeps changes nothing about the Hold.
    ...(kind === 'rollback' ? { hold: holdAfter(application, input) } : {}),
    dryRunErrors: report.errors,
    dryRunWarnings: report.remarks,
  });
  if (plan.steps.length === 0) throw nothingToDo(restored.evaluation);
  return { plan, manifests: manifestsOf(plan, restored.evaluation.desired), warnings: [] };
}

/** Ends when git renders something else than what is rolled back from, at the time the person chose, or by their hand. */
function holdAfter(
  application: ApplicationRecord,
  input: Extract<PlanInput, { kind: 'rollback' }>,
): NonNullable<Plan['hold']> {
  const bad = application.status.desiredDigest;
  return {
    reason: input.hold?.reason ?? `Rolled back to release ${input.release}`,
    ...(input.hold?.untilTime === undefined ? {} : { untilTime: input.hold.untilTime }),
    ...(bad === null ? {} : { untilDesiredDigestNot: bad }),
    ...(input.hold?.untilResumed ? { untilResumed: true } : {}),
  };
}

async function draftDelete(
  ctx: Context,
  application: ApplicationRecord,
  input: Extract<PlanInput, { kind: 'delete' }>,
  inspection: Inspection,
): Promise<Draft> {
  if (input.cascade !== 'keep') refuseUnknown(inspection.evaluation, { needsRender: false });
  const evaluation = await withoutGit(ctx, application, inspection);
  const plan = buildPlan({
    ...common(ctx, application, { ...inspection, evaluation }),
    kind: 'delete',
    options: parseSyncOptions(application.spec.syncPolicy),
    deletion: { cascade: input.cascade },
  });
  const failure = inspection.evaluation.renderFailure;
  const warnings = failure
    ? [{ code: failure.code, message: `Deletion hooks are not known and do not run: ${failure.message}` }]
    : [];
  return { plan, manifests: manifestsOf(plan, evaluation.desired), warnings };
}

/** A repository that is gone must not keep its Application: what bears its mark in the cluster is what it manages. */
async function withoutGit(
  ctx: Context,
  application: ApplicationRecord,
  inspection: Inspection,
): Promise<Evaluation> {
  if (inspection.evaluation.renderFailure === null) return inspection.evaluation;
  return evaluate({
    application,
    installationId: ctx.installationId,
    hashKey: ctx.hashKey,
    rendered: {
      revisions: inspection.evaluation.revisions,
      result: { kind: 'rendered', sources: [], manifests: [], digest: '', warnings: [] },
    },
    cluster: inspection.cluster,
    base: inspection.base,
    ignore: ignoredIn(ctx, application.spec),
  });
}

async function draftEdit(
  ctx: Context,
  application: ApplicationRecord,
  input: Extract<PlanInput, { kind: 'edit' }>,
): Promise<Draft> {
  const edit = {
    before: application.spec,
    after: input.spec,
    ...(input.labels === undefined ? {} : { labels: input.labels }),
    ...(input.annotations === undefined ? {} : { annotations: input.annotations }),
  };
  const plan = buildPlan({
    kind: 'edit',
    application: refOf(application),
    destination: { cluster: application.cluster, namespace: application.namespace },
    revisions: [],
    comparison: {
      status: 'Synced',
      reasons: { pending: 0, drift: 0, unknown: 0, prune: 0 },
      resources: [],
      message: '',
    },
    desired: [],
    live: [],
    base: null,
    options: parseSyncOptions(input.spec.syncPolicy),
    hashKey: ctx.hashKey,
    edit,
  });
  return { plan, manifests: new Map(), warnings: [] };
}

type OptionInput = Extract<PlanInput, { kind: 'sync' }>['options'];

/** The Application's options, with those of this Plan over them. */
function optionsOf(application: ApplicationRecord, input: OptionInput): SyncOptions {
  const given = Object.entries(input ?? {}).filter(([, value]) => value !== undefined);
  return { ...parseSyncOptions(application.spec.syncPolicy), ...Object.fromEntries(given) };
}

function askServer(
  cluster: LiveCluster | null,
  objects: KubeObject[],
  options: SyncOptions,
  application: ApplicationRecord,
): Promise<DryRunReport> {
  if (cluster === null) return Promise.resolve({ errors: [], remarks: [] });
  return dryRun(cluster.client, objects, {
    options,
    madeNamespaces: options.createNamespace ? [application.namespace] : [],
  });
}

/** What is sent to the cluster: the manifests, or with RespectIgnoreDifferences what of them is not ignored (SYNC-4). */
async function appliedBy(
  ctx: Context,
  application: ApplicationRecord,
  { evaluation, cluster }: Inspection,
  options: SyncOptions,
): Promise<KubeObject[]> {
  const { desired, live } = evaluation;
  const ignore = ignoredIn(ctx, application.spec);
  if (cluster === null || live.kind === 'unknown' || !options.respectIgnoreDifferences) return desired;
  const schemaOf = await cluster.schemas(desired.map(gvkOf));
  return appliedObjects({ desired, live: live.objects, ignore, options, schemaOf });
}

/** What Application, Project and cluster add to the risks of a Plan. */
async function rulesOf(ctx: Context, application: ApplicationRecord, cluster: LiveCluster | null) {
  const project = await loadProject(ctx.db, application.project);
  const policy = application.spec.syncPolicy;
  const kubeVersion = cluster === null ? '' : (await cluster.scope()).kubeVersion;
  return {
    policy,
    kubeVersion: kubeVersion === '' ? undefined : kubeVersion,
    budgets: [project.spec.guards, policy?.guards, ctx.installation.guards].filter(
      (budget) => budget !== undefined,
    ),
  };
}

function common(
  ctx: Context,
  application: ApplicationRecord,
  seen: { evaluation: Evaluation; base: ReleaseItem[] | null; cluster: LiveCluster | null },
) {
  const { evaluation, base, cluster } = seen;
  return {
    application: refOf(application),
    destination: destinationOf(application, cluster),
    revisions: evaluation.revisions as SourceRevision[],
    comparison: evaluation.comparison,
    desired: evaluation.desired,
    desiredDigest: evaluation.desiredDigest ?? undefined,
    live: evaluation.live.kind === 'known' ? evaluation.live.objects : evaluation.live.lastKnown,
    base,
    hashKey: ctx.hashKey,
  };
}

/** The very cluster that was seen, and not only its name. */
function destinationOf(application: ApplicationRecord, cluster: LiveCluster | null): Plan['destination'] {
  const identity = cluster?.identity() ?? '';
  const { cluster: name, namespace } = application;
  return { cluster: name, namespace, ...(identity === '' ? {} : { identity }) };
}

function refOf(application: ApplicationRecord) {
  const { uid, project, name, generation } = application;
  return { uid, project, name, generation };
}

function parseSelection(text: string) {
  const key = parseKey(text);
  if (key) return key;
  throw new AppError({
    code: 'invalid_request',
    status: 400,
    message: `"${text}" is not group/kind/namespace/name.`,
  });
}
