import { createHash } from 'node:crypto';
import { isObject } from '../../../core/schema/json.ts';
import type { ChartInfo, ChartPackage, ChartRepository, ChartResult } from '../../../ports/charts.ts';
import { archiveBytesMax } from './authorization.ts';
import type { Downloads } from './download.ts';
import { shownUrl } from './download.ts';
import { timeOf } from './http-repository.ts';
import { parseJson, placeOf, readRegistry } from './registry-client.ts';

const chartLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const pagesMax = 50;

/** Versions of a chart in an OCI registry: its tags, `_` read as the `+` that tags cannot hold. */
export async function listChartTags(
  downloads: Downloads,
  repository: ChartRepository,
  chart: string,
): Promise<ChartResult<string[]>> {
  const tags = await listTags(downloads, repository, chart);
  return tags.ok ? { ok: true, value: tags.value.map((tag) => tag.replaceAll('_', '+')) } : tags;
}

export async function listTags(
  downloads: Downloads,
  repository: ChartRepository,
  chart: string,
): Promise<ChartResult<string[]>> {
  const { base, path } = placeOf(repository, chart);
  const what = chart === '' ? 'The artifact' : `The chart ${chart}`;
  return await pages(downloads, repository, {
    base,
    first: `${base}/v2/${path}/tags/list?n=1000`,
    path,
    what,
    field: 'tags',
  });
}

/** Names below the URL of the repository; null where the registry does not list what it holds, as most do not. */
export async function listCatalog(
  downloads: Downloads,
  repository: ChartRepository,
): Promise<ChartResult<string[] | null>> {
  const { base, path } = placeOf(repository, '');
  const list = await pages(downloads, repository, {
    base,
    first: `${base}/v2/_catalog?n=1000`,
    path: '',
    what: 'The list of repositories',
    field: 'repositories',
  });
  if (!list.ok) {
    // The connection itself has a test of its own; here a refusal only means that nothing is listed.
    const isUnlisted = ['chart_not_found', 'chart_auth_failed', 'chart_unreachable'].includes(list.code);
    return isUnlisted ? { ok: true, value: null } : list;
  }
  const prefix = path === '' ? '' : `${path}/`;
  const names = list.value.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return { ok: true, value: names.sort() };
}

async function pages(
  downloads: Downloads,
  repository: ChartRepository,
  {
    base,
    first,
    path,
    what,
    field,
  }: { base: string; first: string; path: string; what: string; field: string },
): Promise<ChartResult<string[]>> {
  const found: string[] = [];
  let url: string | undefined = first;
  for (let page = 0; url !== undefined && page < pagesMax; page++) {
    const answer = await readRegistry(downloads, repository, { url, path, what });
    if (!answer.ok) return answer;
    const document = parseJson(answer.value.body);
    const list = document?.[field];
    found.push(...(Array.isArray(list) ? list : []).map(String));
    const next: string | undefined = /<([^>]+)>\s*;\s*rel="?next"?/.exec(
      answer.value.headers['link'] ?? '',
    )?.[1];
    url = next === undefined || !URL.canParse(next, url) ? undefined : new URL(next, url).href;
    if (url !== undefined && new URL(url).origin !== new URL(base).origin) break;
  }
  return { ok: true, value: found };
}

/** The chart layer of a tag, checked against its digest. */
export async function fetchFromRegistry(
  downloads: Downloads,
  repository: ChartRepository,
  chart: string,
  version: string,
): Promise<ChartResult<ChartPackage>> {
  const reference = version.startsWith('sha256:') ? version : version.replaceAll('+', '_');
  const what = `The chart ${chart} ${version}`;
  const manifest = await fetchManifest(downloads, repository, { chart, reference, what });
  if (!manifest.ok) return manifest;
  const layer = manifest.value.layers.find((one) => one.mediaType === chartLayer);
  if (layer === undefined) return invalid(`${manifest.value.shown} holds no Helm chart.`);
  const archive = await fetchLayer(downloads, repository, { chart, digest: layer.digest, what });
  if (!archive.ok) return archive;
  const { info } = manifest.value;
  return {
    ok: true,
    value: { version, digest: layer.digest, archive: archive.value, info, layout: 'chart' },
  };
}

/** Digest of the manifest that a tag stands for now. */
export async function digestOfTag(
  downloads: Downloads,
  repository: ChartRepository,
  tag: string,
): Promise<ChartResult<string>> {
  const what = `The artifact "${tag.slice(0, 128)}"`;
  const manifest = await fetchManifest(downloads, repository, { chart: '', reference: tag, what });
  return manifest.ok ? { ok: true, value: manifest.value.digest } : manifest;
}

/** The one layer of the artifact at the repository's URL: a tar+gzip of manifests, or a Helm chart (SRC-15). */
export async function fetchArtifact(
  downloads: Downloads,
  repository: ChartRepository,
  digest: string,
): Promise<ChartResult<ChartPackage>> {
  const what = `The artifact ${digest.slice(0, 80)}`;
  const manifest = await fetchManifest(downloads, repository, { chart: '', reference: digest, what });
  if (!manifest.ok) return manifest;
  if (manifest.value.digest !== digest)
    return invalid(`${manifest.value.shown} does not have the digest it is asked for by.`);
  const [layer, ...more] = manifest.value.layers;
  if (layer === undefined || more.length > 0)
    return invalid(
      `${manifest.value.shown} has ${more.length + (layer ? 1 : 0)} layers; it has to have one.`,
    );
  const isChart = layer.mediaType === chartLayer;
  if (!isChart && !/[.+]tar[.+]gzip$/.test(layer.mediaType))
    return invalid(`${manifest.value.shown} holds ${layer.mediaType.slice(0, 100)}, which is no tar+gzip.`);
  const archive = await fetchLayer(downloads, repository, { chart: '', digest: layer.digest, what });
  if (!archive.ok) return archive;
  const { info } = manifest.value;
  return {
    ok: true,
    value: {
      version: digest,
      digest: layer.digest,
      archive: archive.value,
      info,
      layout: isChart ? 'chart' : 'plain',
    },
  };
}

type Manifest = {
  digest: string;
  layers: { mediaType: string; digest: string }[];
  info: ChartInfo;
  /** Its URL, for messages. */
  shown: string;
};

async function fetchManifest(
  downloads: Downloads,
  repository: ChartRepository,
  { chart, reference, what }: { chart: string; reference: string; what: string },
): Promise<ChartResult<Manifest>> {
  const { base, path } = placeOf(repository, chart);
  const url = `${base}/v2/${path}/manifests/${encodeURIComponent(reference).replace('%3A', ':')}`;
  const answer = await readRegistry(downloads, repository, { url, path, what, accept: manifestType });
  if (!answer.ok) return answer;
  const { body } = answer.value;
  const document = parseJson(body);
  const list = document?.['layers'];
  const layers = (Array.isArray(list) ? list : []).filter(isObject).flatMap((one) => {
    const digest = /^sha256:([0-9a-f]{64})$/.exec(String(one['digest']))?.[1];
    return digest === undefined ? [] : [{ mediaType: String(one['mediaType'] ?? ''), digest }];
  });
  const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  return {
    ok: true,
    value: { digest, layers, info: infoOf(document?.['annotations']), shown: shownUrl(url) },
  };
}

async function fetchLayer(
  downloads: Downloads,
  repository: ChartRepository,
  { chart, digest, what }: { chart: string; digest: string; what: string },
): Promise<ChartResult<Buffer>> {
  const { base, path } = placeOf(repository, chart);
  const url = `${base}/v2/${path}/blobs/sha256:${digest}`;
  const blob = await readRegistry(downloads, repository, { url, path, what, bytesMax: archiveBytesMax });
  if (!blob.ok) return blob;
  if (createHash('sha256').update(blob.value.body).digest('hex') !== digest)
    return invalid(`${shownUrl(blob.value.url)} does not have the digest it is stored under.`);
  return { ok: true, value: blob.value.body };
}

/** The annotations that OCI defines, as what is told of a revision. */
function infoOf(annotations: unknown): ChartInfo {
  const of = (name: string): string => {
    const value = isObject(annotations) ? annotations[`org.opencontainers.image.${name}`] : undefined;
    return typeof value === 'string' ? value.slice(0, 500) : '';
  };
  return {
    description: [of('title'), of('description')].filter(Boolean).join(': '),
    appVersion: of('version'),
    authors: of('authors'),
    created: timeOf(of('created')),
  };
}

function invalid(message: string): ChartResult<never> {
  return {
    ok: false,
    code: 'chart_invalid',
    message,
    hint: 'Push it again with `helm push` or `oras push`.',
  };
}
