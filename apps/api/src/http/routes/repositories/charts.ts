import { endpoint } from '../../endpoint.ts';
import { chartProblem } from './chart-problem.ts';
import { openCharts, projectOfRepository } from './show.ts';

/** Charts of a Helm repository, asked from it at most once a minute. */
export const listCharts = endpoint(
  'listCharts',
  async ({ params, query, deps }) => {
    const { db, charts } = deps.context;
    const result = await charts.listCharts(await openCharts(db, params.name));
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
