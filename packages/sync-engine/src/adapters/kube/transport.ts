import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { ClusterConnection, KubeResult } from '../../ports/kube.ts';
import type { Clock } from '../../ports/time.ts';
import type { Egress } from '../egress.ts';
import type { KubeAccess, KubeconfigPolicy } from './kubeconfig.ts';
import { openAccess, readKubeconfig } from './kubeconfig.ts';
import type { KubeCall } from './kube-failure.ts';
import { failureOfError, failureOfResponse, kubeFailure } from './kube-failure.ts';

export type KubeRequest = KubeCall & {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  contentType?: string;
  accept?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** On a connection of its own: not behind requests that hang, nor on a connection that may be dead. */
  isApart?: boolean;
};

/** Told about every call when its answer is there, for metrics: `ok` or the code of the failure. */
export type KubeObserver = (call: {
  verb: 'list' | 'watch' | 'get' | 'post' | 'put' | 'patch' | 'delete';
  outcome: string;
  seconds: number;
}) => void;

export type TransportOptions = {
  clock: Clock;
  egress: Egress;
  policy: KubeconfigPolicy;
  observe?: KubeObserver;
};

const verbs = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;
const requestConnectionsMax = 16;
const timeoutMsDefault = 30_000;
const accessAgeMsMax = 60_000;
const attemptsMax = 3;
const responseBytesMax = 256 * 1024 * 1024;

/** HTTP to one API server: pooled connections, credentials kept fresh, a deadline on everything, failures as values. */
export class Transport {
  private readonly connection: ClusterConnection;
  private readonly options: TransportOptions;
  private config: KubeConfig | undefined;
  private access: { value: KubeAccess; atMs: number } | undefined;
  private opening: Promise<KubeResult<KubeAccess>> | undefined;
  /** Reads that wait for their answer. */
  private readonly waiting = new Set<AbortController>();
  private agents: { key: string; requests: Agent; streams: Agent } | undefined;

  constructor(connection: ClusterConnection, options: TransportOptions) {
    this.connection = connection;
    this.options = options;
  }

  /** JSON request and response. 429 is repeated as the server asks; a lost connection is repeated for reads only. */
  json<T>(call: KubeRequest): Promise<KubeResult<T>> {
    const isList = call.method === 'GET' && call.what.startsWith('list ');
    return this.measure(isList ? 'list' : verbs[call.method], () => this.readJson<T>(call));
  }

  private async readJson<T>(call: KubeRequest): Promise<KubeResult<T>> {
    const deadline = AbortSignal.timeout(call.timeoutMs ?? timeoutMsDefault);
    const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
    for (let attempt = 1; ; attempt++) {
      const asked = this.waitFor(call, signal);
      const answer = await this.send(call, asked.signal, call.isApart ? 'streams' : 'requests');
      if (!answer.ok) {
        if (asked.end() && !signal.aborted) continue;
        const isLost = answer.code === 'cluster_unreachable' && call.method === 'GET' && attempt === 1;
        if (isLost && !signal.aborted) continue;
        return answer;
      }
      const { statusCode, headers, body } = answer.value;
      const text = await readText(body).catch((error: unknown) => failureOfError(error, call));
      const isGivenUp = asked.end();
      if (typeof text !== 'string' && isGivenUp && !signal.aborted) continue;
      if (typeof text !== 'string') return kubeFailure(text);
      if (statusCode === 401 && attempt === 1) {
        // A plugin or token file may have a newer token than the one held.
        this.access = undefined;
        continue;
      }
      if (statusCode === 429 && attempt < attemptsMax) {
        const waitMs = Math.min(Number(headers['retry-after'] ?? 1) || 1, 10) * 1000 + attempt * 100;
        const waited = await sleep(waitMs, true, { signal }).catch(() => false);
        if (waited) continue;
      }
      const parsed = parseJson(text);
      if (statusCode >= 200 && statusCode < 300) {
        if (parsed === undefined && text !== '') {
          return kubeFailure({
            code: 'cluster_error',
            status: 502,
            message: `The cluster answered with something that is not JSON (${call.what}).`,
            hint: 'Check that the server of the kubeconfig is a Kubernetes API.',
          });
        }
        return { ok: true, value: parsed as T, warnings: warningsOf(headers['warning']) };
      }
      return kubeFailure(failureOfResponse(statusCode, parsed, call));
    }
  }

  /**
   * Asks every read anew that waits for its answer, on new connections: after an outage, nobody may be there at the end of the
   * old ones. A write is left alone, since it may have been carried out.
   */
  askAgain(): void {
    const old = this.agents;
    this.agents = undefined;
    void old?.requests.close();
    void old?.streams.close();
    for (const control of this.waiting) control.abort();
  }

  /** `signal` as it holds for this attempt; `end` says whether the attempt was given up for another one. */
  private waitFor({ method }: KubeRequest, signal: AbortSignal): { signal: AbortSignal; end(): boolean } {
    if (method !== 'GET') return { signal, end: () => false };
    const control = new AbortController();
    this.waiting.add(control);
    return {
      signal: AbortSignal.any([signal, control.signal]),
      end: () => {
        this.waiting.delete(control);
        return control.signal.aborted;
      },
    };
  }

  /** A response body as it arrives (watch, logs), without a deadline once the headers are there. */
  stream(call: KubeRequest & { signal: AbortSignal }): Promise<KubeResult<Dispatcher.ResponseData['body']>> {
    return this.measure('watch', () => this.openStream(call));
  }

  private async measure<T>(
    verb: Parameters<KubeObserver>[0]['verb'],
    task: () => Promise<KubeResult<T>>,
  ): Promise<KubeResult<T>> {
    const { clock, observe } = this.options;
    if (!observe) return task();
    const startedMs = clock.monotonicMs();
    const result = await task();
    observe({
      verb,
      outcome: result.ok ? 'ok' : result.code,
      seconds: (clock.monotonicMs() - startedMs) / 1000,
    });
    return result;
  }

  private async openStream(
    call: KubeRequest & { signal: AbortSignal },
  ): Promise<KubeResult<Dispatcher.ResponseData['body']>> {
    const answer = await this.send(call, call.signal, 'streams');
    if (!answer.ok) return answer;
    const { statusCode, body } = answer.value;
    if (statusCode === 200) return { ok: true, value: body, warnings: [] };
    if (statusCode === 401) this.access = undefined;
    const text = await readText(body).catch(() => '');
    return kubeFailure(failureOfResponse(statusCode, parseJson(text), call));
  }

  async close(): Promise<void> {
    const agents = this.agents;
    this.agents = undefined;
    this.access = undefined;
    await Promise.all([agents?.requests.destroy(), agents?.streams.destroy()]);
  }

  private async send(
    call: KubeRequest,
    signal: AbortSignal,
    pool: 'requests' | 'streams',
  ): Promise<KubeResult<Dispatcher.ResponseData>> {
    const access = await this.open();
    if (!access.ok) return access;
    const url = new URL(access.value.server + call.path);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    try {
      const response = await request(url, {
        method: call.method,
        dispatcher: this.agentsFor(access.value)[pool],
        headers: {
          accept: call.accept ?? 'application/json',
          'user-agent': 'bowline',
          ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
          ...access.value.headers,
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal,
        headersTimeout: call.timeoutMs ?? timeoutMsDefault,
        bodyTimeout: pool === 'streams' ? 0 : (call.timeoutMs ?? timeoutMsDefault),
      });
      return { ok: true, value: response, warnings: [] };
    } catch (error) {
      return kubeFailure(failureOfError(error, call));
    }
  }

  private async open(): Promise<KubeResult<KubeAccess>> {
    const nowMs = this.options.clock.monotonicMs();
    if (this.access !== undefined && nowMs - this.access.atMs < accessAgeMsMax) {
      return { ok: true, value: this.access.value, warnings: [] };
    }
    // Seventy watches that start at once must not run a credential plugin seventy times.
    this.opening ??= this.readAccess(nowMs).finally(() => (this.opening = undefined));
    return await this.opening;
  }

  private async readAccess(nowMs: number): Promise<KubeResult<KubeAccess>> {
    if (this.config === undefined) {
      const read = readKubeconfig(this.connection.kubeconfig, this.connection.context, this.options.policy);
      if (!read.ok) return read;
      this.config = read.value;
    }
    try {
      const value = await openAccess(this.config);
      this.access = { value, atMs: nowMs };
      return { ok: true, value, warnings: [] };
    } catch {
      // A plugin's output may hold a token, so nothing of it is passed on.
      return kubeFailure({
        code: 'cluster_unauthorized',
        status: 401,
        message: 'The credentials of the cluster could not be obtained.',
        hint: 'Check the credential plugin or the files that the kubeconfig names.',
      });
    }
  }

  private agentsFor(access: KubeAccess): { requests: Agent; streams: Agent } {
    const key = JSON.stringify([access.server, access.tls]);
    if (this.agents?.key === key) return this.agents;
    const old = this.agents;
    const connect = this.options.egress.connector({ ...access.tls, timeout: 10_000, keepAlive: true });
    this.agents = {
      key,
      requests: new Agent({ connect, connections: requestConnectionsMax, keepAliveTimeout: 30_000 }),
      // One long response per watched kind: these must not use up the connections of requests.
      streams: new Agent({ connect, keepAliveTimeout: 1_000 }),
    };
    void old?.requests.close();
    void old?.streams.destroy();
    return this.agents;
  }
}

async function readText(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > responseBytesMax)
      throw Object.assign(new Error('response too large'), { code: 'UND_ERR_RES_EXCEEDED' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Texts of RFC 7234 `Warning` headers as the API server sends them. */
export function warningsOf(header: string | string[] | undefined): string[] {
  const joined = Array.isArray(header) ? header.join(',') : (header ?? '');
  return [...joined.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) =>
    (match[1] ?? '').replace(/\\(.)/g, '$1'),
  );
}
