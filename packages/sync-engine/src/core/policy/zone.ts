import { dayMs } from './units.ts';

/** A change of clocks at the instant `at`: offsets from UTC before and after it, all in ms. */
export type ClockChange = { at: number; before: number; after: number };

/** A time zone as its offsets from UTC. `isSteady`: its clocks never change. */
export type Zone = {
  isSteady: boolean;
  offsetAt: (ms: number) => number;
  /** The change in a cell of three days, counted from 1970; null = none. */
  changeIn: (cell: number) => ClockChange | null;
};

/** Offsets are looked up once in three days: in the time zone database, two changes of a zone are four days apart at least. */
const cellMs = 3 * dayMs;
const none: readonly ClockChange[] = [];
/** By their names as written; what was looked up of a zone stays true as long as the process lives. */
const zones = new Map<string, Zone>();
const zonesMax = 1000;

/** Reads a zone by its name; none is UTC. Throws RangeError on a zone that this machine does not know. */
export function readZone(timeZone: string | undefined): Zone {
  const written = timeZone === undefined || timeZone === '' ? 'UTC' : timeZone;
  const known = zones.get(written);
  if (known !== undefined) return known;
  const { timeZone: name } = new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions();
  const zone = buildZone(name);
  if (zones.size >= zonesMax) zones.clear();
  zones.set(written, zone);
  return zone;
}

/** The changes of clocks after `fromMs` and until `toMs`. */
export function clockChanges(zone: Zone, fromMs: number, toMs: number): readonly ClockChange[] {
  if (zone.isSteady) return none;
  let changes = none;
  const lastCell = Math.floor(toMs / cellMs);
  for (let cell = Math.floor(fromMs / cellMs); cell <= lastCell; cell++) {
    const change = zone.changeIn(cell);
    if (change !== null && change.at > fromMs && change.at <= toMs) changes = [...changes, change];
  }
  return changes;
}

function buildZone(name: string): Zone {
  if (name === 'UTC') return { isSteady: true, offsetAt: () => 0, changeIn: () => null };
  const lookUp = offsetsOf(name);
  const offsets = new Map<number, number>();
  const changes = new Map<number, ClockChange | null>();
  const offsetOf = (cell: number): number => {
    const offset = offsets.get(cell) ?? lookUp(cell * cellMs);
    offsets.set(cell, offset);
    return offset;
  };
  const changeIn = (cell: number): ClockChange | null => {
    const seen = changes.get(cell);
    if (seen !== undefined) return seen;
    const [before, after] = [offsetOf(cell), offsetOf(cell + 1)];
    const at = before === after ? null : bisect(lookUp, { before, from: cell * cellMs });
    const change = at === null ? null : { at, before, after };
    changes.set(cell, change);
    return change;
  };
  const offsetAt = (ms: number): number => {
    const cell = Math.floor(ms / cellMs);
    const change = changeIn(cell);
    return change === null || ms < change.at ? offsetOf(cell) : change.after;
  };
  return { isSteady: false, offsetAt, changeIn };
}

/** The instant, to the second, at which the offset is no longer `before`. */
function bisect(lookUp: (ms: number) => number, { before, from }: { before: number; from: number }): number {
  let [last, first] = [from, from + cellMs];
  while (first - last > 1000) {
    const middle = last + Math.floor((first - last) / 2000) * 1000;
    if (lookUp(middle) === before) last = middle;
    else first = middle;
  }
  return first;
}

/** Offset from UTC, in ms, at an instant: what the platform writes as `GMT+05:45`. */
function offsetsOf(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (ms) => {
    const match = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(ms));
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = match ?? [];
    const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -size : size;
  };
}
