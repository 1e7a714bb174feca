import { createHash } from 'node:crypto';
import { isObject } from '../../../core/schema/json.ts';
import type { ChartPackage, ChartRepository, ChartResult } from '../../../ports/charts.ts';
import type { Download, Downloads } from './download.ts';
import { shownUrl, statusFailure } from './download.ts';
import { archiveBytesMax, authorizationOf } from './authorization.ts';

const chartLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const manifestTypes = 'application/vnd.oci.image.manifest.v1+json';
const answerBytesMax = 4 * 1024 * 1024;
const tagPagesMax = 50;

/** Versions of a chart in an OCI registry: its tags, `_` read as the `+` that tags cannot hold. */
export async function listTags(
  downloads: Downloads,
  repository: ChartRepository,
  chart: string,
): Promise<ChartResult<string[]>> {
  const { base, path } = placeOf(repository, chart);
  const tags: string[] = [];
  let url: string | undefined = `${base}/v2/${path}/tags/list?n=1000`;
  for (let page = 0; url !== undefined && page < tagPagesMax; page++) {
    const answer = await read(downloads, repository, { url, path, what: `The chart ${chart}` });
    if (!answer.ok) return answer;
    const document = parse(answer.value.body);
    const list = Array.isArray(document?.['tags']) ? document['tags'] : [];
    tags.push(...list.map((tag) => String(tag).replaceAll('_', '+')));
    const next: string | undefined = /<([^>]+)>\s*;\s*rel="?next"?/.exec(
      answer.value.headers['link'] ?? '',
    )?.[1];
    url = next === undefined ? undefined : new URL(next, url).href;
    if (url !== undefined && new URL(url).host !== new URL(base).host) break;
  }
  return { ok: true, value: tags };
}

/** The chart layer of a tag, checked against its digest. */
export async function fetchFromRegistry(
  downloads: Downloads,
  repository: ChartRepository,
  chart: string,
  version: string,
): Promise<ChartResult<ChartPackage>> {
  const { base, path } = placeOf(repository, chart);
  const reference = version.startsWith('sha256:') ? version : version.replaceAll('+', '_');
  const what = `The chart ${chart} ${version}`;
  const url = `${base}/v2/${path}/manifests/${encodeURIComponent(reference)}`;
  const manifest = await read(downloads, repository, { url, path, what, accept: manifestTypes });
  if (!manifest.ok) return manifest;
  const layers = parse(manifest.value.body)?.['layers'];
  const layer = (Array.isArray(layers) ? layers : [])
    .filter(isObject)
    .find((one) => one['mediaType'] === chartLayer);
  const digest = /^sha256:([0-9a-f]{64})$/.exec(String(layer?.['digest'] ?? ''))?.[1];
  if (digest === undefined) return invalid(`${shownUrl(url)} holds no Helm chart.`);
  const blob = await read(downloads, repository, {
    url: `${base}/v2/${path}/blobs/sha256:${digest}`,
    path,
    what,
    bytesMax: archiveBytesMax,
  });
  if (!blob.ok) return blob;
  const archive = blob.value.body;
  if (createHash('sha256').update(archive).digest('hex') !== digest)
    return invalid(`${shownUrl(blob.value.url)} does not have the digest it is stored under.`);
  return { ok: true, value: { version, digest, archive } };
}

type Reading = { url: string; path: string; what: string; accept?: string; bytesMax?: number };

/** Asks with the credential, then once more with the token that the registry's challenge leads to. */
async function read(
  downloads: Downloads,
  repository: ChartRepository,
  { url, path, what, accept, bytesMax = answerBytesMax }: Reading,
): Promise<ChartResult<Download>> {
  const ask = (authorization: { authorization?: string }): Promise<ChartResult<Download>> =>
    downloads.get(repository, url, {
      ...(accept === undefined ? {} : { accept }),
      ...authorization,
      bytesMax,
    });
  let answer = await ask(repository.credential.kind === 'bearer' ? authorizationOf(repository) : {});
  if (answer.ok && answer.value.status === 401) {
    const authorization = await authorize(downloads, repository, answer.value, path);
    if (!authorization.ok) return authorization;
    answer = await ask({ authorization: authorization.value });
  }
  if (!answer.ok) return answer;
  return answer.value.status === 200 ? answer : statusFailure(answer.value, what);
}

async function authorize(
  downloads: Downloads,
  repository: ChartRepository,
  refusal: Download,
  path: string,
): Promise<ChartResult<string>> {
  const challenge = refusal.headers['www-authenticate'] ?? '';
  const own = authorizationOf(repository).authorization;
  if (/^basic\b/i.test(challenge))
    return own === undefined ? statusFailure(refusal, '') : { ok: true, value: own };
  const field = (name: string): string | undefined => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = field('realm');
  if (!/^bearer\b/i.test(challenge) || realm === undefined || !/^https?:\/\//.test(realm))
    return statusFailure(refusal, '');
  const url = new URL(realm);
  const service = field('service');
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', field('scope') ?? `repository:${path}:pull`);
  const answer = await downloads.get(repository, url.href, {
    ...(own === undefined ? {} : { authorization: own }),
    bytesMax: answerBytesMax,
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) return statusFailure(answer.value, '');
  const document = parse(answer.value.body);
  const token = document?.['token'] ?? document?.['access_token'];
  return typeof token === 'string' ? { ok: true, value: `Bearer ${token}` } : statusFailure(refusal, '');
}

/** Registries on this very machine speak http, as for Docker. */
function placeOf(repository: ChartRepository, chart: string): { base: string; path: string } {
  const url = new URL(`https://${repository.url.replace(/^[a-z]+:\/\//, '')}`);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const path = `${url.pathname}/${chart}`.replace(/\/+/g, '/').replace(/^\//, '');
  return { base: `${isLocal ? 'http' : 'https'}://${url.host}`, path };
}

function parse(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function invalid(message: string): ChartResult<never> {
  return { ok: false, code: 'chart_invalid', message, hint: 'Push the chart again with `helm push`.' };
}
