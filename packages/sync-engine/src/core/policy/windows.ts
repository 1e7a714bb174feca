import type { DecisionReason, SyncWindow } from '../model.ts';
import { globMatchAny } from './glob.ts';
import { findChanges } from './window-changes.ts';
import { isDeny, type Ready, readWindow, type State, stateAt } from './window-state.ts';

/** What windows are matched against. `cluster` is the registered name, `clusterServer` its API URL, `labels` those of the Application. */
export type WindowTarget = {
  name: string;
  cluster: string;
  clusterServer?: string;
  namespace: string;
  labels: Record<string, string>;
};

export type WindowVerdict = {
  manual: boolean;
  auto: boolean;
  active: SyncWindow[];
  /** The next moment at which `manual` or `auto` changes; null = neither does before `unchangedUntil`. */
  next: { at: string; change: string } | null;
  /** Until when it is known that neither changes: `next.at`, or as far as was looked; null = for ever, which is proved. */
  unchangedUntil: string | null;
  /** When syncs of each kind are allowed (again); null = allowed now, never, or not as far as was looked. */
  opensAt: { manual: string | null; auto: string | null };
  /** Why something is not allowed, each window once; empty when both kinds are. */
  reasons: DecisionReason[];
  /** Why syncs of each kind are not, with the time at which that kind is again. */
  reasonsFor: { manual: DecisionReason[]; auto: DecisionReason[] };
  /** An Operation that started while it was allowed may go on. */
  overrun: boolean;
};

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
  const { next, opensAt, knownUntil } = changes;
  const unchangedUntil = next?.atMs ?? knownUntil;
  // A deny window that lets people pass is no reason for them to wait.
  const lenient = state.manual
    ? []
    : state.blocking.filter((ready) => isDeny(ready) && ready.window.manualSync === true);
  const strict = state.blocking.filter((ready) => !lenient.includes(ready));
  const manual = state.manual ? [] : reasonsOf(strict, opensAt.manual);
  const auto = state.auto ? [] : reasonsOf(state.blocking, opensAt.auto);
  return {
    manual: state.manual,
    auto: state.auto,
    active: state.active.map((ready) => ready.window),
    next: next === null ? null : { at: textOf(next.atMs), change: changeText(next.before, next.after) },
    unchangedUntil: unchangedUntil === Number.POSITIVE_INFINITY ? null : textOf(unchangedUntil),
    opensAt: {
      manual: opensAt.manual === null ? null : textOf(opensAt.manual),
      auto: opensAt.auto === null ? null : textOf(opensAt.auto),
    },
    reasons: state.manual ? auto : [...manual, ...reasonsOf(lenient, opensAt.auto)],
    reasonsFor: { manual, auto },
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
  return input.windows.filter((window) => matchesWindow(window, input.application)).map(readWindow);
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
  if (selector.length > 0) results.push(selector.every((wanted) => bears(target.labels, wanted)));
  if (results.length === 0) return true;
  return window.andOperator === true ? results.every(Boolean) : results.some(Boolean);
}

function bears(labels: Record<string, string>, [name, pattern]: [string, string]): boolean {
  return Object.hasOwn(labels, name) && globMatchAny([pattern], labels[name] ?? '');
}

function changeText(before: State, after: State): string {
  if (after.auto && !before.auto) return 'Syncs are allowed again.';
  if (!after.auto && before.auto) {
    return after.manual ? 'Only manual syncs are allowed from then on.' : 'Syncs are blocked from then on.';
  }
  return after.manual ? 'Manual syncs are allowed again.' : 'Manual syncs are blocked too from then on.';
}

/** `blocking`: the deny windows that are active, or else all allow windows. */
function reasonsOf(blocking: Ready[], opensAt: number | null): DecisionReason[] {
  if (blocking.length === 0) return [];
  const clock = { owner: 'the clock', ...(opensAt === null ? {} : { nextAt: textOf(opensAt) }) };
  if (blocking.some(isDeny)) return blocking.map((ready) => denyReason(ready, clock));
  // One that opens is enough, so what cannot be read is an own reason only where nothing else can open.
  const unread = blocking.flatMap(({ window, schedule }) =>
    schedule.kind === 'invalid'
      ? [`The allow window ${nameOf(window)} cannot be read (${schedule.message})`]
      : [],
  );
  if (unread.length === blocking.length)
    return unread.map((text) => ({
      code: 'window_invalid',
      message: `${text} and never opens until it is mended.`,
      owner: administrator,
    }));
  const readable = blocking.filter(({ schedule }) => schedule.kind === 'valid');
  const names = readable.map((ready) => nameOf(ready.window)).join(', ');
  const also = unread.map((text) => ` ${text}.`).join('');
  if (blocking.every((ready) => ready.constancy === 'never'))
    return [
      {
        code: 'window_closed',
        message: `No allow window is open (${names}), and none ever opens.${also}`,
        owner: administrator,
      },
    ];
  return [{ code: 'window_closed', message: `No allow window is open (${names}).${also}`, ...clock }];
}

const administrator = 'a project administrator';

/** What no time will end is for a person to end. */
function denyReason(
  { window, schedule, constancy }: Ready,
  clock: Pick<DecisionReason, 'owner' | 'nextAt'>,
): DecisionReason {
  const name = nameOf(window);
  if (schedule.kind === 'invalid') {
    const message = `The deny window ${name} cannot be read (${schedule.message}) and blocks until it is mended.`;
    return { code: 'window_invalid', message, owner: administrator };
  }
  if (constancy === 'always')
    return {
      code: 'window_deny',
      message: `The deny window ${name} is always active.`,
      owner: administrator,
    };
  return { code: 'window_deny', message: `The deny window ${name} is active.`, ...clock };
}

function textOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** The description if there is one, else the schedule as written. */
function nameOf(window: SyncWindow): string {
  const text = window.description?.trim();
  if (text !== undefined && text !== '') return `"${text}"`;
  return `"${window.schedule}" for ${window.duration}${window.timeZone ? ` ${window.timeZone}` : ''}`;
}
