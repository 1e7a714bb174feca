import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Api } from './api.ts';
import { ApiError, unauthorized } from './errors.ts';
import { faultError, type Faults } from './faults.ts';
import { type ApiRequest, json, type Reply } from './request.ts';

const BODY_BYTES_MAX = 3 * 1024 * 1024;
/** A watcher this far behind is cut off and lists again, rather than filling memory. */
const WATCH_BACKLOG_BYTES_MAX = 64 * 1024 * 1024;
const PUBLIC_PATHS = new Set(['/healthz', '/livez', '/readyz', '/version']);

export interface HttpServerOptions {
  api: Api;
  faults: Faults;
  token: string;
  /** 0 picks a free one. */
  port: number;
}

export interface HttpServer {
  port: number;
  stop(): Promise<void>;
}

/** Serves the API on loopback with bearer token authentication. */
export async function serveHttp(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: Error) => response.destroy(error));
  });
  // Watches live for up to an hour; slow clients only ever hold their own connection.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await listen(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function answer(
  options: HttpServerOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { api, faults } = options;
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const head = { method: incoming.method ?? 'GET', path: decodePath(url.pathname), query: url.searchParams };
  const fault = faults.match(head);
  if (fault?.kind === 'reset') {
    incoming.socket.destroy();
    return;
  }
  if (fault?.kind === 'hang') {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await faults.hang(gone.signal);
    response.destroy();
    return;
  }
  if (fault) return sendError(response, faultError(fault));
  if (!PUBLIC_PATHS.has(head.path) && !isAuthorized(incoming, options.token))
    return sendError(response, unauthorized());
  const body = await readBody(incoming);
  if (body === undefined) {
    return sendError(response, new ApiError(413, 'RequestEntityTooLarge', `limit is ${BODY_BYTES_MAX}`));
  }
  const request: ApiRequest = {
    ...head,
    accept: incoming.headers.accept ?? '',
    contentType: incoming.headers['content-type'] ?? '',
    userAgent: incoming.headers['user-agent'] ?? '',
    user: 'admin',
    body,
  };
  send(response, api.handle(request));
}

function send(response: ServerResponse, reply: Reply): void {
  for (const warning of reply.warnings) {
    response.appendHeader(
      'Warning',
      `299 - "${warning.replace(/["\\]/g, '\\$&').replace(/[^\x20-\x7e]/g, '?')}"`,
    );
  }
  const { body } = reply;
  if (body.kind === 'watch') {
    stream(response, body.open);
    return;
  }
  const text = body.kind === 'json' ? body.text() : body.text;
  response.writeHead(reply.status, {
    'Content-Type': body.contentType ?? 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-cache, private',
    ...retryAfter(reply),
  });
  response.end(text);
}

function retryAfter(reply: Reply): Record<string, string> {
  if (reply.status !== 429 && reply.status !== 503) return {};
  const value = reply.body.kind === 'json' ? reply.body.value() : undefined;
  const seconds = (value as { details?: { retryAfterSeconds?: number } } | undefined)?.details
    ?.retryAfterSeconds;
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) };
}

function stream(response: ServerResponse, open: Extract<Reply['body'], { kind: 'watch' }>['open']): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();
  // Lines written in one turn leave as one chunk.
  let lines: string[] = [];
  let scheduled: NodeJS.Immediate | undefined;
  const flush = () => {
    scheduled = undefined;
    if (lines.length === 0) return;
    response.write(lines.join(''));
    lines = [];
    if (response.writableLength > WATCH_BACKLOG_BYTES_MAX) response.destroy();
  };
  const close = open({
    event(event) {
      lines.push(`{"type":"${event.type}","object":${event.text()}}\n`);
      scheduled ??= setImmediate(flush);
    },
    end() {
      flush();
      response.end();
    },
  });
  response.once('close', () => {
    clearImmediate(scheduled);
    close();
  });
}

function sendError(response: ServerResponse, error: ApiError): void {
  send(response, json(error.code, error.status()));
}

function isAuthorized(incoming: IncomingMessage, token: string): boolean {
  const sent = Buffer.from(incoming.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

/** The body as text; undefined when it is larger than the API accepts. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes > BODY_BYTES_MAX ? undefined : Buffer.concat(chunks).toString('utf8');
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
