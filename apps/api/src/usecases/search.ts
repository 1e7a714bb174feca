import type { SearchResult } from '@bowline/contract';
import type { z } from 'zod';
import { applicationList } from '../store/application-list.ts';
import { planStore } from '../store/plan.ts';
import { repositoryStore } from '../store/repository.ts';
import { resourceStore } from '../store/resource.ts';
import type { Context } from './context.ts';

export type SearchInput = {
  q: string;
  limit: number;
  projects: string[] | undefined;
  seesRepositories: boolean;
};

/** Finds by name in what the caller may see; a Plan also by its id. */
export async function searchEverything(
  ctx: Context,
  input: SearchInput,
): Promise<z.infer<typeof SearchResult>> {
  const { q, limit, projects } = input;
  const visible = projects ? { projects } : {};
  const [applications, resources, plan, repositories] = await Promise.all([
    applicationList(ctx.db).page({
      filter: { q, ...(projects ? { visibleProjects: projects } : {}) },
      sort: 'name',
      isDescending: false,
      limit,
    }),
    resourceStore(ctx.db).search({ q, limit, ...visible }),
    q.startsWith('pl_') ? planStore(ctx.db).get(q) : null,
    input.seesRepositories ? repositoryStore(ctx.db).all() : [],
  ]);
  const found = plan && (projects?.includes(plan.project) ?? true) ? [plan] : [];
  const text = q.toLowerCase();
  return {
    applications: applications.items.map(({ project, name, health, sync }) => ({
      project,
      name,
      health,
      sync,
    })),
    resources,
    plans: found.map(({ id, project, application, kind, state }) => ({
      id,
      project,
      application,
      kind,
      state,
    })),
    repositories: repositories
      .filter((repository) => repository.name.includes(text) || repository.url.toLowerCase().includes(text))
      .slice(0, limit)
      .map(({ name, url }) => ({ name, url })),
  };
}
