import { type EndpointName, methodAndPath, type Routes, type RouteSpec, routes } from '@bowline/contract';
import type { z } from 'zod';
import type { Access, Principal } from '../auth/access.ts';
import type { Caller } from '../usecases/context.ts';
import type { HttpDeps } from './deps.ts';
import type { Http } from './request-context.ts';

type Part<N extends EndpointName, K extends string> = K extends keyof Routes[N]
  ? Routes[N][K] extends z.ZodType
    ? z.output<Routes[N][K]>
    : undefined
  : undefined;

/** A request that passed validation, authentication and the permission of its route. */
export type EndpointRequest<N extends EndpointName> = {
  params: Part<N, 'params'>;
  query: Part<N, 'query'>;
  body: Part<N, 'body'>;
  deps: HttpDeps;
  /** Who sent it; on public routes nobody, and using it throws. */
  principal: Principal;
  access: Access;
  caller: Caller;
  /** Version the client saw: If-Match, else `metadata.resourceVersion` of the body. */
  ifVersion: number | undefined;
  /** Checks the route's own permission on another object, e.g. one found by its id. Throws forbidden. */
  require(object: { project: string | null }): void;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
  /** The raw request, for streams and signatures. */
  http: Http;
};

/** An answer with more than a body. */
export type Reply<T> = { readonly reply: true; body: T; status?: number; headers?: Record<string, string> };

type Output<N extends EndpointName> = z.input<Routes[N]['response']>;
type Handler<N extends EndpointName> = (
  request: EndpointRequest<N>,
) => Promise<Output<N> | Reply<Output<N>> | Response>;

/** Project (null: none) whose permission is asked for before the handler runs. */
type ProjectOf<N extends EndpointName> = (
  request: Pick<EndpointRequest<N>, 'params' | 'query' | 'body' | 'deps'>,
) => Promise<string | null>;

export type EndpointOptions<N extends EndpointName> = {
  /** How to find the object's Project where path and body do not name it; or the handler asks by `require` itself. */
  project?: ProjectOf<N> | 'in-handler';
  /** Largest body in bytes; default 10 MB. */
  bodyBytesMax?: number;
};

/** One endpoint as the application mounts it. */
export type Endpoint = {
  name: EndpointName;
  method: string;
  path: string;
  route: RouteSpec;
  bodyBytesMax: number;
  projectOf: ((request: AnyRequest) => Promise<string | null>) | 'in-handler' | undefined;
  handle: (request: AnyRequest) => Promise<unknown>;
};
/** A request whose parts are checked by the route's schemas, which only the endpoint's own types know. */
export type AnyRequest = EndpointRequest<EndpointName>;

const bodyBytesMaxDefault = 10_000_000;

/** Declares the behaviour of an endpoint of the contract; everything around it is done by the application. */
export function endpoint<N extends EndpointName>(
  name: N,
  handler: Handler<N>,
  options: EndpointOptions<N> = {},
): Endpoint {
  const { method, path } = methodAndPath(name);
  return {
    name,
    method,
    path: path.replace(/\{(\w+)\}/g, ':$1'),
    route: routes[name],
    bodyBytesMax: options.bodyBytesMax ?? bodyBytesMaxDefault,
    // The schemas of this very route have produced what the handler's types promise.
    projectOf: options.project as Endpoint['projectOf'],
    handle: handler as unknown as Endpoint['handle'],
  };
}

/** An answer with status or headers of its own. */
export function reply<T>(
  body: T,
  more: { status?: number; headers?: Record<string, string> } = {},
): Reply<T> {
  return { reply: true, body, ...more };
}

export function isReply(value: unknown): value is Reply<unknown> {
  return (
    typeof value === 'object' && value !== null && 'reply' in value && value.reply === true && 'body' in value
  );
}
