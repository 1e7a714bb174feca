import type { DecisionReason, SyncWindow } from '../model.ts';
import { globMatchAny } from './glob.ts';
import { activeUntil, isActiveAt, nextStart, readSchedule, type Schedule } from './schedule.ts';

/** What windows are matched against. `cluster` is the registered name, `clusterServer` its API URL, `labels` those of the Application. */
export type WindowTarget = {
  name: string;
  cluster: string;
  clusterServer?: string;
  namespace: string;
  labels?: Record<string, string>;
};

export type WindowVerdict = {
  manual: boolean;
  auto: boolean;
  active: SyncWindow[];
  /** The next moment at which `manual` or `auto` changes; null = not within 400 days. */
  next: { at: string; change: string } | null;
  /** When syncs of each kind are allowed (again); null = allowed now, or not within 400 days. */
  opensAt: { manual: string | null; auto: string | null };
  /** Why something is not allowed; empty when both kinds are. */
  reasons: DecisionReason[];
  /** An Operation that started while it was allowed may go on. */
  overrun: boolean;
};

type Ready = { window: SyncWindow; schedule: Schedule };
type State = { manual: boolean; auto: boolean; overrun: boolean; active: Ready[]; blocking: Ready[] };

const boundariesMax = 200;

/**
 * Whether windows let an Application sync now (B14, SYNC-11). Deny beats allow; where an allow window exists, nothing runs
 * outside of it. A deny window that cannot be read denies, an allow window that cannot be read never opens.
 */
export function evaluateWindows(input: {
  windows: SyncWindow[];
  application: WindowTarget;
  now: Date;
}): WindowVerdict {
  const matching = readyWindows(input);
  const nowMs = input.now.getTime();
  const state = stateAt(matching, nowMs);
  const changes = findChanges(matching, nowMs, state);
  return {
    manual: state.manual,
    auto: state.auto,
    active: state.active.map((ready) => ready.window),
    next: changes.next,
    opensAt: changes.opensAt,
    reasons: state.manual && state.auto ? [] : reasonsOf(state, changes),
    overrun: state.overrun,
  };
}

/** The verdict alone: cheap enough to ask for any past moment. */
export function isSyncAllowed(input: { windows: SyncWindow[]; application: WindowTarget; at: Date }): {
  manual: boolean;
  auto: boolean;
} {
  const { manual, auto } = stateAt(readyWindows(input), input.at.getTime());
  return { manual, auto };
}

function readyWindows(input: { windows: SyncWindow[]; application: WindowTarget }): Ready[] {
  return input.windows
    .filter((window) => matchesWindow(window, input.application))
    .map((window) => ({ window, schedule: readSchedule(window) }));
}

/** A window without any selector covers every Application of its Project. */
export function matchesWindow(window: SyncWindow, target: WindowTarget): boolean {
  const clusters = [target.cluster, ...(target.clusterServer === undefined ? [] : [target.clusterServer])];
  const selector = Object.entries(window.matchLabels ?? {});
  const tests = [
    { patterns: window.applications, values: [target.name] },
    { patterns: window.clusters, values: clusters },
    { patterns: window.namespaces, values: [target.namespace] },
  ].filter((test) => (test.patterns ?? []).length > 0);
  const results = tests.map((test) => test.values.some((value) => globMatchAny(test.patterns, value)));
  if (selector.length > 0) results.push(selector.every((wanted) => bears(target.labels ?? {}, wanted)));
  if (results.length === 0) return true;
  return window.andOperator === true ? results.every(Boolean) : results.some(Boolean);
}

function bears(labels: Record<string, string>, [name, pattern]: [string, string]): boolean {
  return Object.hasOwn(labels, name) && globMatchAny([pattern], labels[name] ?? '');
}

function stateAt(windows: Ready[], atMs: number): State {
  const isActive = ({ window, schedule }: Ready) =>
    schedule.kind === 'invalid' ? window.kind === 'deny' : isActiveAt(schedule, atMs);
  const active = windows.filter(isActive);
  const denies = active.filter((ready) => ready.window.kind === 'deny');
  const allows = windows.filter((ready) => ready.window.kind === 'allow');
  const isOpen = denies.length === 0 && (allows.length === 0 || active.length > 0);
  if (isOpen) return { manual: true, auto: true, overrun: true, active, blocking: [] };
  const blocking = denies.length > 0 ? denies : allows;
  return {
    manual: blocking.every((ready) => ready.window.manualSync === true),
    auto: false,
    overrun: blocking.every((ready) => ready.window.syncOverrun === true),
    active,
    blocking,
  };
}

type Changes = {
  next: WindowVerdict['next'];
  opensAt: WindowVerdict['opensAt'];
};

/** Walks from one edge of a window to the next until both kinds of sync have been seen to change or to be open. */
function findChanges(windows: Ready[], nowMs: number, now: State): Changes {
  const changes: Changes = { next: null, opensAt: { manual: null, auto: null } };
  let at = nowMs;
  let last = now;
  for (let i = 0; i < boundariesMax; i++) {
    const edge = nextEdge(
      windows,
      at,
      last.blocking.some((ready) => ready.window.kind === 'deny'),
    );
    if (edge === null) return changes;
    at = edge;
    const state = stateAt(windows, at);
    const text = new Date(at).toISOString();
    if (changes.next === null && (state.manual !== last.manual || state.auto !== last.auto)) {
      changes.next = { at: text, change: changeText(last, state) };
    }
    if (!now.manual && state.manual) changes.opensAt.manual ??= text;
    if (!now.auto && state.auto) changes.opensAt.auto ??= text;
    const isManualKnown = now.manual || changes.opensAt.manual !== null;
    const isAutoKnown = now.auto || changes.opensAt.auto !== null;
    if (changes.next !== null && isManualKnown && isAutoKnown) return changes;
    last = state;
  }
  return changes;
}

/** While a deny is active nothing that an allow window does can change the verdict, so only denies have edges then. */
function nextEdge(windows: Ready[], atMs: number, isDenied: boolean): number | null {
  let edge: number | null = null;
  for (const { window, schedule } of windows) {
    if (schedule.kind === 'invalid' || (isDenied && window.kind === 'allow')) continue;
    const candidate = isActiveAt(schedule, atMs) ? activeUntil(schedule, atMs) : nextStart(schedule, atMs);
    if (candidate !== null && (edge === null || candidate < edge)) edge = candidate;
  }
  return edge;
}

function changeText(before: State, after: State): string {
  if (after.auto && !before.auto) return 'Syncs are allowed again.';
  if (!after.auto && before.auto) {
    return after.manual ? 'Only manual syncs are allowed from then on.' : 'Syncs are blocked from then on.';
  }
  return after.manual ? 'Manual syncs are allowed again.' : 'Manual syncs are blocked too from then on.';
}

function reasonsOf(state: State, changes: Changes): DecisionReason[] {
  const nextAt = (state.manual ? changes.opensAt.auto : changes.opensAt.manual) ?? undefined;
  const denies = state.blocking.filter((ready) => ready.window.kind === 'deny');
  const clock = { owner: 'the clock', ...(nextAt === undefined ? {} : { nextAt }) };
  if (denies.length > 0) {
    return denies.map(({ window, schedule }) =>
      schedule.kind === 'invalid'
        ? {
            code: 'window_invalid',
            message: `The deny window ${nameOf(window)} cannot be read (${schedule.message}) and blocks until it is mended.`,
            owner: 'a project administrator',
          }
        : { code: 'window_deny', message: `The deny window ${nameOf(window)} is active.`, ...clock },
    );
  }
  // One that opens is enough, so what cannot be read is an own reason only where nothing else can open.
  const unread = state.blocking.flatMap(({ window, schedule }) =>
    schedule.kind === 'invalid'
      ? [`The allow window ${nameOf(window)} cannot be read (${schedule.message})`]
      : [],
  );
  if (unread.length === state.blocking.length)
    return unread.map((text) => ({
      code: 'window_invalid',
      message: `${text} and never opens until it is mended.`,
      owner: 'a project administrator',
    }));
  const readable = state.blocking.filter(({ schedule }) => schedule.kind === 'valid');
  const names = readable.map((ready) => nameOf(ready.window)).join(', ');
  const also = unread.map((text) => ` ${text}.`).join('');
  return [{ code: 'window_closed', message: `No allow window is open (${names}).${also}`, ...clock }];
}

/** Why this kind of sync is not allowed, each reason with the time at which that kind is again. */
export function reasonsFor(verdict: WindowVerdict, kind: 'manual' | 'auto'): DecisionReason[] {
  const opensAt = verdict.opensAt[kind];
  return verdict.reasons.map(({ nextAt: _ofEither, ...reason }) =>
    reason.code === 'window_invalid' || opensAt === null ? reason : { ...reason, nextAt: opensAt },
  );
}

/** The description if there is one, else the schedule as written. */
function nameOf(window: SyncWindow): string {
  const text = window.description?.trim();
  if (text !== undefined && text !== '') return `"${text}"`;
  return `"${window.schedule}" for ${window.duration}${window.timeZone ? ` ${window.timeZone}` : ''}`;
}
