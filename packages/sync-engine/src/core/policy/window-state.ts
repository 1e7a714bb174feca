import type { SyncWindow } from '../model.ts';
import { constancyOf, isActiveAt, readSchedule, type Schedule } from './schedule.ts';

/**
 * A window that matches the Application, its schedule read. A deny window that cannot be read always denies, an allow window
 * that cannot be read never opens.
 */
export type Ready = { window: SyncWindow; schedule: Schedule; constancy: 'always' | 'never' | null };

/** What windows say at one moment; `blocking` = those that something is not allowed for. */
export type State = { manual: boolean; auto: boolean; overrun: boolean; active: Ready[]; blocking: Ready[] };

export function readWindow(window: SyncWindow): Ready {
  const schedule = readSchedule(window);
  if (schedule.kind === 'valid') return { window, schedule, constancy: constancyOf(schedule) };
  return { window, schedule, constancy: window.kind === 'deny' ? 'always' : 'never' };
}

export function stateAt(windows: Ready[], atMs: number): State {
  return stateOf(windows, ({ schedule, constancy }) =>
    schedule.kind === 'invalid' ? constancy === 'always' : isActiveAt(schedule, atMs),
  );
}

/** Deny beats allow; where an allow window exists, nothing runs outside of it. `manualSync` and `syncOverrun` need all that block. */
export function stateOf(windows: Ready[], isActive: (ready: Ready) => boolean): State {
  const active = windows.filter(isActive);
  const denies = active.filter(isDeny);
  const allows = windows.filter((ready) => !isDeny(ready));
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

export function isDeny({ window }: Ready): boolean {
  return window.kind === 'deny';
}
