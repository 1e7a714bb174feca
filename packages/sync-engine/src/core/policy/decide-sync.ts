import { countsForSync } from '../diff/compare.ts';
import type {
  ApplicationSpec,
  Comparison,
  Decision,
  DecisionReason,
  DeletionBudget,
  Hold,
  OperationPhase,
  PlanKind,
  ProjectSpec,
  ResourceKey,
} from '../model.ts';
import { isMassDeletion } from '../plan/blast-radius.ts';
import { deletingReason } from './deleting-reason.ts';
import { automatedRetry, retryDelayMs } from './duration.ts';
import { holdEnded } from './hold.ts';
import { latestWait } from './latest-wait.ts';
import { evaluateWindows } from './windows.ts';

export type PastOperation = {
  desiredDigest: string;
  kind: PlanKind;
  phase: OperationPhase;
  attempts: number;
  finishedAt: string;
  specGeneration: number;
};

export type SyncInput = {
  application: {
    name: string;
    spec: ApplicationSpec;
    isDeleting: boolean;
    hold: Hold | null;
    generation: number;
    /** Registered name of the destination cluster. */
    cluster: string;
    /** For windows that select by them. */
    labels: Record<string, string>;
  };
  /** Against the last Release as base, so that `drift` means drift from what was applied. */
  comparison: Comparison;
  /**
   * Objects of the Release that a Hold keeps which live state has left (`heldDrift`), also those that git does not render;
   * absent without such a Hold.
   */
  heldDrift?: ResourceKey[];
  /** Of what git renders now. */
  desiredDigest: string;
  project: { name: string; spec: ProjectSpec };
  runningOperation: { number: number } | null;
  history: PastOperation[];
  /** RFC3339; when the look that found `comparison` began. Absent: after every Operation of `history`. */
  lookedAt?: string;
  clusterServer?: string;
  /** Deletion budget of the whole installation. */
  installationGuards?: DeletionBudget;
  now: Date;
};

/** Self-heals further apart than this count as first ones again. */
const selfHealMemoryMs = 30 * 60_000;

/**
 * Whether auto-sync acts now: the guards of B13 (AUTO-1, AUTO-2), all that is waited for together. `refuse` = not for this state, whatever the
 * time; `wait` = by itself later; `run` says whether to prune and whether it is a self-heal (then of the differing objects
 * only). A self-heal during a Hold restores the Release that the Hold keeps, not what git renders.
 */
export function decideSync(input: SyncInput): Decision {
  const automated = input.application.spec.syncPolicy?.automated;
  if (!automated || automated.enabled === false) {
    // Where there is nothing to do, that nobody does it by itself is no news (B10).
    if (input.comparison.status === 'Synced') return inSync();
    return refuse('auto_sync_off', 'Auto-sync is off.', 'an operator: build a plan');
  }
  if (input.runningOperation !== null) {
    const message = `Operation ${input.runningOperation.number} is running.`;
    return { kind: 'wait', reasons: [{ code: 'operation_running', message, owner: 'Bowline' }] };
  }
  if (input.application.isDeleting) return { kind: 'refuse', reasons: [deletingReason] };
  const { comparison } = input;
  if (comparison.status === 'Unknown') {
    const message = `The comparison is unknown: ${comparison.message || 'no reason given.'}`;
    return { kind: 'wait', reasons: [{ code: 'comparison_unknown', message, owner: 'Bowline' }] };
  }
  const outdated = outdatedWait(input);
  if (outdated !== undefined) return outdated;
  const { hold } = input.application;
  const isHeld = hold !== null && !holdEnded(hold, { desiredDigest: input.desiredDigest, now: input.now });
  // What git renders says nothing about the Release that is kept: live may equal the one and have left the other.
  if (isHeld && automated.selfHeal === true) {
    const restored = restoreHeld(input, hold);
    if (restored !== undefined) return restored;
  }
  if (comparison.status === 'Synced') return inSync();

  const prune = automated.prune === true;
  const work = workOf(comparison);
  if (work.changes === 0 && !prune) {
    return refuse(
      'only_prunes',
      'Only objects to prune are left, and pruning is off for auto-sync.',
      'an operator: build a plan that prunes',
    );
  }
  const windows = windowWaits(input);
  if (isHeld) return waitFor([holdWait(hold, work), ...windows]);
  const attempt = attemptedWait(input, work, automated.selfHeal === true);
  // What no time will bring is said before what a window waits for.
  if (attempt.refusal !== undefined) return attempt.refusal;
  if (prune && automated.allowEmpty !== true && work.isWipeOut) {
    const message = 'Auto-sync would delete every object; allowEmpty is off.';
    return refuse('would_wipe_out', message, 'an operator: mend the source or build a plan');
  }
  const waits = [...windows, ...attempt.waits];
  if (waits.length > 0) return waitFor(waits);
  if (
    prune &&
    !work.isWipeOut &&
    isMassDeletion(
      { deletions: work.prunes, live: work.live },
      input.project.spec.guards,
      input.application.spec.syncPolicy?.guards,
      input.installationGuards,
    )
  ) {
    const message = `Auto-sync would delete ${work.prunes} of ${work.live} objects.`;
    return {
      kind: 'needs-approval',
      reasons: [{ code: 'deletion_budget', message, owner: 'an approver of the project' }],
    };
  }
  return run(attempt.isSelfHeal ? 'self_heal' : 'auto_sync', attempt.reason, {
    prune,
    selfHeal: attempt.isSelfHeal,
  });
}

/** What was seen before the end of an Operation may be older than its writes, and would be taken for drift. */
function outdatedWait({ history, lookedAt, now }: SyncInput): Decision | undefined {
  const [last] = finished(history);
  if (last === undefined || lookedAt === undefined) return undefined;
  const endedMs = Date.parse(last.finishedAt);
  if (endedMs < Date.parse(lookedAt)) return undefined;
  const message = 'An Operation has ended since live state was read: it is read again.';
  const nextAt = new Date(Math.max(endedMs, now.getTime())).toISOString();
  return { kind: 'wait', reasons: [{ code: 'look_outdated', message, owner: 'Bowline', nextAt }], nextAt };
}

function inSync(): Decision {
  return refuse('in_sync', 'Nothing to do: the Application is in sync.');
}

type Work = { changes: number; prunes: number; live: number; isWipeOut: boolean; isDriftOnly: boolean };

function workOf(comparison: Comparison): Work {
  const own = comparison.resources.filter(countsForSync);
  const prunes = own.filter((resource) => resource.verdict === 'extra').length;
  const changed = own.filter((resource) => resource.verdict === 'modified' || resource.verdict === 'missing');
  const desired = own.filter((resource) => resource.verdict !== 'extra').length;
  const { pending, drift, unknown } = comparison.reasons;
  return {
    changes: changed.length,
    prunes,
    live: own.filter((resource) => resource.live !== null).length,
    isWipeOut: desired === 0 && prunes > 0,
    isDriftOnly: drift > 0 && pending === 0 && unknown === 0 && prunes === 0,
  };
}

/** Self-heal during a Hold: back to the Release that the Hold keeps. undefined = nothing of it has moved. */
function restoreHeld(input: SyncInput, hold: Hold): Decision | undefined {
  const moved = input.heldDrift ?? [];
  const [first] = moved;
  if (hold.release === undefined || first === undefined) return undefined;
  const waits = [...windowWaits(input), ...selfHealWait(input)];
  if (waits.length > 0) return waitFor(waits);
  return run('self_heal_release', movedFromHeld(moved, hold.release), { prune: false, selfHeal: true });
}

/** What moved away from the Release on hold, in a sentence. */
export function movedFromHeld(moved: ResourceKey[], release: number): string {
  const [first] = moved;
  const name = first === undefined ? 'Nothing' : `${first.kind} ${first.name}`;
  const more = moved.length > 1 ? ` and ${moved.length - 1} more` : '';
  return `${name}${more} moved away from Release ${release}, which is on hold.`;
}

function holdWait(hold: Hold, work: Work): DecisionReason {
  const until = hold.untilTime === undefined ? {} : { nextAt: hold.untilTime };
  const what = work.isDriftOnly ? 'Self-heal' : 'Auto-sync';
  return { code: 'hold', message: `${what} is on hold: ${hold.reason}`, owner: hold.owner, ...until };
}

function windowWaits(input: SyncInput): DecisionReason[] {
  const verdict = evaluateWindows({
    windows: input.project.spec.syncWindows ?? [],
    application: {
      name: input.application.name,
      cluster: input.application.cluster,
      namespace: input.application.spec.destination.namespace,
      ...(input.clusterServer === undefined ? {} : { clusterServer: input.clusterServer }),
      labels: input.application.labels,
    },
    now: input.now,
  });
  return verdict.reasonsFor.auto;
}

/** `refusal`: not for this content; `waits`: not yet; `reason`: why it runs otherwise. */
type Attempt = { refusal?: Decision; waits: DecisionReason[]; isSelfHeal: boolean; reason: string };

/** Was this very content tried before with this very spec? Failed: retry with backoff. Succeeded: only self-heal acts again. */
function attemptedWait(input: SyncInput, work: Work, isSelfHealOn: boolean): Attempt {
  const past = tried(input);
  const [last] = past;
  if (last !== undefined && last.phase !== 'Succeeded') {
    const reason = `Retrying after a failed Operation (attempt ${failures(past) + 1}).`;
    return { waits: [], ...retryWait(input, past), isSelfHeal: last.kind === 'self-heal', reason };
  }
  // Without pending fields the content is that of the last Release, even where its Operation is no longer in the history.
  if (last === undefined && !work.isDriftOnly) {
    return { waits: [], isSelfHeal: false, reason: 'git renders something that has not been applied yet.' };
  }
  if (!isSelfHealOn) {
    const message = work.isDriftOnly
      ? 'Live objects drifted, and self-heal is off.'
      : 'This content has been synced once already, and self-heal is off.';
    return {
      refusal: refuse('self_heal_off', message, 'an operator: build a plan'),
      waits: [],
      isSelfHeal: true,
      reason: '',
    };
  }
  return {
    waits: selfHealWait(input),
    isSelfHeal: true,
    reason: 'Live objects moved away from what was applied.',
  };
}

/** Finished Operations of this content under this spec, latest first; anything else in between ends the row. */
function tried(input: SyncInput): PastOperation[] {
  const ordered = finished(input.history);
  const end = ordered.findIndex(
    (past) =>
      past.desiredDigest !== input.desiredDigest || past.specGeneration !== input.application.generation,
  );
  return end < 0 ? ordered : ordered.slice(0, end);
}

function finished(history: PastOperation[]): PastOperation[] {
  return history
    .filter((past) => ['Succeeded', 'Failed', 'Error'].includes(past.phase))
    .sort((a, b) => Date.parse(b.finishedAt) - Date.parse(a.finishedAt));
}

/** Failed runs in a row; an Operation that counts its own attempts may know of more. */
function failures(past: PastOperation[]): number {
  const end = past.findIndex((operation) => operation.phase === 'Succeeded');
  const row = end < 0 ? past.length : end;
  return Math.max(row, past[0]?.attempts ?? 0);
}

function retryWait(
  input: SyncInput,
  past: PastOperation[],
): Pick<Attempt, 'refusal'> | Pick<Attempt, 'waits'> {
  const attempt = failures(past);
  const delayMs = retryDelayMs(input.application.spec.syncPolicy?.retry ?? automatedRetry, attempt);
  if (delayMs === null) {
    const message = `Syncing this content failed ${attempt} time${attempt === 1 ? '' : 's'}; it is not tried again.`;
    return { refusal: refuse('sync_failed', message, 'an operator: mend the source or build a plan') };
  }
  const message = `Retry ${attempt} is waiting for its time.`;
  return { waits: waitUntil(input, past[0]?.finishedAt, delayMs, 'retry_backoff', message) };
}

/** AUTO-2: the first at once, then 2 s × 3^n up to 300 s after the one before; another content starts over. */
function selfHealWait(input: SyncInput): DecisionReason[] {
  const ordered = finished(input.history);
  const end = ordered.findIndex((past) => past.kind !== 'self-heal');
  const row = (end < 0 ? ordered : ordered.slice(0, end)).filter(
    (past) => input.now.getTime() - Date.parse(past.finishedAt) < selfHealMemoryMs,
  );
  if (row.length === 0) return [];
  const delayMs = Math.min(300_000, 2000 * 3 ** Math.min(row.length - 1, 10));
  return waitUntil(
    input,
    row[0]?.finishedAt,
    delayMs,
    'self_heal_backoff',
    'Self-heal waits before it acts again.',
  );
}

function waitUntil(
  input: SyncInput,
  from: string | undefined,
  delayMs: number,
  code: string,
  message: string,
): DecisionReason[] {
  const until = Date.parse(from ?? '') + delayMs;
  if (Number.isNaN(until) || input.now.getTime() >= until) return [];
  return [{ code, message, owner: 'the clock', nextAt: new Date(until).toISOString() }];
}

/** Everything that time or a person must end first, and when the last of it ends (B10). */
function waitFor(reasons: DecisionReason[]): Decision {
  return { kind: 'wait', reasons, ...latestWait(reasons) };
}

function run(code: string, message: string, what: { prune: boolean; selfHeal: boolean }): Decision {
  return { kind: 'run', reasons: [{ code, message }], ...what };
}

function refuse(code: string, message: string, owner?: string): Decision {
  const reason: DecisionReason = { code, message, ...(owner === undefined ? {} : { owner }) };
  return { kind: 'refuse', reasons: [reason] };
}
