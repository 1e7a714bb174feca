import type { CallOutput } from '@bowline/contract/client';

export type Operation = CallOutput<'getOperation'>;
export type OperationStep = Operation['steps'][number];

export type WaveRows = {
  id: string;
  wave: number;
  phase: string;
  isPrune: boolean;
  state: 'done' | 'running' | 'waiting' | 'failed';
  steps: OperationStep[];
};

/** Steps cut into waves in run order; each wave has the state of its least finished step. */
export function waveRows(steps: readonly OperationStep[], isDeletion: boolean): WaveRows[] {
  const rows: WaveRows[] = [];
  for (const step of steps) {
    const isPrune = !isDeletion && (step.action === 'prune' || step.action === 'delete');
    const last = rows.at(-1);
    const isSame =
      last?.phase === step.phase && last.isPrune === isPrune && (isPrune || last.wave === step.wave);
    if (last && isSame) last.steps.push(step);
    else {
      const { wave, phase } = step;
      rows.push({ id: `${rows.length}`, wave, phase, isPrune, state: 'waiting', steps: [step] });
    }
  }
  for (const row of rows) row.state = stateOf(row.steps);
  return rows;
}

function stateOf(steps: readonly OperationStep[]): WaveRows['state'] {
  const has = (state: OperationStep['state']) => steps.some((step) => step.state === state);
  if (has('failed')) return 'failed';
  if (has('running') || has('waiting-healthy')) return 'running';
  if (has('waiting') || has('skipped')) return has('done') && !has('skipped') ? 'running' : 'waiting';
  return 'done';
}

/** Epoch ms of an ISO time, or null. */
const at = (iso: string | null) => (iso === null ? null : Date.parse(iso));

export type Bar = { left: number; width: number };
export type Axis = {
  start: number;
  span: number;
  ticks: { offsetMs: number; left: number }[];
  now: number | null;
};

/** The common time axis of an Operation: from its start to a little after now. Shares are 0 to 1. */
export function axisOf(
  operation: Pick<Operation, 'startedAt' | 'finishedAt' | 'steps'>,
  now: number,
): Axis | null {
  const start = at(operation.startedAt);
  if (start === null) return null;
  const end = at(operation.finishedAt);
  const lastStep = Math.max(start, ...operation.steps.map((step) => at(step.finishedAt) ?? start));
  const until = end ?? Math.max(now, lastStep);
  const elapsed = Math.max(1000, until - start);
  const span = end === null ? elapsed * 1.4 : elapsed * 1.02;
  const stepMs = tickSteps.find((step) => span / step <= 6) ?? 3_600_000;
  const ticks = [];
  // A label at the very end would stand outside.
  for (let offsetMs = 0; offsetMs < span * 0.94; offsetMs += stepMs)
    ticks.push({ offsetMs, left: offsetMs / span });
  return { start, span, ticks, now: end === null ? (until - start) / span : null };
}

const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((seconds) => seconds * 1000);

/** Where a step stands on the axis; null before it begins. At least half a percent wide, to be seen. */
export function barOf(step: OperationStep, axis: Axis, now: number): Bar | null {
  const start = at(step.startedAt);
  if (start === null) return null;
  const isWaiting = step.state === 'waiting-healthy' || step.state === 'running';
  const end = isWaiting ? now : (at(step.finishedAt) ?? now);
  const left = Math.min(1, Math.max(0, (start - axis.start) / axis.span));
  return { left, width: Math.min(1 - left, Math.max(0.005, (end - start) / axis.span)) };
}

export type Happening = {
  id: string;
  at: string;
  kind: 'begin' | 'end' | 'started' | 'done' | 'failed' | 'skipped';
  name: string;
};

/** Starts and ends of steps, newest first. */
export function happenings(operation: Operation): Happening[] {
  const list: Happening[] = [];
  if (operation.startedAt) list.push({ id: 'begin', at: operation.startedAt, kind: 'begin', name: '' });
  for (const step of operation.steps) {
    const name = `${step.key.kind} ${step.key.name}`;
    const id = `${step.index}`;
    if (step.startedAt) list.push({ id: `${id}s`, at: step.startedAt, kind: 'started', name });
    if (step.finishedAt && (step.state === 'done' || step.state === 'failed' || step.state === 'skipped'))
      list.push({ id: `${id}f`, at: step.finishedAt, kind: step.state, name });
  }
  if (operation.finishedAt) list.push({ id: 'end', at: operation.finishedAt, kind: 'end', name: '' });
  return list.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
