import type { Decision } from '@bowline/sync-engine/core/model';
import { decideSync } from '@bowline/sync-engine/core/policy/decide';
import { holdEnded } from '@bowline/sync-engine/core/policy/hold';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { operationStore } from '../store/operation.ts';
import type { Context } from '../usecases/context.ts';
import { setHold } from '../usecases/hold.ts';
import { type Inspection, inspectApplication } from '../usecases/inspect-application.ts';
import { type HoldMeasure, measureHold } from '../usecases/measure-hold.ts';
import { monotonicOf } from '../usecases/monotonic-of.ts';
import type { Look } from '../usecases/last-looks.ts';
import { loadProject } from '../usecases/load-application.ts';
import { requestSync } from '../usecases/request-sync.ts';
import { saveEvaluation } from '../usecases/save-evaluation.ts';
import { nextLook } from './next-look.ts';
import { done, type Outcome, requeueAfter } from './outcome.ts';

const historyLength = 20;
const lostMs = 5_000;

/**
 * One level-triggered look at an Application: load → inspect → hold → decide → save → act. What was seen counts only while
 * `isHeld`: after a pause another replica may know better.
 */
export async function reconcileApplication(
  ctx: Context,
  uid: string,
  isHeld: () => boolean = () => true,
): Promise<Outcome> {
  const startedAt = ctx.clock.now().toISOString();
  const application = await applicationStore(ctx.db).get(uid);
  if (!application) return done;
  const looked = await inspectApplication(ctx, inspectionOf(ctx, application));
  if (!isHeld()) return requeueAfter(lostMs, 'the cluster is not held any more');
  const current = await endHold(ctx, application, looked);
  const measure = await measureHold(ctx, current, looked);
  const { inspection } = measure;
  const decision = await decide(ctx, current, measure, startedAt);
  const saved = save(ctx, current, inspection.evaluation, decision);
  if (decision?.kind === 'run' || decision?.kind === 'needs-approval')
    await act(ctx, { application: current, inspection, decision, saved });
  await saved;
  ctx.looks.remember(uid, lookOf(current, inspection.evaluation, decision));
  return nextLook(decision, inspection.evaluation.live, ctx.clock.now());
}

/** What a later look may be spared by; null while something else than content and versions can change its findings. */
function lookOf(
  { generation, status, hold }: ApplicationRecord,
  { look }: Inspection['evaluation'],
  decision: Decision | null,
): Look | null {
  if (look === null || hold !== null || decision === null || decision.kind === 'run') return null;
  const endsByItself = decision.reasons.some((reason) => reason.nextAt !== undefined);
  if (decision.kind === 'needs-approval' || endsByItself) return null;
  if (decision.kind === 'wait' && decision.nextAt !== undefined) return null;
  return { ...look, generation, release: status.release?.number ?? null };
}

function inspectionOf(ctx: Context, application: ApplicationRecord) {
  const asked = application.refresh;
  const isHard = asked?.mode === 'hard';
  return {
    application,
    release: application.status.release?.number ?? null,
    mode: isHard ? ('hard' as const) : ('normal' as const),
    // A cluster event alone asks git nothing: the last answer about refs is good until a poll or webhook says otherwise.
    notBeforeMs: asked ? monotonicOf(ctx.clock, asked.requestedAt) : Number.NEGATIVE_INFINITY,
  };
}

async function endHold(
  ctx: Context,
  application: ApplicationRecord,
  inspection: Inspection,
): Promise<ApplicationRecord> {
  const { hold } = application;
  const { desiredDigest } = inspection.evaluation;
  if (!hold || !holdEnded(hold, { desiredDigest, now: ctx.clock.now() })) return application;
  const caller = { actor: { kind: 'system' as const, name: 'bowline' }, requestId: '', ip: '' };
  await setHold(ctx, { application, hold: null, caller, message: 'The condition of the hold came true.' });
  return { ...application, hold: null };
}

/** The gate's answer for auto-sync; null while the Application is being deleted. */
async function decide(
  ctx: Context,
  application: ApplicationRecord,
  { inspection, heldDrift }: HoldMeasure,
  lookedAt: string,
): Promise<Decision | null> {
  if (application.deletionTimestamp !== null) return null;
  const { evaluation } = inspection;
  const [project, recent] = await Promise.all([
    loadProject(ctx.db, application.project),
    operationStore(ctx.db).recent(application.uid, historyLength),
  ]);
  const running = recent.find(({ phase }) => phase === 'Running' || phase === 'Terminating');
  return decideSync({
    application: {
      name: application.name,
      spec: application.spec,
      isDeleting: false,
      hold: application.hold,
      generation: application.generation,
      cluster: application.cluster,
      labels: application.labels,
    },
    comparison: evaluation.comparison,
    heldDrift,
    desiredDigest: evaluation.desiredDigest ?? '',
    project,
    runningOperation: running ? { number: running.number } : null,
    history: recent.map((operation) => ({
      desiredDigest: operation.desiredDigest,
      kind: operation.planKind,
      phase: operation.phase,
      attempts: operation.attempt,
      finishedAt: operation.finishedAt ?? '',
      specGeneration: operation.generation,
    })),
    lookedAt,
    installationGuards: ctx.installation.guards,
    now: ctx.clock.now(),
    ...(inspection.cluster ? { clusterServer: inspection.cluster.server } : {}),
  });
}

async function save(
  ctx: Context,
  application: ApplicationRecord,
  evaluation: Inspection['evaluation'],
  decision: Decision | null,
): Promise<ApplicationRecord> {
  const saved = await saveEvaluation(ctx, application, evaluation, decision);
  if (application.refresh)
    await applicationStore(ctx.db).clearRefresh(application.uid, application.refresh.requestedAt);
  return saved;
}

type Act = {
  application: ApplicationRecord;
  inspection: Inspection;
  decision: Extract<Decision, { kind: 'run' | 'needs-approval' }>;
  saved: Promise<ApplicationRecord>;
};

/** Builds, approves as the policy, and starts: the same three calls a person makes. What automation may not run stays open for persons. */
async function act(ctx: Context, { application, inspection, decision, saved }: Act): Promise<void> {
  const [first] = decision.reasons;
  const isSelfHeal = decision.kind === 'run' && decision.selfHeal === true;
  const release = first?.code === 'self_heal_release' ? application.hold?.release : undefined;
  const request = {
    application,
    inspection,
    kind: isSelfHeal ? ('self-heal' as const) : ('sync' as const),
    reason: first?.message ?? '',
    upTo: decision.kind === 'run' ? ('execute' as const) : ('build' as const),
    ...(release === undefined ? {} : { release }),
  };
  await requestSync(ctx, request, saved);
}
