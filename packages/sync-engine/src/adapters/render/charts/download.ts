import { Agent, request } from 'undici';
import { AppError } from '../../../core/app-error.ts';
import type { ChartFailure, ChartRepository, ChartResult } from '../../../ports/charts.ts';
import type { Egress } from '../../egress.ts';
import { printableUrl } from '../printable-url.ts';

export type Download = { status: number; headers: Record<string, string>; body: Buffer; url: string };

const redirectsMax = 5;
const timeoutMs = 30_000;

/**
 * GETs from Helm repositories and registries. Every hop of a redirect is checked by egress on the address connected to (X25);
 * `authorization` is sent to its own host alone, unless the repository passes credentials on.
 */
export class Downloads {
  private readonly egress: Egress;
  private readonly agents = new Map<string, Agent>();

  constructor(egress: Egress) {
    this.egress = egress;
  }

  async get(
    repository: ChartRepository,
    url: string,
    options: { headers?: Record<string, string>; authorization?: string; bytesMax: number },
  ): Promise<ChartResult<Download>> {
    const home = url;
    let at = url;
    for (let hop = 0; hop <= redirectsMax; hop++) {
      const { protocol } = new URL(at);
      if (protocol !== 'https:' && protocol !== 'http:')
        return unreachable(at, 'it is neither https nor http');
      const isTrusted = mayReceive(repository, home, at);
      const answer = await this.once(repository, at, {
        ...options,
        authorization: isTrusted ? options.authorization : undefined,
      });
      if (!answer.ok) return answer;
      const { location } = answer.value.headers;
      if (![301, 302, 303, 307, 308].includes(answer.value.status) || location === undefined) return answer;
      if (!URL.canParse(location, at)) return unreachable(at, 'it redirects to what is no URL');
      at = new URL(location, at).href;
    }
    return unreachable(url, `it redirects more than ${redirectsMax} times`);
  }

  private async once(
    repository: ChartRepository,
    url: string,
    options: { headers?: Record<string, string>; authorization?: string | undefined; bytesMax: number },
  ): Promise<ChartResult<Download>> {
    try {
      const answer = await request(url, {
        dispatcher: this.agentOf(repository),
        headers: {
          ...options.headers,
          ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
          'user-agent': 'bowline',
        },
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs * 2),
      });
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > options.bytesMax)
          return unreachable(url, `the answer is larger than ${options.bytesMax} bytes`);
        chunks.push(chunk);
      }
      const headers = Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
      );
      return { ok: true, value: { status: answer.statusCode, headers, body: Buffer.concat(chunks), url } };
    } catch (error) {
      const refused = refusalIn(error);
      if (refused !== undefined) return refused;
      const broken = tlsProblem(error);
      if (broken !== undefined) return tlsFailure(url, broken);
      return unreachable(url, error instanceof Error ? error.message : 'no answer');
    }
  }

  private agentOf(repository: ChartRepository): Agent {
    const { insecureSkipTlsVerify, caPem } = repository;
    const key = JSON.stringify([insecureSkipTlsVerify === true, caPem ?? '']);
    let agent = this.agents.get(key);
    if (agent === undefined) {
      const connect = this.egress.connector({
        timeout: 10_000,
        rejectUnauthorized: insecureSkipTlsVerify !== true,
        ...(caPem === undefined || caPem === '' ? {} : { ca: caPem }),
      });
      agent = new Agent({ connect, keepAliveTimeout: 1_000 });
      this.agents.set(key, agent);
    }
    return agent;
  }
}

/**
 * Whether a repository's credential may go to `url`: to the server it is for and, where the repository passes it on, to others.
 * Never from https to http, which everyone on the way can read (X26).
 */
export function mayReceive(repository: ChartRepository, home: string, url: string): boolean {
  const [from, to] = [new URL(home), new URL(url)];
  if (from.protocol === 'https:' && to.protocol !== 'https:') return false;
  const isUpgrade = from.hostname === to.hostname && from.port === '' && to.port === '';
  return from.origin === to.origin || isUpgrade || repository.passCredentials === true;
}

const tlsCodes =
  /^(ERR_TLS_|ERR_SSL_|EPROTO|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/;

function tlsProblem(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    if (tlsCodes.test(code)) return code === 'EPROTO' ? 'it does not speak TLS' : at.message;
  }
  return undefined;
}

function tlsFailure(url: string, why: string): { ok: false } & ChartFailure {
  return {
    ok: false,
    code: 'chart_tls_failed',
    message: `The certificate of ${shownUrl(url)} cannot be trusted: ${why.slice(0, 200)}.`,
    hint: 'Give the PEM of its certificate authority, or correct the URL.',
  };
}

/** What egress said, from within the error of a connection. */
function refusalIn(error: unknown): ChartResult<never> | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof AppError) return { ok: false, code: at.code, message: at.message, hint: at.hint };
  }
  return undefined;
}

function unreachable(url: string, why: string): { ok: false } & ChartFailure {
  return {
    ok: false,
    code: 'chart_unreachable',
    message: `${shownUrl(url)} cannot be read: ${why.slice(0, 200)}.`,
    hint: 'Check the URL of the Helm repository and that this server may connect to it.',
  };
}

/** A URL without userinfo, query and fragment: those may be secret (X78). */
export function shownUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return printableUrl(url);
  }
}

/** The answer that is no success, as a failure. */
export function statusFailure(answer: Download, what: string): { ok: false } & ChartFailure {
  const at = shownUrl(answer.url);
  if (answer.status === 401 || answer.status === 403) {
    return {
      ok: false,
      code: 'chart_auth_failed',
      message: `${at} refuses the credential (${answer.status}).`,
      hint: 'Replace the user name and password of the Helm repository.',
    };
  }
  if (answer.status === 404) {
    return {
      ok: false,
      code: 'chart_not_found',
      message: `${what} is not at ${at}.`,
      hint: 'Check the name of the chart and the URL of the repository.',
    };
  }
  return unreachable(answer.url, `it answered ${answer.status}`);
}
