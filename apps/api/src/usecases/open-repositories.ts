import type { GitRepository } from '@bowline/sync-engine/ports/git';
import { repositoryStore } from '../store/repository.ts';
import type { Context } from './context.ts';

/** The registered repositories of these sources with their credentials opened, in order; null where none is registered for the Project. */
export async function openRepositories(
  ctx: Pick<Context, 'db'>,
  input: { project: string; sources: { repoURL: string }[] },
): Promise<(GitRepository | null)[]> {
  const store = repositoryStore(ctx.db);
  const opened = new Map<string, GitRepository | null>();
  for (const { repoURL } of input.sources) {
    if (opened.has(repoURL)) continue;
    opened.set(repoURL, await store.openByUrl(repoURL, input.project));
  }
  return input.sources.map((source) => opened.get(source.repoURL) ?? null);
}
