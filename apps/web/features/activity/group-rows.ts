import type { ActivityEvent } from './use-activity.ts';

/** One line of the feed: an event, or several alike that stand for one. */
export type FeedRow = { key: string; event: ActivityEvent; members: readonly ActivityEvent[] };

const groupMin = 3;
const apartMaxMs = 3_600_000;

/**
 * Neighbours alike (who, what, where, how it ended; less than an hour apart) from three on become one line, so that a busy
 * policy does not bury people. Opened groups show their members below.
 */
export function groupRows(events: readonly ActivityEvent[], opened: ReadonlySet<string>): FeedRow[] {
  const runs: ActivityEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && isAlike(last, event)) run.push(event);
    else runs.push([event]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    if (!first) return [];
    if (run.length < groupMin) return run.map((event) => ({ key: event.id, event, members: [] }));
    // Keyed by its oldest event: a new one on top leaves the group open.
    const key = `group-${run.at(-1)?.id}`;
    const head = { key, event: first, members: run };
    return opened.has(key) ? [head, ...run.map((event) => ({ key: event.id, event, members: [] }))] : [head];
  });
}

function isAlike(a: ActivityEvent, b: ActivityEvent): boolean {
  return (
    a.actor.kind === b.actor.kind &&
    a.actor.name === b.actor.name &&
    a.action === b.action &&
    a.outcome === b.outcome &&
    a.object.project === b.object.project &&
    Date.parse(a.at) - Date.parse(b.at) < apartMaxMs
  );
}
