import { isObject } from '../../../core/schema/json.ts';
import type { ChartRepository, ChartResult } from '../../../ports/charts.ts';
import type { Download, Downloads } from './download.ts';
import { mayReceive, shownUrl, statusFailure } from './download.ts';
import { authorizationOf } from './authorization.ts';

const answerBytesMax = 4 * 1024 * 1024;

/** One request to a registry: `path` is the repository in it, '' for the registry itself. */
export type Reading = { url: string; path: string; what: string; accept?: string; bytesMax?: number };

/** Asks with a bearer credential if there is one, then once more as the registry's challenge says. Any other status is a failure. */
export async function readRegistry(
  downloads: Downloads,
  repository: ChartRepository,
  { url, path, what, accept, bytesMax = answerBytesMax }: Reading,
): Promise<ChartResult<Download>> {
  const ask = (authorization: { authorization?: string }): Promise<ChartResult<Download>> =>
    downloads.get(repository, url, {
      ...(accept === undefined ? {} : { headers: { accept } }),
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
  const realm = field('realm') ?? '';
  if (!/^bearer\b/i.test(challenge) || !/^https?:\/\//.test(realm) || !URL.canParse(realm))
    return statusFailure(refusal, '');
  const url = new URL(realm);
  const service = field('service');
  if (service !== undefined) url.searchParams.set('service', service);
  const scope = field('scope') ?? (path === '' ? undefined : `repository:${path}:pull`);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  // Tokens are often given by another host, which the registry is trusted to name, though not one without TLS.
  const isSafe = mayReceive({ ...repository, passCredentials: true }, refusal.url, url.href);
  const answer = await downloads.get(repository, url.href, {
    ...(own === undefined || !isSafe ? {} : { authorization: own }),
    bytesMax: answerBytesMax,
  });
  if (!answer.ok) return answer;
  if (answer.value.status !== 200) return statusFailure(answer.value, '');
  const document = parseJson(answer.value.body);
  const token = document?.['token'] ?? document?.['access_token'];
  return typeof token === 'string' ? { ok: true, value: `Bearer ${token}` } : statusFailure(refusal, '');
}

/** Where a chart, or with '' the repository itself, is. Registries on this very machine speak http, as for Docker. */
export function placeOf(repository: ChartRepository, chart: string): { base: string; path: string } {
  const url = new URL(`https://${repository.url.replace(/^[a-z]+:\/\//, '')}`);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const path = `${url.pathname}/${chart}`.replace(/\/+/g, '/').replace(/^\/|\/$/g, '');
  return { base: `${isLocal ? 'http' : 'https'}://${url.host}`, path };
}

export function parseJson(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a registry answers at the host of the URL, and takes the credential. */
export async function testRegistry(
  downloads: Downloads,
  repository: ChartRepository,
): Promise<ChartResult<void>> {
  const { base } = placeOf(repository, '');
  const answer = await readRegistry(downloads, repository, { url: `${base}/v2/`, path: '', what: '' });
  if (!answer.ok && answer.code !== 'chart_not_found') return answer;
  const type = answer.ok ? (answer.value.headers['content-type'] ?? '') : '';
  if (answer.ok && !/html/i.test(type)) return { ok: true, value: undefined };
  return {
    ok: false,
    code: 'registry_invalid',
    message: `${shownUrl(base)} is no OCI registry: it does not answer under /v2/.`,
    hint: 'Correct the host; a folder with index.yaml is written https://….',
  };
}
