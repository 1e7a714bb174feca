import type { Source } from '../../../core/model.ts';
import type { ChartPackage, ChartPort, ChartRepository, ChartResult } from '../../../ports/charts.ts';
import type { GitRepository } from '../../../ports/git.ts';
import type { RenderRequest } from '../../../ports/render.ts';
import type { RenderFailure } from '../renderer.ts';
import { failed } from '../renderer.ts';
import { unpackArchive, unpackChart } from './chart-archive.ts';
import { isArtifact, repositoryOfSource } from './find-repository.ts';

export type LocatedSource = {
  source: Source;
  repository: GitRepository;
  revision: string;
  /** Of a package: its files in memory, which `repository` stands for. */
  files?: ReadonlyMap<string, Buffer>;
};

/** Where no Helm repository can be asked. */
export const noCharts: ChartPort = {
  testConnection: () => Promise.resolve(unavailable),
  listCharts: () => Promise.resolve(unavailable),
  listVersions: () => Promise.resolve(unavailable),
  resolve: () => Promise.resolve(unavailable),
  fetch: () => Promise.resolve(unavailable),
  resolveArtifact: () => Promise.resolve(unavailable),
  fetchArtifact: () => Promise.resolve(unavailable),
};
const unavailable = {
  ok: false as const,
  code: 'repository_unknown',
  message: 'No Helm repository is registered.',
  hint: 'Register it.',
};

/** Whether the files of a source come in a package, and not from git. */
export function isPackaged(source: Pick<Source, 'repoURL' | 'chart'>): boolean {
  return (source.chart ?? '') !== '' || isArtifact(source);
}

/** Where the files of a source are: its git repository, the package of its chart (SRC-14), or an OCI artifact (SRC-15). */
export async function locate(
  charts: ChartPort | undefined,
  request: RenderRequest,
  index: number,
): Promise<LocatedSource | RenderFailure> {
  const { source, repository, revision } = request.sources[index]!; // callers count within the list
  if (!isPackaged(source)) return { source, repository, revision };
  const { chart = '', repoURL } = source;
  const registered = repositoryOfSource(request.chartRepositories ?? [], source, repoURL);
  if (registered === undefined || charts === undefined) {
    const what = chart === '' ? 'The artifact' : `The chart ${chart.slice(0, 100)}`;
    return failed(
      'repository_unknown',
      `${what} is in ${repoURL.replace(/\/\/[^/@]*@/, '//').slice(0, 200)}, which is no registered Helm repository.`,
      'Register it, or use a chart in a git repository.',
    );
  }
  if (chart !== '' && (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(chart) || chart.split('/').includes('..')))
    return failed(
      'source_invalid',
      `"${chart.slice(0, 100)}" is no name of a chart.`,
      'Correct source.chart.',
    );
  const fetched = await fetchPackage(charts, registered, source, revision);
  if (!fetched.ok) return failed(fetched.code, fetched.message, fetched.hint);
  const { archive, digest, version, layout } = fetched.value;
  const files =
    layout === 'chart' ? await unpackChart(archive) : await unpackArchive(archive, { topFolders: 0 });
  if (!files.ok) return failed(files.code, files.message, files.hint);
  return {
    source: chart === '' ? source : { ...source, path: '' },
    repository: {
      id: `${layout}:${digest}`,
      url: repoURL,
      credential: { kind: 'none' },
      insecureSkipTlsVerify: false,
    },
    revision: version,
    files: files.value,
  };
}

async function fetchPackage(
  charts: ChartPort,
  repository: ChartRepository,
  { chart = '', targetRevision = '' }: Source,
  revision: string,
): Promise<ChartResult<ChartPackage>> {
  const isChart = chart !== '';
  const resolve = () =>
    isChart
      ? charts.resolve(repository, chart, targetRevision)
      : charts.resolveArtifact(repository, targetRevision);
  const exact = revision === '' ? await resolve() : { ok: true as const, value: revision };
  if (!exact.ok) return exact;
  return isChart
    ? await charts.fetch(repository, chart, exact.value)
    : await charts.fetchArtifact(repository, exact.value);
}
