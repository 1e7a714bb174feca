import type {
  ChartFailure,
  ChartPackage,
  ChartPort,
  ChartRepository,
  ChartResult,
  ChartSummary,
  ChartVersion,
  Freshness,
} from '../../../ports/charts.ts';
import type { Clock } from '../../../ports/time.ts';
import type { Egress } from '../../egress.ts';
import { highestVersion, sortVersions } from '../../git/highest-version.ts';
import { Downloads } from './download.ts';
import { isOci } from './find-repository.ts';
import type { ChartIndex, FetchedIndex } from './http-repository.ts';
import { fetchFromIndex, fetchIndex } from './http-repository.ts';
import {
  digestOfTag,
  fetchArtifact,
  fetchFromRegistry,
  listCatalog,
  listChartTags,
  listTags,
} from './oci-registry.ts';
import { PackageStore } from './package-store.ts';
import { testRegistry } from './registry-client.ts';
import { Remembered } from './remembered.ts';

const digestPattern = /^sha256:[0-9a-f]{64}$/;
const exactVersion = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Charts of Helm repositories over HTTP and OCI, for callers that hold the registered repositories. */
export function createCharts(options: {
  egress: Egress;
  clock: Clock;
  /** Keeps packages of registered repositories, so that they are there while the repository is not. */
  cacheDir?: string;
}): ChartPort {
  const { clock } = options;
  const downloads = new Downloads(options.egress);
  const indexes = new Remembered<FetchedIndex>(clock);
  const tags = new Remembered<string[]>(clock);
  const digests = new Remembered<string>(clock);
  const packages = new PackageStore(options.cacheDir);
  void packages.sweep(clock.now().getTime());
  const running = new Map<string, Promise<ChartResult<ChartPackage>>>();

  async function indexOf(
    repository: ChartRepository,
    freshness: Freshness | undefined,
  ): Promise<ChartResult<ChartIndex>> {
    const key = JSON.stringify(repository);
    const known = await indexes.get(key, freshness, (before) => fetchIndex(downloads, repository, before));
    return known.ok ? { ok: true, value: known.value.index } : known;
  }

  function tagsOf(
    repository: ChartRepository,
    chart: string,
    freshness: Freshness | undefined,
  ): Promise<ChartResult<string[]>> {
    return tags.get(JSON.stringify([repository, chart]), freshness, () =>
      chart === '' ? listTags(downloads, repository, chart) : listChartTags(downloads, repository, chart),
    );
  }

  async function versionsOf(
    repository: ChartRepository,
    chart: string,
    freshness: Freshness | undefined,
  ): Promise<ChartResult<ChartVersion[]>> {
    if (isOci(repository)) {
      const listed = await tagsOf(repository, chart, freshness);
      return listed.ok ? { ok: true, value: listed.value.map((version) => ({ version })) } : listed;
    }
    const index = await indexOf(repository, freshness);
    if (!index.ok) return index;
    const entries = index.value.get(chart) ?? [];
    return { ok: true, value: entries.map(({ version, info }) => ({ version, info })) };
  }

  async function load(
    repository: ChartRepository,
    chart: string,
    version: string,
  ): Promise<ChartResult<ChartPackage>> {
    if (isOci(repository)) return await fetchFromRegistry(downloads, repository, chart, version);
    const find = async (freshness?: Freshness) => {
      const index = await indexOf(repository, freshness);
      if (!index.ok) return index;
      const entry = (index.value.get(chart) ?? []).find((one) => one.version === version);
      return entry === undefined ? undefined : { ok: true as const, value: entry };
    };
    // Somebody may have seen a newer index than this process has.
    const entry = (await find()) ?? (await find({ notBeforeMs: clock.monotonicMs() }));
    if (entry === undefined) return notFound(repository, chart, version);
    return entry.ok ? await fetchFromIndex(downloads, repository, entry.value) : entry;
  }

  async function once(
    names: { repository: ChartRepository; chart: string; version: string },
    task: () => Promise<ChartResult<ChartPackage>>,
  ): Promise<ChartResult<ChartPackage>> {
    const { key, onDisk } = keysOf(names);
    const known = await packages.get(key, onDisk);
    if (known !== undefined) return { ok: true, value: known };
    let pending = running.get(key);
    if (pending === undefined) {
      pending = task()
        .then(async (result) => {
          if (result.ok) await packages.put(key, onDisk, result.value);
          return result;
        })
        .finally(() => running.delete(key));
      running.set(key, pending);
    }
    return await pending;
  }

  return {
    async testConnection(repository) {
      if (!isOci(repository)) {
        const index = await indexOf(repository, { notBeforeMs: clock.monotonicMs() });
        return index.ok ? { ok: true, value: { charts: index.value.size } } : index;
      }
      const tested = await testRegistry(downloads, repository);
      if (!tested.ok) return tested;
      const names = await listCatalog(downloads, repository);
      return { ok: true, value: { charts: names.ok ? (names.value?.length ?? null) : null } };
    },

    async listCharts(repository, freshness) {
      if (isOci(repository)) {
        const names = await listCatalog(downloads, repository);
        if (!names.ok) return names;
        const charts = (names.value ?? []).map((name) => ({
          name,
          version: '',
          versions: 0,
          description: '',
        }));
        return { ok: true, value: { charts, isComplete: names.value !== null } };
      }
      const index = await indexOf(repository, freshness);
      if (!index.ok) return index;
      return { ok: true, value: { charts: summaries(index.value), isComplete: true } };
    },

    async listVersions(repository, chart, freshness) {
      const listed = await versionsOf(repository, chart, freshness);
      if (!listed.ok) return listed;
      const byVersion = new Map(listed.value.map((one) => [one.version, one]));
      return {
        ok: true,
        value: sortVersions([...byVersion.keys()]).map((version) => byVersion.get(version)!), // its own keys
      };
    },

    async resolve(repository, chart, range, freshness) {
      if (isOci(repository) && digestPattern.test(range)) return { ok: true, value: range };
      if (exactVersion.test(range)) {
        const { key, onDisk } = keysOf({ repository, chart, version: range });
        if ((await packages.get(key, onDisk)) !== undefined) return { ok: true, value: range };
      }
      const listed = await versionsOf(repository, chart, freshness);
      if (!listed.ok) return listed;
      const version = highestVersion(
        listed.value.map((one) => one.version),
        range,
      );
      return version === undefined ? notFound(repository, chart, range) : { ok: true, value: version };
    },

    fetch: (repository, chart, version) =>
      once({ repository, chart, version }, () => load(repository, chart, version)),

    async resolveArtifact(repository, target, freshness) {
      const wanted = target === 'HEAD' ? '' : target;
      if (digestPattern.test(wanted)) return { ok: true, value: wanted };
      const listed = await tagsOf(repository, '', freshness);
      if (!listed.ok) return listed;
      const names = listed.value;
      const tag = names.includes(wanted)
        ? wanted
        : (highestVersion(names, wanted) ??
          (wanted === '' && names.includes('latest') ? 'latest' : undefined));
      if (tag === undefined) return notFound(repository, '', target);
      const key = JSON.stringify([repository, tag]);
      return await digests.get(key, freshness, () => digestOfTag(downloads, repository, tag));
    },

    fetchArtifact: (repository, digest) =>
      once({ repository, chart: '', version: digest }, () => fetchArtifact(downloads, repository, digest)),
  };
}

/**
 * What a package is kept under: in memory with the credential that it was fetched with, on disk with the registration, whose
 * use is decided anew each time (X13).
 */
function keysOf(names: { repository: ChartRepository; chart: string; version: string }): {
  key: string;
  onDisk: string | undefined;
} {
  const { repository, chart, version } = names;
  const { id, url } = repository;
  return {
    key: JSON.stringify([repository, chart, version]),
    onDisk: id === undefined ? undefined : JSON.stringify([id, url, chart, version]),
  };
}

function summaries(index: ChartIndex): ChartSummary[] {
  return [...index]
    .map(([name, entries]) => {
      const versions = entries.map((entry) => entry.version);
      const version = highestVersion(versions, '') ?? sortVersions(versions)[0] ?? '';
      const { description = '' } = entries.find((entry) => entry.version === version)?.info ?? {};
      return { name, version, versions: versions.length, description };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function notFound(repository: ChartRepository, chart: string, version: string): { ok: false } & ChartFailure {
  const what = chart === '' ? 'tag' : `version of ${chart}`;
  return {
    ok: false,
    code: 'chart_not_found',
    message: `The Helm repository ${repository.url} has no ${what} that is "${version.slice(0, 100)}".`,
    hint: 'Correct the name of the chart or its version.',
  };
}
