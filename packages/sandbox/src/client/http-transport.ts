import { type Dispatcher, request as undiciRequest } from 'undici';
import type { Transport, TransportReply, TransportRequest, WatchHandlers, WatchLine } from './transport.ts';

export interface HttpTransportOptions {
  /** Base URL of the API server. */
  url: string;
  token?: string;
  /** Carries TLS settings and the connection pool; the global one when absent. */
  dispatcher?: Dispatcher;
  userAgent?: string;
}

/** Reaches any Kubernetes API over HTTP. */
export function httpTransport(options: HttpTransportOptions): Transport {
  return new HttpTransport(options);
}

class HttpTransport implements Transport {
  readonly #options: HttpTransportOptions;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
  }

  async request(request: TransportRequest): Promise<TransportReply> {
    const reply = await undiciRequest(this.#url(request.path, request.query), {
      method: request.method,
      headers: {
        ...this.#headers(),
        ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      dispatcher: this.#options.dispatcher,
    });
    const text = await reply.body.text();
    const isJson = String(reply.headers['content-type'] ?? '').includes('json');
    return { status: reply.statusCode, body: isJson ? JSON.parse(text) : text };
  }

  watch(
    { path, query }: { path: string; query: Record<string, string> },
    handlers: WatchHandlers,
  ): () => void {
    const abort = new AbortController();
    this.#stream(path, { ...query, watch: 'true' }, handlers, abort.signal).then(
      () => {
        if (!abort.signal.aborted) handlers.end();
      },
      (error: Error) => {
        if (!abort.signal.aborted) handlers.end(error);
      },
    );
    return () => abort.abort();
  }

  async #stream(
    path: string,
    query: Record<string, string>,
    handlers: WatchHandlers,
    signal: AbortSignal,
  ): Promise<void> {
    const reply = await undiciRequest(this.#url(path, query), {
      headers: this.#headers(),
      dispatcher: this.#options.dispatcher,
      signal,
      bodyTimeout: 0,
    });
    if (reply.statusCode !== 200) {
      const text = await reply.body.text();
      throw new Error(`watch of ${path} answered ${reply.statusCode}: ${text.slice(0, 300)}`);
    }
    reply.body.setEncoding('utf8');
    let rest = '';
    for await (const chunk of reply.body as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (signal.aborted) return;
        if (line !== '') handlers.event(JSON.parse(line) as WatchLine);
      }
    }
  }

  #headers(): Record<string, string> {
    const { token, userAgent = 'bowline-sandbox' } = this.#options;
    return {
      accept: 'application/json',
      'user-agent': userAgent,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
  }

  #url(path: string, query: Record<string, string> = {}): string {
    const search = new URLSearchParams(query).toString();
    return `${this.#options.url.replace(/\/$/, '')}${path}${search ? `?${search}` : ''}`;
  }
}
