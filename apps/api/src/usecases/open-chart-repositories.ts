import { checkRepositories } from '@bowline/sync-engine/core/policy/project-rules';
import type { ChartRepository } from '@bowline/sync-engine/ports/charts';
import { projectStore } from '../store/project.ts';
import { repositoryStore } from '../store/repository.ts';
import type { Context } from './context.ts';

/** Registered Helm repositories and registries that charts of a Project, and their dependencies, may come from. */
export async function openChartRepositories(
  ctx: Pick<Context, 'db'>,
  name: string,
): Promise<ChartRepository[]> {
  const opened = await repositoryStore(ctx.db).openCharts(name);
  if (opened.length === 0) return opened;
  const project = await projectStore(ctx.db).find(name);
  if (project === null) return [];
  return opened.filter(({ url }) => checkRepositories(project, [url]).length === 0);
}
