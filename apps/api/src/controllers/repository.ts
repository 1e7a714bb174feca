import { createHash } from 'node:crypto';
import { topics } from '@bowline/contract';
import { isOci } from '@bowline/sync-engine/adapters/render/charts/find-repository';
import { applicationStore } from '../store/application.ts';
import { applicationsBelow } from '../store/applications-below.ts';
import { outboxStore } from '../store/outbox.ts';
import { type RepositoryRecord, repositoryStore } from '../store/repository.ts';
import { wake } from '../store/wake.ts';
import type { Context } from '../usecases/context.ts';
import { isAtRefs, type SeenRefs as Refs } from '../usecases/refresh-by-repository.ts';
import { done, type Outcome, requeueAfter } from './outcome.ts';

/** What the last poll saw, by repository: a digest of all refs. */
export type SeenRefs = Map<string, string>;

/**
 * Polls a repository once for all its Applications (one ls-remote) and asks for a refresh when a ref moved. The first poll
 * of a process only remembers: the Applications are looked at anyway when it starts.
 */
export async function pollRepository(
  ctx: Context,
  name: string,
  seen: SeenRefs,
  defaultPollMs: number,
): Promise<Outcome> {
  const record = await repositoryStore(ctx.db).find(name);
  if (!record) {
    seen.delete(name);
    return done;
  }
  const pollMs = record.pollSeconds === null ? defaultPollMs : record.pollSeconds * 1000;
  const startedMs = ctx.clock.monotonicMs();
  const answer = record.type === 'git' ? await lookAtGit(ctx, name) : await lookAtCharts(ctx, record);
  if (answer === null) return done;
  const checkedAt = ctx.clock.now().toISOString();
  const latencyMs = Math.round(ctx.clock.monotonicMs() - startedMs);

  const state = answer.ok
    ? {
        state: 'connected' as const,
        code: '',
        message: '',
        checkedAt,
        latencyMs,
        defaultBranch: answer.refs?.defaultBranch ?? '',
      }
    : { state: 'failed' as const, code: answer.code, message: answer.message, checkedAt };
  await ctx.db.transaction(async (tx) => {
    await repositoryStore(tx).setState(name, state);
    if (record.state !== state.state || record.code !== state.code) {
      await outboxStore(tx).append([
        { topic: topics.repositories(), type: 'patch', project: record.project, data: { name } },
      ]);
    }
  });

  const digest = answer.ok ? answer.digest : 'unreachable';
  const before = seen.get(name);
  seen.set(name, digest);
  // A look at the connection is no poll: who turned polling off wants nothing refreshed by it (AUTO-3).
  const isNews = digest === unlisted || before !== digest;
  if (pollMs !== 0 && before !== undefined && isNews)
    await refreshUsers(ctx, record, answer.ok ? answer.refs : null);
  // 0 turns polling off; the connection is still looked at now and then.
  return requeueAfter(pollMs === 0 ? 600_000 : jittered(ctx, pollMs), 'poll');
}

/** A registry that does not say what it holds: whoever uses it asks for their own chart. */
const unlisted = 'unlisted';

type Look = { ok: true; digest: string; refs: Refs | null } | { ok: false; code: string; message: string };

async function lookAtGit(ctx: Context, name: string): Promise<Look | null> {
  const repository = await repositoryStore(ctx.db).open(name);
  if (!repository) return null;
  const answer = await ctx.git.listRefs(repository);
  if (!answer.ok) return answer;
  const lines = answer.value.refs.map((ref) => `${ref.name} ${ref.revision}`);
  return { ok: true, digest: digestOf(lines), refs: answer.value };
}

async function lookAtCharts(ctx: Context, { name }: RepositoryRecord): Promise<Look | null> {
  const repository = await repositoryStore(ctx.db).openChart(name);
  if (!repository) return null;
  if (isOci(repository)) {
    const answer = await ctx.charts.testConnection(repository);
    return answer.ok ? { ok: true, digest: unlisted, refs: null } : answer;
  }
  const answer = await ctx.charts.listCharts(repository, { notBeforeMs: ctx.clock.monotonicMs() });
  if (!answer.ok) return answer;
  const lines = answer.value.charts.map((chart) => `${chart.name} ${chart.version} ${chart.versions}`);
  return { ok: true, digest: digestOf(lines), refs: null };
}

function digestOf(lines: string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}

async function refreshUsers(ctx: Context, record: RepositoryRecord, refs: Refs | null): Promise<void> {
  const { urlKey, type } = record;
  const uids = type === 'git' ? await behindRefs(ctx, urlKey, refs) : await applicationsBelow(ctx.db, urlKey);
  if (uids.length === 0) return;
  await ctx.db.transaction(async (tx) => {
    await applicationStore(tx).requestRefresh(uids, 'normal');
    await wake(tx, { kind: 'refresh', uids });
  });
}

async function behindRefs(ctx: Context, urlKey: string, refs: Refs | null): Promise<string[]> {
  const users = await applicationStore(ctx.db).byRepository([urlKey]);
  return users
    .filter((application) => refs === null || !isAtRefs(application, urlKey, refs))
    .map(({ uid }) => uid);
}

// A thousand repositories must not be asked in the same second.
function jittered(ctx: Context, ms: number): number {
  return ms * (0.9 + 0.2 * ctx.random.fraction());
}
