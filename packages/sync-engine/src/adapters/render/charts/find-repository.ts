import type { Source } from '../../../core/model.ts';
import type { ChartRepository } from '../../../ports/charts.ts';

/** The registered repository that a URL lies in, by longest prefix; `oci://` and no scheme are the same. */
export function findChartRepository(
  registered: readonly ChartRepository[],
  url: string,
): ChartRepository | undefined {
  const wanted = comparable(url);
  const isUnder = (one: ChartRepository): boolean => {
    const base = comparable(one.url);
    return wanted === base || wanted.startsWith(`${base}/`);
  };
  const [found] = registered
    .filter(isUnder)
    .sort((a, b) => comparable(b.url).length - comparable(a.url).length);
  return found === undefined
    ? undefined
    : { ...found, url: isOci(found) ? `oci://${wanted.slice(6)}` : url.replace(/\/\/[^/@]*@/, '//') };
}

/** The same for what a source names, with its word on other hosts: `helm.passCredentials`. */
export function repositoryOfSource(
  registered: readonly ChartRepository[],
  source: Pick<Source, 'helm'>,
  url: string,
): ChartRepository | undefined {
  return withPassing(findChartRepository(registered, url), source);
}

export function withPassing(
  repository: ChartRepository | undefined,
  source: Pick<Source, 'helm'>,
): ChartRepository | undefined {
  if (repository === undefined || source.helm?.passCredentials !== true) return repository;
  return { ...repository, passCredentials: true };
}

/** Whether a source is an OCI artifact as a whole, and no chart of a repository (SRC-15). */
export function isArtifact(source: Pick<Source, 'repoURL' | 'chart'>): boolean {
  return (source.chart ?? '') === '' && /^oci:\/\//i.test(source.repoURL);
}

export function isOci(repository: Pick<ChartRepository, 'url'>): boolean {
  return !/^https?:\/\//i.test(repository.url);
}

/** Scheme, host and path in one spelling. */
function comparable(url: string): string {
  const spelled = /^[a-z]+:\/\//i.test(url) ? url : `oci://${url}`;
  return spelled
    .replace(
      /^([a-z]+:\/\/)(?:[^/@]*@)?([^/]*)/i,
      (_all, scheme: string, host: string) => scheme.toLowerCase() + host.toLowerCase(),
    )
    .replace(/\/+$/, '');
}
