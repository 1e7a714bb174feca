import type { DecisionReason } from '../model.ts';

/** When the last of several waits ends; absent when one of them ends nobody knows when. */
export function latestWait(reasons: readonly DecisionReason[]): { nextAt?: string } {
  const times = reasons.map((reason) => reason.nextAt);
  if (times.some((time) => time === undefined)) return {};
  const nextAt = times.reduce((a, b) => (Date.parse(b ?? '') > Date.parse(a ?? '') ? b : a), times[0]);
  return nextAt === undefined ? {} : { nextAt };
}
