import { createHash } from 'node:crypto';
import { isObject } from '../../../core/schema/json.ts';
import type { ChartPackage, ChartRepository, ChartResult } from '../../../ports/charts.ts';
import { ManifestSyntaxError, parseYaml } from '../yaml.ts';
import type { Downloads } from './download.ts';
import { shownUrl, statusFailure } from './download.ts';
import { archiveBytesMax, authorizationOf } from './authorization.ts';

const indexBytesMax = 64 * 1024 * 1024;

/** One version of a chart in an index. */
export type ChartEntry = { version: string; urls: string[]; digest: string };
export type ChartIndex = Map<string, ChartEntry[]>;

/** Reads `index.yaml` below the repository's URL. */
export async function fetchIndex(
  downloads: Downloads,
  repository: ChartRepository,
): Promise<ChartResult<ChartIndex>> {
  const url = below(repository.url, 'index.yaml');
  const answer = await downloads.get(repository, url, {
    ...authorizationOf(repository),
    bytesMax: indexBytesMax,
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) return statusFailure(answer.value, 'The index of the Helm repository');
  const index = readIndex(answer.value.body.toString('utf8'));
  if (index !== undefined) return { ok: true, value: index };
  return {
    ok: false,
    code: 'chart_invalid',
    message: `${shownUrl(url)} is no index of a Helm repository.`,
    hint: 'Give the URL of the folder that holds index.yaml.',
  };
}

/** Downloads a version and checks it against the digest that the index names. */
export async function fetchFromIndex(
  downloads: Downloads,
  repository: ChartRepository,
  entry: ChartEntry,
): Promise<ChartResult<ChartPackage>> {
  const [first] = entry.urls;
  let url: string;
  try {
    url = new URL(first ?? '', below(repository.url, '')).href;
  } catch {
    url = '';
  }
  const isOwn = url !== '' && new URL(url).host === new URL(repository.url).host;
  const answer = await downloads.get(repository, url === '' ? repository.url : url, {
    ...(isOwn || repository.passCredentials === true ? authorizationOf(repository) : {}),
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
  return { ok: true, value: { version: entry.version, digest, archive } };
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
  const index: ChartIndex = new Map();
  for (const [name, versions] of Object.entries(document['entries'])) {
    const list = (Array.isArray(versions) ? versions : []).filter(isObject).map((one) => ({
      version: String(one['version'] ?? ''),
      urls: (Array.isArray(one['urls']) ? one['urls'] : []).map(String),
      digest: typeof one['digest'] === 'string' ? one['digest'] : '',
    }));
    index.set(name, list);
  }
  return index;
}

function below(url: string, name: string): string {
  const base = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/${name}`;
  return base.href;
}
