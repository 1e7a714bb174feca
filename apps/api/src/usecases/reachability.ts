import type { GitPort, GitRepository } from '@bowline/sync-engine/ports/git';
import type { Context } from './context.ts';

type Entry = { value: boolean; atMs: number; asking: boolean };

const lifeMs = 30_000;
const entriesMax = 5_000;
/** Answers by the port that gave them. */
const remembered = new WeakMap<GitPort, Map<string, Entry>>();

export type ReachabilityQuery = { repository: GitRepository; revision: string; targetRevision: string };

/**
 * Whether a pinned revision is still part of its target revision, asked of git now. Git that does not answer takes nothing
 * back: rollbacks work without it.
 */
export async function askReachable(ctx: Context, query: ReachabilityQuery): Promise<boolean> {
  const { repository, revision, targetRevision } = query;
  const answer = await ctx.git.isReachable(repository, revision, targetRevision);
  const value = answer.ok ? answer.value : answer.code !== 'git_revision_not_found';
  // A failure is no answer: it is not kept.
  if (answer.ok || !value) keep(ctx, query, { value, atMs: ctx.clock.monotonicMs(), asking: false });
  return value;
}

/**
 * The last answer, for pages: never waits for a remote. An answer that is missing or old is asked for behind the page's back
 * and told by the next look; until then the revision counts as reachable, since starting the Plan asks again.
 */
export function rememberedReachable(ctx: Context, query: ReachabilityQuery): boolean {
  const known = entriesOf(ctx).get(keyOf(query));
  const isFresh = known !== undefined && ctx.clock.monotonicMs() - known.atMs < lifeMs;
  if (!isFresh && !known?.asking) {
    keep(ctx, query, {
      value: known?.value ?? true,
      atMs: known?.atMs ?? Number.NEGATIVE_INFINITY,
      asking: true,
    });
    askReachable(ctx, query)
      .catch((error: unknown) => ctx.log.warn({ error }, 'git was not asked whether a revision is reachable'))
      .finally(() => {
        const entry = entriesOf(ctx).get(keyOf(query));
        if (entry) entry.asking = false;
      });
  }
  return known?.value ?? true;
}

function entriesOf(ctx: Context): Map<string, Entry> {
  const known = remembered.get(ctx.git);
  if (known) return known;
  const made = new Map<string, Entry>();
  remembered.set(ctx.git, made);
  return made;
}

function keep(ctx: Context, query: ReachabilityQuery, entry: Entry): void {
  const entries = entriesOf(ctx);
  if (entries.size >= entriesMax) entries.delete(entries.keys().next().value ?? '');
  entries.set(keyOf(query), entry);
}

function keyOf({ repository, revision, targetRevision }: ReachabilityQuery): string {
  return `${repository.id}\n${revision}\n${targetRevision}`;
}
