import type { Source } from '../../../core/model.ts';
import type { ChartPort } from '../../../ports/charts.ts';
import type { GitRepository } from '../../../ports/git.ts';
import type { RenderRequest } from '../../../ports/render.ts';
import type { RenderFailure } from '../renderer.ts';
import { failed } from '../renderer.ts';
import type { ArchiveTree } from './archive-tree.ts';
import { unpackChart } from './chart-archive.ts';
import { findChartRepository } from './charts.ts';

export type LocatedSource = {
  source: Source;
  repository: GitRepository;
  revision: string;
  /** Of a chart: its files in memory, by the id of `repository`. */
  archives?: ReadonlyMap<string, ArchiveTree>;
};

/** Where no Helm repository can be asked. */
export const noCharts: ChartPort = {
  resolve: () => Promise.resolve(unavailable),
  fetch: () => Promise.resolve(unavailable),
};
const unavailable = {
  ok: false as const,
  code: 'repository_unknown',
  message: 'No Helm repository is registered.',
  hint: 'Register it.',
};

/** Where the files of a source are: its git repository, or the package of its chart (SRC-14). */
export async function locate(
  charts: ChartPort | undefined,
  request: RenderRequest,
  index: number,
): Promise<LocatedSource | RenderFailure> {
  const { source, repository, revision } = request.sources[index]!; // callers count within the list
  if (source.chart === undefined || source.chart === '') return { source, repository, revision };
  const { chart, repoURL } = source;
  const registered = findChartRepository(request.chartRepositories ?? [], repoURL);
  if (registered === undefined || charts === undefined) {
    return failed(
      'repository_unknown',
      `The chart ${chart.slice(0, 100)} is in ${repoURL.replace(/\/\/[^/@]*@/, '//').slice(0, 200)}, which is no registered Helm repository.`,
      'Register it, or use a chart in a git repository.',
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(chart) || chart.split('/').includes('..'))
    return failed(
      'source_invalid',
      `"${chart.slice(0, 100)}" is no name of a chart.`,
      'Correct source.chart.',
    );
  const version =
    revision === '' ? await charts.resolve(registered, chart, source.targetRevision ?? '') : undefined;
  if (version?.ok === false) return failed(version.code, version.message, version.hint);
  const fetched = await charts.fetch(registered, chart, version?.value ?? revision);
  if (!fetched.ok) return failed(fetched.code, fetched.message, fetched.hint);
  const files = await unpackChart(fetched.value.archive);
  if (!files.ok) return failed(files.code, files.message, files.hint);
  const packed: GitRepository = {
    id: `chart:${fetched.value.digest}`,
    url: repoURL,
    credential: { kind: 'none' },
    insecureSkipTlsVerify: false,
  };
  return {
    source: { ...source, path: '' },
    repository: packed,
    revision: fetched.value.version,
    archives: new Map([[packed.id, { repository: packed, files: files.value }]]),
  };
}
