import type {
  ChartFailure,
  ChartPackage,
  ChartPort,
  ChartRepository,
  ChartResult,
} from '../../../ports/charts.ts';
import type { Clock } from '../../../ports/time.ts';
import type { Egress } from '../../egress.ts';
import { highestVersion } from '../../git/highest-version.ts';
import { Downloads } from './download.ts';
import type { ChartEntry } from './http-repository.ts';
import { fetchFromIndex, fetchIndex } from './http-repository.ts';
import { fetchFromRegistry, listTags } from './oci-registry.ts';

/** How long an answer about versions is believed; a hard refresh does not shorten it. */
const versionsAgeMsMax = 60_000;
const heldBytesMax = 128 * 1024 * 1024;

type Listed = { versions: string[]; entries: ChartEntry[] };

/** Charts of Helm repositories over HTTP and OCI, for callers that hold the registered repositories. */
export function createCharts(options: { egress: Egress; clock: Clock }): ChartPort {
  const downloads = new Downloads(options.egress);
  const listings = new Map<string, { atMs: number; listed: Promise<ChartResult<Listed>> }>();
  const held = new Map<string, ChartPackage>();
  const running = new Map<string, Promise<ChartResult<ChartPackage>>>();

  async function list(repository: ChartRepository, chart: string): Promise<ChartResult<Listed>> {
    const key = JSON.stringify([repository, chart]);
    const nowMs = options.clock.now().getTime();
    const known = listings.get(key);
    if (known !== undefined && nowMs - known.atMs < versionsAgeMsMax) return await known.listed;
    const listed = ask(repository, chart);
    listings.set(key, { atMs: nowMs, listed });
    const result = await listed;
    // A failure is asked again at once.
    if (!result.ok) listings.delete(key);
    return result;
  }

  async function ask(repository: ChartRepository, chart: string): Promise<ChartResult<Listed>> {
    if (isOci(repository)) {
      const tags = await listTags(downloads, repository, chart);
      return tags.ok ? { ok: true, value: { versions: tags.value, entries: [] } } : tags;
    }
    const index = await fetchIndex(downloads, repository);
    if (!index.ok) return index;
    const entries = index.value.get(chart) ?? [];
    return { ok: true, value: { versions: entries.map((entry) => entry.version), entries } };
  }

  async function load(
    repository: ChartRepository,
    chart: string,
    version: string,
  ): Promise<ChartResult<ChartPackage>> {
    if (isOci(repository)) return await fetchFromRegistry(downloads, repository, chart, version);
    const listed = await list(repository, chart);
    if (!listed.ok) return listed;
    const entry = listed.value.entries.find((one) => one.version === version);
    return entry === undefined
      ? notFound(repository, chart, version)
      : await fetchFromIndex(downloads, repository, entry);
  }

  return {
    async resolve(repository, chart, range) {
      if (isOci(repository) && /^sha256:[0-9a-f]{64}$/.test(range)) return { ok: true, value: range };
      const listed = await list(repository, chart);
      if (!listed.ok) return listed;
      const version = highestVersion(listed.value.versions, range);
      return version === undefined ? notFound(repository, chart, range) : { ok: true, value: version };
    },

    async fetch(repository, chart, version) {
      const key = JSON.stringify([repository, chart, version]);
      const known = held.get(key);
      if (known !== undefined) return { ok: true, value: known };
      let pending = running.get(key);
      if (pending === undefined) {
        pending = load(repository, chart, version).finally(() => running.delete(key));
        running.set(key, pending);
      }
      const result = await pending;
      if (result.ok) hold(key, result.value);
      return result;
    },
  };

  function hold(key: string, value: ChartPackage): void {
    held.set(key, value);
    let bytes = [...held.values()].reduce((sum, one) => sum + one.archive.length, 0);
    for (const [oldest, one] of held) {
      if (bytes <= heldBytesMax || oldest === key) break;
      held.delete(oldest);
      bytes -= one.archive.length;
    }
  }
}

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

/** Scheme, host and path in one spelling. */
function comparable(url: string): string {
  const spelled = /^[a-z]+:\/\//.test(url) ? url : `oci://${url}`;
  return spelled
    .replace(
      /^([a-z]+:\/\/)(?:[^/@]*@)?([^/]*)/,
      (_all, scheme: string, host: string) => scheme + host.toLowerCase(),
    )
    .replace(/\/+$/, '');
}

function isOci(repository: ChartRepository): boolean {
  return !/^https?:\/\//.test(repository.url);
}

function notFound(repository: ChartRepository, chart: string, version: string): { ok: false } & ChartFailure {
  return {
    ok: false,
    code: 'chart_not_found',
    message: `The Helm repository ${repository.url} has no version of ${chart} that is "${version.slice(0, 100)}".`,
    hint: 'Correct the name of the chart or its version.',
  };
}
