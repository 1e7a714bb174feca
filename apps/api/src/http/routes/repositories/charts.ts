import type { ChartFailure, ChartRepository } from '@bowline/sync-engine/ports/charts';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Db } from '../../../store/database.ts';
import { repositoryStore } from '../../../store/repository.ts';
import { endpoint } from '../../endpoint.ts';
import { loadRepository, projectOfRepository } from './show.ts';

/** Charts of a Helm repository, asked from it at most once a minute. */
export const listCharts = endpoint(
  'listCharts',
  async ({ params, query, deps }) => {
    const { db, charts } = deps.context;
    const result = await charts.listCharts(await openChart(db, params.name));
    if (!result.ok) throw chartProblem(result);
    const wanted = (query.q ?? '').toLowerCase();
    const found = result.value.charts.filter(({ name }) => name.toLowerCase().includes(wanted));
    return {
      charts: found.slice(0, query.limit),
      total: found.length,
      isComplete: result.value.isComplete,
    };
  },
  { project: projectOfRepository },
);

/** Versions of a chart, highest first. */
export const listChartVersions = endpoint(
  'listChartVersions',
  async ({ params, query, deps }) => {
    const { db, charts } = deps.context;
    const result = await charts.listVersions(await openChart(db, params.name), query.chart);
    if (!result.ok) throw chartProblem(result);
    const versions = result.value.slice(0, query.limit).map(({ version, info }) => ({
      version,
      appVersion: info?.appVersion ?? '',
      created: info?.created ?? '',
    }));
    return { versions, total: result.value.length };
  },
  { project: projectOfRepository },
);

async function openChart(db: Db, name: string): Promise<ChartRepository> {
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

/** What a repository of charts said, as the answer to a request that needed it. */
function chartProblem({ code, message, hint }: ChartFailure): AppError {
  return new AppError({ code, status: code === 'chart_not_found' ? 404 : 502, message, hint });
}
