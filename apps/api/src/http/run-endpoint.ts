import type { z } from 'zod';
import { accessOf, type Access, type Principal } from '../auth/access.ts';
import { unauthenticated } from '../auth/authenticate.ts';
import type { Caller } from '../usecases/context.ts';
import { signedIn } from './authenticate-request.ts';
import type { HttpDeps } from './deps.ts';
import { type AnyRequest, type Endpoint, isReply } from './endpoint.ts';
import { withIdempotency } from './idempotency.ts';
import { refuseForeignOrigin } from './origin.ts';
import { badRequest, invalidFields, invalidRequest, problem } from './problem.ts';
import { readBody } from './read-body.ts';
import type { Http } from './request-context.ts';
import { unstorablePaths } from './unstorable-text.ts';

/** Runs one request through validation, sign-in, permission, idempotency and the handler. */
export async function runEndpoint(deps: HttpDeps, endpoint: Endpoint, http: Http): Promise<Response> {
  const { route } = endpoint;
  const isPublic = route.permission === 'public';
  if (isPublic) refuseForeignOrigin({ header: (name) => http.req.header(name) }, deps.origins);
  const who = isPublic ? undefined : await signedIn(deps, http);
  if (who) refuseUntilPasswordIsChanged(who.principal, endpoint);

  const params = parse(route.params, http.req.param(), 'path');
  const query = parse(route.query, http.req.query(), 'query');
  const text = route.body ? await readBody(http, endpoint.bodyBytesMax) : undefined;
  const body = parse(route.body, text === undefined ? undefined : parseJson(http, text), 'body');

  const request = requestOf(deps, endpoint, http, { params, query, body, who });
  const answer = async (): Promise<Response> => {
    await authorise(endpoint, request.value);
    const result = await endpoint.handle(request.value);
    request.assertAuthorised();
    return toResponse(endpoint, http, result);
  };
  return who && http.req.method !== 'GET' && !route.isStream
    ? withIdempotency(
        { deps, http, principal: who.principal, endpoint: endpoint.name, body: text ?? '' },
        answer,
      )
    : answer();
}

const whileChangingPassword = new Set(['getSession', 'changePassword', 'logout']);

function refuseUntilPasswordIsChanged(principal: Principal, endpoint: Endpoint): void {
  if (principal.token || !principal.user.mustChangePassword || whileChangingPassword.has(endpoint.name))
    return;
  throw problem(
    'password_change_required',
    'The one-time password must be changed first.',
    'Set a new password.',
  );
}

const unstorableMessage = 'must be text without NUL and without half of a surrogate pair';

function parse(schema: z.ZodType | undefined, value: unknown, part: 'path' | 'query' | 'body'): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidRequest(parsed.error, part);
  const paths = unstorablePaths(parsed.data, part);
  if (paths.length > 0) throw invalidFields(paths.map((path) => ({ path, message: unstorableMessage })));
  return parsed.data;
}

// A form of another site can send JSON as text/plain, but not as application/json without asking first (X61).
function parseJson(http: Http, text: string): unknown {
  if (text === '') return {};
  const type = http.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw badRequest('The body must be sent as application/json.');
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('The body is not valid JSON.');
  }
}

type Parts = {
  params: unknown;
  query: unknown;
  body: unknown;
  who: { principal: Principal; access: Access } | undefined;
};

function requestOf(deps: HttpDeps, endpoint: Endpoint, http: Http, parts: Parts) {
  const { who, ...rest } = parts;
  const { requestId, ip } = http.get('request');
  let isAuthorised = !endpoint.route.permission.includes(':');
  const value = {
    ...rest,
    deps,
    http,
    get principal(): Principal {
      if (!who) throw unauthenticated();
      return who.principal;
    },
    get access(): Access {
      return who?.access ?? nobody;
    },
    caller: callerOf(who, requestId, ip),
    ifVersion: ifVersionOf(http, parts.body),
    require(object: { project: string | null }) {
      (who?.access ?? nobody).require(endpoint.route.permission, object);
      isAuthorised = true;
    },
    signal: http.req.raw.signal,
  } as unknown as AnyRequest; // the route's schemas made params, query and body
  return {
    value,
    // A handler that found its object by id and forgot to ask must not answer (X43).
    assertAuthorised() {
      if (!isAuthorised)
        throw new Error(`${endpoint.name} answered without asking for ${endpoint.route.permission}`);
    },
  };
}

const nobody: Access = accessOf(
  {
    actor: { kind: 'user', name: '' },
    user: {
      id: '',
      name: '',
      displayName: '',
      role: 'none',
      groups: [],
      mustChangePassword: false,
      isDisabled: true,
      createdAt: '',
      lastLoginAt: null,
    },
    token: null,
    credential: '',
    expiresAt: '',
  },
  [],
);

function callerOf(who: Parts['who'], requestId: string, ip: string): Caller {
  if (!who) return { actor: { kind: 'system', name: 'anonymous' }, requestId, ip };
  const mayApprove = (project: string) => who.access.can('applications:approve', { project }).ok;
  return { actor: who.principal.actor, mayApprove, requestId, ip };
}

/** Every Project that path or body names is asked for: moving an object needs the permission on both sides (X44). */
async function authorise(endpoint: Endpoint, request: AnyRequest): Promise<void> {
  if (!endpoint.route.permission.includes(':')) return;
  if (endpoint.projectOf === 'in-handler') return; // `assertAuthorised` holds it to that
  if (endpoint.projectOf) {
    request.require({ project: await endpoint.projectOf(request) });
    return;
  }
  const named = namedProjects(endpoint, request);
  for (const project of named) request.require({ project });
  if (named.length === 0 && !findsObjectItself(endpoint)) request.require({ project: null });
}

function namedProjects(endpoint: Endpoint, request: AnyRequest): string[] {
  const params = (request.params ?? {}) as { project?: string; name?: string };
  const body = (request.body ?? {}) as {
    project?: string;
    spec?: { project?: string };
    metadata?: { project?: string; name?: string };
  };
  const own = endpoint.route.tag === 'projects' ? [params.name ?? body.metadata?.name] : [];
  const all = [params.project, body.project, body.spec?.project, body.metadata?.project, ...own];
  return [
    ...new Set(all.filter((project): project is string => typeof project === 'string' && project !== '')),
  ];
}

/** By id alone no Project is known: the handler loads the object and calls `require`. */
function findsObjectItself(endpoint: Endpoint): boolean {
  return /:id\b/.test(endpoint.path);
}

function ifVersionOf(http: Http, body: unknown): number | undefined {
  const header = http.req.header('if-match');
  const inBody = (body as { metadata?: { resourceVersion?: string } } | undefined)?.metadata?.resourceVersion;
  const text = header && header !== '*' ? /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim())?.[1] : inBody;
  if (header && header !== '*' && text === undefined)
    throw badRequest('If-Match must be an ETag of this object.');
  return text === undefined || !/^\d{1,15}$/.test(text) ? undefined : Number(text);
}

function toResponse(endpoint: Endpoint, http: Http, result: unknown): Response {
  if (result instanceof Response) return result;
  const { body, status, headers } = isReply(result)
    ? result
    : { body: result, status: undefined, headers: {} };
  const version = (body as { metadata?: { resourceVersion?: string } } | undefined)?.metadata
    ?.resourceVersion;
  const etag = version === undefined ? undefined : `"${version}"`;
  if (etag && http.req.method === 'GET' && http.req.header('if-none-match') === etag) {
    return new Response(null, { status: 304, headers: { etag } });
  }
  return Response.json(body, {
    status: status ?? endpoint.route.status ?? 200,
    headers: { ...headers, ...(etag && { etag }) },
  });
}
