import { createHash } from 'node:crypto';
import { isObject } from '../../../core/schema/json.ts';
import type { ChartInfo, ChartPackage, ChartRepository, ChartResult } from '../../../ports/charts.ts';
import { ManifestSyntaxError, parseYaml } from '../yaml.ts';
import type { Downloads } from './download.ts';
import { mayReceive, shownUrl, statusFailure } from './download.ts';
import { archiveBytesMax, authorizationOf } from './authorization.ts';

const indexBytesMax = 64 * 1024 * 1024;

/** One version of a chart in an index. */
export type ChartEntry = { version: string; urls: string[]; digest: string; info: ChartInfo };
export type ChartIndex = ReadonlyMap<string, ChartEntry[]>;
/** An index with what asks for it only when it has changed. */
export type FetchedIndex = { index: ChartIndex; etag: string; lastModified: string };

/** Reads `index.yaml` below the repository's URL; the one that is known comes back when the server says it still stands. */
export async function fetchIndex(
  downloads: Downloads,
  repository: ChartRepository,
  known: FetchedIndex | undefined,
): Promise<ChartResult<FetchedIndex>> {
  const url = below(repository.url, 'index.yaml');
  const answer = await downloads.get(repository, url, {
    ...authorizationOf(repository),
    headers: {
      ...(known === undefined || known.etag === '' ? {} : { 'if-none-match': known.etag }),
      ...(known === undefined || known.lastModified === ''
        ? {}
        : { 'if-modified-since': known.lastModified }),
    },
    bytesMax: indexBytesMax,
  });
  if (!answer.ok) return answer;
  const { status, headers, body } = answer.value;
  if (status === 304 && known !== undefined) return { ok: true, value: known };
  if (status === 404 || status === 410) {
    return {
      ok: false,
      code: 'chart_index_missing',
      message: `There is no index of a Helm repository at ${shownUrl(url)}.`,
      hint: 'Give the URL of the folder that holds index.yaml; a registry is written oci://host/path.',
    };
  }
  if (status !== 200) return statusFailure(answer.value, 'The index of the Helm repository');
  const index = readIndex(body.toString('utf8'));
  if (index === undefined) {
    return {
      ok: false,
      code: 'chart_index_invalid',
      message: `${shownUrl(url)} is no index of a Helm repository.`,
      hint: 'Give the URL of the folder that holds index.yaml.',
    };
  }
  const { etag = '', 'last-modified': lastModified = '' } = headers;
  return { ok: true, value: { index, etag, lastModified } };
}

/** Downloads a version and checks it against the digest that the index names. */
export async function fetchFromIndex(
  downloads: Downloads,
  repository: ChartRepository,
  entry: ChartEntry,
): Promise<ChartResult<ChartPackage>> {
  const [first = ''] = entry.urls;
  const base = below(repository.url, '');
  const url = first !== '' && URL.canParse(first, base) ? new URL(first, base).href : repository.url;
  const answer = await downloads.get(repository, url, {
    ...(mayReceive(repository, base, url) ? authorizationOf(repository) : {}),
    bytesMax: archiveBytesMax,
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) return statusFailure(answer.value, 'The chart');
  const archive = answer.value.body;
  const digest = createHash('sha256').update(archive).digest('hex');
  const wanted = entry.digest.replace(/^sha256:/, '').toLowerCase();
  if (wanted !== '' && wanted !== digest) {
    return {
      ok: false,
      code: 'chart_invalid',
      message: `${shownUrl(url)} has another digest than the index of its repository names.`,
      hint: 'The package was replaced or damaged: publish it again under a new version.',
    };
  }
  const { version, info } = entry;
  return { ok: true, value: { version, digest, archive, info, layout: 'chart' } };
}

function readIndex(text: string): ChartIndex | undefined {
  let document: unknown;
  try {
    document = text.startsWith('{')
      ? JSON.parse(text)
      : parseYaml(text, { duplicateKeys: 'last-wins', bigIntegers: 'keep' })[0];
  } catch (error) {
    if (error instanceof ManifestSyntaxError || error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isObject(document) || !isObject(document['entries'])) return undefined;
  const index = new Map<string, ChartEntry[]>();
  for (const [name, versions] of Object.entries(document['entries'])) {
    index.set(name, (Array.isArray(versions) ? versions : []).filter(isObject).map(readEntry));
  }
  return index;
}

function readEntry(one: Record<string, unknown>): ChartEntry {
  const maintainers = (Array.isArray(one['maintainers']) ? one['maintainers'] : []).filter(isObject);
  return {
    version: text(one['version']),
    urls: (Array.isArray(one['urls']) ? one['urls'] : []).map(String),
    digest: text(one['digest']),
    info: {
      description: text(one['description']).slice(0, 500),
      appVersion: text(one['appVersion']).slice(0, 100),
      authors: maintainers
        .map((maintainer) => text(maintainer['name']))
        .join(', ')
        .slice(0, 200),
      created: timeOf(text(one['created'])),
    },
  };
}

/** Numbers are versions too, as `appVersion: 1.2` is written. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function timeOf(written: string): string {
  const ms = Date.parse(written);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}

function below(url: string, name: string): string {
  const base = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/${name}`;
  return base.href;
}
