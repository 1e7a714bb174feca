import { endpoint } from '../../endpoint.ts';
import { chartProblem } from './chart-problem.ts';
import { openCharts, projectOfRepository } from './show.ts';

/** Versions of a chart, highest first. */
export const listChartVersions = endpoint(
  'listChartVersions',
  async ({ params, query, deps }) => {
    const { db, charts } = deps.context;
    const result = await charts.listVersions(await openCharts(db, params.name), query.chart);
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
