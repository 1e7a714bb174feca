import type {
  Decision,
  KubeObject,
  Plan,
  PlanItem,
  ReleaseItem,
  RunnableStep,
  StepResult,
} from '@bowline/sync-engine/core/model';
import { clusterReasons, fingerprintNow, isSameFingerprint } from '@bowline/sync-engine/core/plan/stale';
import { decideExecution } from '@bowline/sync-engine/core/policy/decide';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import type { ApplicationRecord } from '../store/application.ts';
import type { OperationRecord } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import type { Context } from '../usecases/context.ts';
import { countableApprovals } from '../usecases/countable-approvals.ts';
import { gateSubject } from '../usecases/gate-subject.ts';
import type { LiveCluster } from '../usecases/live-cluster.ts';
import { loadProject } from '../usecases/load-application.ts';

export type CheckStepInput = {
  operation: OperationRecord;
  application: ApplicationRecord;
  plan: Plan;
  cluster: LiveCluster | null;
  runnables: RunnableStep[];
  live: Map<string, KubeObject>;
  /** Keys of what this Operation has written. */
  written: ReadonlySet<string>;
  results: StepResult[];
};

/** `failed`: steps that must not be called, with the reason; the others may go. */
export type StepCheck = { kind: 'wait'; message: string } | { kind: 'go'; failed: Map<number, string> };

/** Before every batch of calls: the gate again, and for each object whether it is still what the Plan was built against. */
export async function checkBeforeStep(ctx: Context, input: CheckStepInput): Promise<StepCheck> {
  const decision = await decideStep(ctx, input);
  const message = decision.reasons[0]?.message ?? '';
  if (decision.kind === 'wait' || decision.kind === 'needs-approval') return { kind: 'wait', message };
  if (decision.kind === 'refuse')
    return { kind: 'go', failed: new Map(input.runnables.map(({ step }) => [step.index, message])) };
  return { kind: 'go', failed: await movedSince(ctx, input) };
}

/** The gate in the middle of an Operation: rules, approvals and windows may have changed since it began. */
export async function decideStep(
  ctx: Context,
  input: Pick<CheckStepInput, 'operation' | 'application' | 'plan' | 'cluster'>,
): Promise<Decision> {
  const { operation, application, plan, cluster } = input;
  const elsewhere = clusterReasons(plan, cluster?.identity());
  const record = await planStore(ctx.db).get(operation.planId);
  const project = await loadProject(ctx.db, application.project);
  return decideExecution({
    plan,
    project,
    ...(await gateSubject(application, cluster)),
    approvals: await countableApprovals(ctx.db, operation.planId, project),
    requestedBy: operation.requestedBy,
    builtBy: record?.builtBy ?? operation.requestedBy,
    ...(record ? { builtAt: record.builtAt } : {}),
    // Each object is checked below, against what this very step touches.
    staleness: elsewhere.length > 0 ? { kind: 'stale', reasons: elsewhere } : { kind: 'exact' },
    runningOperation: null,
    phase: 'step',
    installationGuards: ctx.installation.guards,
    startedAt: operation.startedAt ?? operation.createdAt,
    now: ctx.clock.now(),
  });
}

async function movedSince(ctx: Context, input: CheckStepInput): Promise<Map<number, string>> {
  const { plan, application, live, written, results } = input;
  const base = await ctx.releases.base(application.uid, application.status.release?.number ?? null);
  const bases = new Map((base ?? []).map((item: ReleaseItem) => [formatKey(item.key), item.manifest]));
  const touched = new Set(results.map((result) => result.step));
  const failed = new Map<number, string>();
  for (const { step } of input.runnables) {
    const item = plan.items[step.item];
    const id = formatKey(step.key);
    // What this Operation itself began or wrote is no change from outside. A hook's former run says nothing about the Plan.
    if (!item || step.action === 'hook' || touched.has(step.index) || written.has(id)) continue;
    if (isSame(ctx, item, live.get(id), bases.get(id) ?? null)) continue;
    failed.set(
      step.index,
      `${step.key.kind} ${step.key.name} changed since the plan was built (plan_stale). Nothing was written to it.`,
    );
  }
  return failed;
}

function isSame(
  ctx: Context,
  item: PlanItem,
  live: KubeObject | undefined,
  base: KubeObject | null,
): boolean {
  const now = fingerprintNow(item, live, base, ctx.hashKey);
  const then = item.fingerprint;
  // A Namespace that somebody made meanwhile is what CreateNamespace wanted, and what is gone need not be deleted.
  if (then.kind === 'absent' && now.kind === 'present')
    return item.key.kind === 'Namespace' && item.action === 'apply';
  if (then.kind === 'present' && now.kind === 'absent')
    return item.action === 'prune' || item.action === 'delete';
  return isSameFingerprint(now, then);
}
