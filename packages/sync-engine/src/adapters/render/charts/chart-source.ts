import type { Source } from '../../../core/model.ts';
import type {
  ChartPackage,
  ChartPort,
  ChartRepository,
  ChartResult,
  Freshness,
} from '../../../ports/charts.ts';
import type { GitRepository } from '../../../ports/git.ts';
import type { RenderRequest } from '../../../ports/render.ts';
import type { RenderFailure } from '../renderer.ts';
import { failed } from '../renderer.ts';
import { unpackArchive, unpackChart } from './chart-archive.ts';
import { isArtifact, repositoryOfSource } from './find-repository.ts';
import { printableUrl } from '../printable-url.ts';

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
  const registered = registeredFor(request.chartRepositories ?? [], source);
  if (!registered.ok) return failed(registered.code, registered.message, registered.hint);
  const fetched = await fetchPackage(charts ?? noCharts, registered.value, source, revision);
  if (!fetched.ok) return failed(fetched.code, fetched.message, fetched.hint);
  const { archive, digest, version, layout } = fetched.value;
  const files =
    layout === 'chart' ? await unpackChart(archive) : await unpackArchive(archive, { topFolders: 0 });
  if (!files.ok) return failed(files.code, files.message, files.hint);
  return {
    source: (source.chart ?? '') === '' ? source : { ...source, path: '' },
    repository: packageOrigin(source, `${layout}:${digest}`),
    revision: version,
    files: files.value,
  };
}

/** What stands for git where files come in a package. */
export function packageOrigin({ repoURL }: Pick<Source, 'repoURL'>, id: string): GitRepository {
  return { id, url: repoURL, credential: { kind: 'none' }, insecureSkipTlsVerify: false };
}

/**
 * The exact version that the target revision of a packaged source stands for now, of an artifact its digest. `target` '' = the
 * latest stable one.
 */
export async function resolvePackaged(
  charts: ChartPort,
  registered: readonly ChartRepository[],
  source: Source,
  options: { target: string } & Freshness,
): Promise<ChartResult<string>> {
  const repository = registeredFor(registered, source);
  return repository.ok ? await resolveIn(charts, repository.value, source, options) : repository;
}

function resolveIn(
  charts: ChartPort,
  repository: ChartRepository,
  { chart = '' }: Source,
  { target, ...freshness }: { target: string } & Freshness,
): Promise<ChartResult<string>> {
  return chart === ''
    ? charts.resolveArtifact(repository, target, freshness)
    : charts.resolve(repository, chart, target, freshness);
}

/** The registered repository of a packaged source whose chart may be asked for. */
function registeredFor(registered: readonly ChartRepository[], source: Source): ChartResult<ChartRepository> {
  const { chart = '', repoURL } = source;
  const found = repositoryOfSource(registered, source, repoURL);
  if (found === undefined) {
    const what = chart === '' ? 'The artifact' : `The chart ${chart.slice(0, 100)}`;
    return {
      ok: false,
      code: 'repository_unknown',
      message: `${what} is in ${printableUrl(repoURL)}, which is no registered Helm repository.`,
      hint: 'Register it, or use a chart in a git repository.',
    };
  }
  const isName = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(chart) && !chart.split('/').includes('..');
  if (chart === '' || isName) return { ok: true, value: found };
  return {
    ok: false,
    code: 'source_invalid',
    message: `"${chart.slice(0, 100)}" is no name of a chart.`,
    hint: 'Correct source.chart.',
  };
}

async function fetchPackage(
  charts: ChartPort,
  repository: ChartRepository,
  source: Source,
  revision: string,
): Promise<ChartResult<ChartPackage>> {
  const { chart = '', targetRevision = '' } = source;
  const exact =
    revision === ''
      ? await resolveIn(charts, repository, source, { target: targetRevision })
      : { ok: true as const, value: revision };
  if (!exact.ok) return exact;
  return chart === ''
    ? await charts.fetchArtifact(repository, exact.value)
    : await charts.fetch(repository, chart, exact.value);
}
