/** What a reconcile says to the runtime. `stalled` waits for an event: only a change from outside can help. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'requeue'; afterMs: number; reason: string }
  | { kind: 'stalled'; reason: string };

export const done: Outcome = { kind: 'done' };

export function requeueAfter(afterMs: number, reason: string): Outcome {
  return { kind: 'requeue', afterMs, reason };
}
