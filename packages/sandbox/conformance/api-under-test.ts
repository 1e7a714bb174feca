import { Agent, type Dispatcher, request } from 'undici';
import type { KubeObject } from '../src/api/object.ts';

/** A running cluster with controllers and a kubelet (or its stand-in). */
export interface ConformanceCluster {
  url: string;
  token: string;
  caPem?: string;
  /** Makes older resourceVersions unusable now; absent where only time does that. */
  compact?: () => void;
  stop(): Promise<void>;
}

export interface Answer<T = KubeObject> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: T;
}

export interface Call {
  body?: unknown;
  contentType?: string;
  query?: Record<string, string>;
  accept?: string;
}

export interface StreamEvent {
  type: string;
  object: KubeObject & { code?: number };
}

const WAIT_MS = 30_000;
const POLL_MS = 25;

/** Plain HTTP calls to the API under test, and waiting with a deadline. */
export class ApiUnderTest {
  readonly cluster: ConformanceCluster;
  readonly dispatcher: Dispatcher;

  constructor(cluster: ConformanceCluster) {
    this.cluster = cluster;
    this.dispatcher = dispatcherOf(cluster);
  }

  async stop(): Promise<void> {
    await this.dispatcher.destroy();
    await this.cluster.stop();
  }

  async call<T = KubeObject>(
    method: Dispatcher.HttpMethod,
    path: string,
    call: Call = {},
  ): Promise<Answer<T>> {
    const { body, contentType = 'application/json', query = {}, accept = 'application/json' } = call;
    const search = new URLSearchParams(query).toString();
    const answer = await request(`${this.cluster.url}${path}${search ? `?${search}` : ''}`, {
      method,
      headers: {
        authorization: `Bearer ${this.cluster.token}`,
        accept,
        'user-agent': 'conformance/1',
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      dispatcher: this.dispatcher,
    });
    const text = await answer.body.text();
    // The OpenAPI index of a real API server is JSON that calls itself text.
    const isJson = text.startsWith('{');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: (isJson ? JSON.parse(text) : text) as T,
    };
  }

  apply(path: string, body: unknown, query: Record<string, string>): Promise<Answer> {
    return this.call('PATCH', path, { body, query, contentType: 'application/apply-patch+yaml' });
  }

  /** Repeats `probe` until it returns a value; fails with the last thing seen after the deadline. */
  async until<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const found = await probe();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error(`timed out waiting for ${what}`);
      await new Promise((resolve) => {
        setTimeout(resolve, POLL_MS);
      });
    }
  }

  /** The first events of a watch until `isEnough` says so; the stream is closed then. */
  async watch(
    path: string,
    query: Record<string, string>,
    isEnough: (events: StreamEvent[]) => boolean,
  ): Promise<StreamEvent[]> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error(`timed out watching ${path}`)), WAIT_MS);
    const events: StreamEvent[] = [];
    try {
      const search = new URLSearchParams({ ...query, watch: 'true' }).toString();
      const answer = await request(`${this.cluster.url}${path}?${search}`, {
        headers: { authorization: `Bearer ${this.cluster.token}`, accept: 'application/json' },
        dispatcher: this.dispatcher,
        signal: abort.signal,
      });
      answer.body.setEncoding('utf8');
      let rest = '';
      for await (const chunk of answer.body as AsyncIterable<string>) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        events.push(...lines.filter((line) => line !== '').map((line) => JSON.parse(line) as StreamEvent));
        if (answer.statusCode !== 200 || isEnough(events)) break;
      }
      // A server may refuse an old revision with the status alone.
      if (answer.statusCode !== 200)
        events.push({ type: 'ERROR', object: JSON.parse(rest) as StreamEvent['object'] });
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
    return events;
  }
}

/** A connection pool that trusts the cluster's own certificate. */
export function dispatcherOf({ caPem }: Pick<ConformanceCluster, 'caPem'>): Dispatcher {
  return new Agent(caPem === undefined ? {} : { connect: { ca: caPem } });
}
