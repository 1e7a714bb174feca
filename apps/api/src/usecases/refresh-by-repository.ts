import type { GitRef } from '@bowline/sync-engine/ports/git';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import type { Db } from '../store/database.ts';
import { type RepositoryRecord, repositoryStore } from '../store/repository.ts';
import { urlKeyOf } from '../store/repository-url.ts';
import { wake } from '../store/wake.ts';
import type { Context } from './context.ts';

export type RepositoryHint = {
  /** Spellings of the repository's URL, as a delivery gave them. */
  urls: string[];
  /** `refs/heads/…` or `refs/tags/…`; null: any may have moved. */
  ref: string | null;
  /** Repositories (`urlKey`s) the sender has proved to speak for; undefined: all registered ones. */
  onlyKeys?: ReadonlySet<string>;
};

/**
 * Asks for a refresh of the Applications that follow this ref of this repository, and wakes their owners. It is a hint:
 * what is deployed is what git says when it is asked (X68). Returns how many were asked.
 */
export async function requestRefreshByRepository(
  ctx: Pick<Context, 'db' | 'clock'>,
  hint: RepositoryHint,
): Promise<number> {
  const keys = [...new Set(hint.urls.map(urlKeyOf))].filter((key) => hint.onlyKeys?.has(key) ?? true);
  if (keys.length === 0) return 0;
  const [applications, repositories] = await Promise.all([
    applicationStore(ctx.db).byRepository(keys),
    repositoryStore(ctx.db).all(),
  ]);
  const wanted = applications.filter((application) =>
    application.spec.sources.some(
      (source) => keys.includes(urlKeyOf(source.repoURL)) && mayFollow(source.targetRevision, hint.ref),
    ),
  );
  const registered = repositories.filter((repository) => keys.includes(repository.urlKey));
  await ctx.db.transaction(async (tx) => {
    await markSeen(ctx, tx, registered);
    const uids = wanted.map((application) => application.uid);
    await applicationStore(tx).requestRefresh(uids, 'normal');
    if (uids.length > 0) await wake(tx, { kind: 'refresh', uids });
  });
  return wanted.length;
}

async function markSeen(
  ctx: Pick<Context, 'clock'>,
  tx: Db,
  repositories: RepositoryRecord[],
): Promise<void> {
  const at = ctx.clock.now().toISOString();
  for (const { name } of repositories) await repositoryStore(tx).setState(name, { lastWebhookAt: at });
}

/** Branches and tags of a repository, as a poll saw them. */
export type SeenRefs = { defaultBranch: string; refs: GitRef[] };

/**
 * Whether an Application has been looked at with all that this repository's refs now say: a webhook came before the poll.
 * When in doubt it has not.
 */
export function isAtRefs(
  application: Pick<ApplicationRecord, 'generation' | 'spec' | 'status'>,
  urlKey: string,
  seen: SeenRefs,
): boolean {
  const { status, spec } = application;
  if (status.observedGeneration !== application.generation) return false;
  if (status.revisions.length !== spec.sources.length) return false;
  return spec.sources.every((source, index) => {
    if (urlKeyOf(source.repoURL) !== urlKey) return true;
    const target = source.targetRevision ?? '';
    const name =
      target === '' || target === 'HEAD' ? seen.defaultBranch : target.replace(/^refs\/heads\//, '');
    const branch = seen.refs.find((ref) => ref.kind === 'branch' && ref.name === name);
    return branch !== undefined && branch.revision === status.revisions[index]?.revision;
  });
}

/** Whether a push to `ref` can change what a target revision resolves to. When in doubt it can. */
export function mayFollow(targetRevision: string | undefined, ref: string | null): boolean {
  const target = targetRevision ?? '';
  if (ref === null || target === '' || target === 'HEAD') return true;
  if (/^[0-9a-f]{40}$/.test(target)) return false;
  const short = ref.replace(/^refs\/(heads|tags)\//, '');
  if (target === ref || target.replace(/^refs\/(heads|tags)\//, '') === short) return true;
  // Only a tag can move a version range.
  return ref.startsWith('refs/tags/') && /[*^~<>=|\s]|(^|\.)x(\.|$)/i.test(target);
}
