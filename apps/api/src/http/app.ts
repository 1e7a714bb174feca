import { openApiDocument } from '@bowline/contract/openapi';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { auditRefusal } from './audit-refusal.ts';
import type { HttpDeps } from './deps.ts';
import type { Endpoint } from './endpoint.ts';
import { operations } from './operations.ts';
import { problem, problemType, toProblem } from './problem.ts';
import type { Http, HttpEnv } from './request-context.ts';
import { orUnavailable } from '../store/database-away.ts';
import { registry } from './routes/registry.ts';
import { runEndpoint } from './run-endpoint.ts';

export type App = Hono<HttpEnv>;

/**
 * The HTTP application. In order: request id and log, security headers, the endpoint (validation, sign-in, permission,
 * idempotency, handler), problems.
 */
export function createApp(deps: HttpDeps, endpoints: readonly Endpoint[] = registry): App {
  const app = new Hono<HttpEnv>();
  app.use(async (http, next) => {
    http.set('request', describe(deps, http));
    await next();
    secure(http);
  });
  app.onError((error, http) => answerProblem(http, error));
  app.notFound((http) => answerProblem(http, missing(endpoints, http)));

  for (const endpoint of endpoints) {
    app.on(endpoint.method, endpoint.path, async (http) => {
      const startedMs = deps.context.clock.monotonicMs();
      const response = await runEndpoint(deps, endpoint, http).catch(async (error: unknown) => {
        await auditRefusal(deps, endpoint, http, error);
        return answerProblem(http, error);
      });
      record(deps, endpoint, http, { status: response.status, startedMs });
      return response;
    });
  }
  let document: object | undefined;
  app.on('GET', ['/openapi.json', '/api/v1/openapi.json'], (http) =>
    http.json((document ??= openApiDocument(deps.version))),
  );
  operations(app, deps);
  return app;
}

// An id from outside is only taken from a trusted proxy's neighbourhood: it lands in logs and must be plain.
function describe(deps: HttpDeps, http: Http): HttpEnv['Variables']['request'] {
  const given = http.req.header('x-request-id');
  const requestId = given && /^[\w.-]{8,64}$/.test(given) ? given : deps.context.random.uuid();
  const ip = deps.addressOf(peerOf(http), http.req.header('x-forwarded-for'));
  const agent = http.req.header('user-agent') ?? '';
  return { requestId, ip, agent, log: deps.context.log.child({ requestId }) };
}

function peerOf(http: Http): string {
  try {
    return getConnInfo(http).remote.address ?? '';
  } catch {
    return ''; // app.request() without a socket
  }
}

function secure(http: Http): void {
  const { headers } = http.res;
  headers.set('x-request-id', http.get('request').requestId);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
}

function answerProblem(http: Http, error: unknown): Response {
  const { requestId, log } = http.get('request');
  const answer = toProblem(orUnavailable(error), requestId);
  if (answer.status >= 500) log.error({ error, path: http.req.path, code: answer.code }, 'request failed');
  const errors = (error as { errors?: unknown } | null)?.errors;
  const headers = new Headers({ 'content-type': problemType });
  const wait = (answer.data as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds;
  if (wait !== undefined) headers.set('retry-after', String(wait));
  const allow = (answer.data as { allow?: string } | undefined)?.allow;
  if (allow !== undefined) headers.set('allow', allow);
  if (answer.status === 401) headers.set('www-authenticate', 'Bearer realm="bowline"');
  const body = Array.isArray(errors) && answer.code === 'invalid_request' ? { ...answer, errors } : answer;
  return new Response(JSON.stringify(body), { status: answer.status, headers });
}

function missing(endpoints: readonly Endpoint[], http: Http): Error {
  const path = http.req.path.split('/').length;
  const here = endpoints.filter(
    (endpoint) => endpoint.path.split('/').length === path && matches(endpoint.path, http.req.path),
  );
  const allow = [...new Set(here.map(({ method }) => method))].sort().join(', ');
  return here.length > 0
    ? problem('method_not_allowed', `${http.req.method} is not possible here.`, `Possible: ${allow}.`, {
        allow,
      })
    : problem(
        'not_found',
        'There is nothing at this address.',
        'See /api/v1/openapi.json for what there is.',
      );
}

function matches(pattern: string, path: string): boolean {
  const parts = path.split('/');
  return pattern.split('/').every((part, index) => part.startsWith(':') || part === parts[index]);
}

function record(
  deps: HttpDeps,
  endpoint: Endpoint,
  http: Http,
  outcome: { status: number; startedMs: number },
): void {
  const elapsedMs = deps.context.clock.monotonicMs() - outcome.startedMs;
  deps.metrics.requests.observe(
    { endpoint: endpoint.name, status: String(outcome.status) },
    elapsedMs / 1000,
  );
  http
    .get('request')
    .log.debug(
      { endpoint: endpoint.name, status: outcome.status, elapsedMs: Math.round(elapsedMs) },
      'request answered',
    );
}
