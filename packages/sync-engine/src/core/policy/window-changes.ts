import { activeWithinDay, kindOfDay, type Schedule, steadyUntil } from './schedule.ts';
import { dayMs } from './units.ts';
import { isDeny, type Ready, type State, stateOf } from './window-state.ts';

/** What is known of the time to come. Instants in ms; null = not before `knownUntil`, which may be Infinity. */
export type Changes = {
  next: { atMs: number; before: State; after: State } | null;
  /** When syncs of each kind, not allowed now, are. */
  opensAt: { manual: number | null; auto: number | null };
  /** Kinds of sync that no time will bring. */
  isClosedForEver: { manual: boolean; auto: boolean };
  knownUntil: number;
};

type Varying = Ready & { schedule: Extract<Schedule, { kind: 'valid' }> };
/** What changes in the verdict, from offsets into the day on. `isSteady`: no window begins or ends. */
type Day = { states: { afterMs: number; state: State }[]; isSteady: boolean };

/** Days looked at, over all windows: some 20 ms of work. A single window is followed for ten years at least. */
const looksMax = 5000;
const looksMin = 400;
/** The calendar repeats itself after this, and without changes of clocks so does everything. */
const turnMs = 146_097 * dayMs;

/**
 * Follows the windows day by day until both kinds of sync have been seen to change or to be open. Days of the same kind are
 * computed once, days on which no window begins or ends are passed over, so even windows that open every minute cost little.
 */
export function findChanges(windows: Ready[], nowMs: number, now: State): Changes {
  const varying = windows.filter((ready) => canMatter(ready, windows));
  const isClosedForEver = closedForEver(windows);
  const changes: Changes = {
    next: null,
    opensAt: { manual: null, auto: null },
    isClosedForEver,
    knownUntil: 0,
  };
  const daysMax = Math.max(looksMin, Math.floor(looksMax / Math.max(1, varying.length)));
  const kinds = new Map<string, Day>();
  let last = now;
  let from = varying.length === 0 ? Number.POSITIVE_INFINITY : Math.floor(nowMs / dayMs) * dayMs;
  for (let i = 0; i < daysMax && from < nowMs + turnMs; i++) {
    const day = dayFrom(windows, varying, { from, kinds });
    for (const { afterMs, state } of day.states) {
      if (from + afterMs <= nowMs) continue;
      note(changes, { now, before: last, after: state, atMs: from + afterMs });
      last = state;
    }
    if (isAnswered(changes, now)) return { ...changes, knownUntil: from };
    from = day.isSteady ? followingDay(varying, from) : from + dayMs;
  }
  const isTurned = from >= nowMs + turnMs && varying.every(({ schedule }) => schedule.fires.zone.isSteady);
  const isForEver = from === Number.POSITIVE_INFINITY || isTurned;
  return { ...changes, knownUntil: isForEver ? Number.POSITIVE_INFINITY : Math.min(from, nowMs + turnMs) };
}

function note(
  changes: Changes,
  { now, before, after, atMs }: { now: State; before: State; after: State; atMs: number },
) {
  if (isOther(before, after)) changes.next ??= { atMs, before, after };
  if (!now.manual && after.manual) changes.opensAt.manual ??= atMs;
  if (!now.auto && after.auto) changes.opensAt.auto ??= atMs;
}

function isAnswered({ next, opensAt, isClosedForEver }: Changes, now: State): boolean {
  const isKnown = (kind: 'manual' | 'auto') => now[kind] || isClosedForEver[kind] || opensAt[kind] !== null;
  return next !== null && isKnown('manual') && isKnown('auto');
}

/** Whether anything can depend on when this window is active: it is not always so or never, and nothing constant hides it. */
function canMatter(ready: Ready, windows: Ready[]): ready is Varying {
  if (ready.constancy !== null) return false;
  const always = windows.filter((other) => other.constancy === 'always');
  const denies = always.filter(isDeny);
  if (denies.some(({ window }) => window.manualSync !== true)) return false;
  if (denies.length > 0) return isDeny(ready) && ready.window.manualSync !== true;
  return isDeny(ready) || always.length === 0;
}

/** What is not allowed even while every window that varies is as it should be. */
function closedForEver(windows: Ready[]): Changes['isClosedForEver'] {
  const best = stateOf(
    windows,
    (ready) => ready.constancy === 'always' || (!isDeny(ready) && ready.constancy === null),
  );
  const lenient = stateOf(windows, (ready) => {
    const isLenient = !isDeny(ready) || ready.window.manualSync === true;
    return ready.constancy === 'always' || (isLenient && ready.constancy === null);
  });
  return { manual: !best.manual && !lenient.manual, auto: !best.auto };
}

function dayFrom(
  windows: Ready[],
  varying: Varying[],
  { from, kinds }: { from: number; kinds: Map<string, Day> },
): Day {
  const words = varying.map(({ schedule }) => kindOfDay(schedule, from));
  if (words.includes(null)) return buildDay(windows, varying, from);
  const kind = words.join('|');
  const day = kinds.get(kind) ?? buildDay(windows, varying, from);
  kinds.set(kind, day);
  return day;
}

function buildDay(windows: Ready[], varying: Varying[], from: number): Day {
  const spans = new Map<Ready, { from: number; to: number }[]>();
  for (const ready of varying) spans.set(ready, activeWithinDay(ready.schedule, from));
  const edges = [...spans.values()].flat().flatMap((span) => [span.from, span.to]);
  const moments = [...new Set([from, ...edges.filter((at) => at < from + dayMs)])].sort((a, b) => a - b);
  const constant = new Set(windows.filter((ready) => ready.constancy === 'always'));
  const isActive = (atMs: number) => (ready: Ready) => {
    const own = spans.get(ready);
    if (own === undefined) return constant.has(ready);
    while (own[0] !== undefined && own[0].to <= atMs) own.shift();
    return own[0] !== undefined && own[0].from <= atMs;
  };
  const states: Day['states'] = [];
  for (const atMs of moments) {
    const state = stateOf(windows, isActive(atMs));
    const last = states.at(-1)?.state;
    if (last === undefined || isOther(last, state)) states.push({ afterMs: atMs - from, state });
  }
  return { states, isSteady: moments.length === 1 };
}

function isOther(a: State, b: State): boolean {
  return a.manual !== b.manual || a.auto !== b.auto;
}

/** The first day on which one of the windows may begin or end; Infinity = none ever does. */
function followingDay(varying: Varying[], from: number): number {
  const until = Math.min(...varying.map(({ schedule }) => steadyUntil(schedule, from)));
  return Math.max(from + dayMs, Math.floor(until / dayMs) * dayMs);
}
