import { AppError } from '@bowline/sync-engine/core/app-error';
import type { ChartRepository } from '@bowline/sync-engine/ports/charts';
import type { GitRepository } from '@bowline/sync-engine/ports/git';
import type { Access } from '../../../auth/access.ts';
import { applicationStore } from '../../../store/application.ts';
import { countBelow } from '../../../store/applications-below.ts';
import { notFound } from '../../../store/conflict.ts';
import type { Db } from '../../../store/database.ts';
import { type RepositoryRecord, repositoryStore } from '../../../store/repository.ts';
import type { HttpDeps } from '../../deps.ts';
import { repositoryView } from './repository-view.ts';

/** Project of the repository in the path, whose permission is asked for; null when it belongs to none, or there is none. */
export async function projectOfRepository(request: {
  params: { name: string };
  deps: HttpDeps;
}): Promise<string | null> {
  const repository = await repositoryStore(request.deps.context.db).find(request.params.name);
  return repository?.project ?? null;
}

/** Throws not_found. */
export async function loadRepository(db: Db, name: string): Promise<RepositoryRecord> {
  const repository = await repositoryStore(db).find(name);
  if (!repository) throw notFound('Repository', name);
  return repository;
}

/** A git repository with its credential opened. Throws not_found, invalid_request for one of charts. */
export async function openGit(db: Db, name: string): Promise<GitRepository> {
  await loadRepository(db, name);
  const repository = await repositoryStore(db).open(name);
  if (repository) return repository;
  throw new AppError({
    code: 'invalid_request',
    status: 400,
    message: `name: ${name} is no git repository.`,
    hint: 'Ask for its charts instead.',
  });
}

/** A Helm repository or registry with its credential opened. Throws not_found, invalid_request for one of git. */
export async function openCharts(db: Db, name: string): Promise<ChartRepository> {
  await loadRepository(db, name);
  const repository = await repositoryStore(db).openChart(name);
  if (repository) return repository;
  throw new AppError({
    code: 'invalid_request',
    status: 400,
    message: `name: ${name} is a git repository and lists no charts.`,
    hint: 'Browse its folders instead.',
  });
}

/** Applications with a source here; of charts and artifacts also below, where those of a registry are. */
export async function countUsers(
  db: Db,
  { type, urlKey }: Pick<RepositoryRecord, 'type' | 'urlKey'>,
): Promise<number> {
  if (type === 'git') return applicationStore(db).countBy({ repository: urlKey });
  return (await countBelow(db, [urlKey])).get(urlKey) ?? 0;
}

export async function showRepository(
  db: Db,
  repository: RepositoryRecord,
  access: Access,
): Promise<ReturnType<typeof repositoryView>> {
  return repositoryView(repository, access, await countUsers(db, repository));
}
