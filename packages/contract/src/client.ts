import type { z } from 'zod';
import type { Problem } from './envelope.ts';
import { type EndpointName, methodAndPath } from './endpoints.ts';
import type { Routes } from './routes.ts';

type In<S> = S extends z.ZodType ? z.input<S> : never;
type Has<N extends EndpointName, K extends string> = K extends keyof Routes[N] ? Routes[N][K] : undefined;
/** Keys that are required only when the route has that part. */
type Part<N extends EndpointName, K extends string> = [Has<N, K>] extends [z.ZodType]
  ? { [P in K]: In<Has<N, K>> }
  : object;
type OptionalPart<N extends EndpointName, K extends string> = [Has<N, K>] extends [z.ZodType]
  ? { [P in K]?: Partial<In<Has<N, K>>> }
  : object;

export type CallInput<N extends EndpointName> = Part<N, 'params'> &
  OptionalPart<N, 'query'> &
  Part<N, 'body'> & { headers?: Record<string, string>; signal?: AbortSignal };
export type CallOutput<N extends EndpointName> = z.output<Routes[N]['response']>;

/** Any answer other than 2xx, or no answer: `problem` is the API's own words, or a local `network_error`. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export type ClientOptions = {
  /** Origin without a trailing slash; '' for same origin. */
  baseUrl: string;
  fetch?: typeof globalThis.fetch;
  headers?: () => Record<string, string>;
};

export type Client = {
  call<N extends EndpointName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** For streams and downloads: the raw response; throws ApiError when not 2xx. */
  open<N extends EndpointName>(name: N, input: CallInput<N>): Promise<Response>;
  url<N extends EndpointName>(
    name: N,
    input: Pick<CallInput<N>, never> & { params?: object; query?: object },
  ): string;
};

/** Typed client of the public API. It validates nothing at run time: the API does. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const urlOf = (name: EndpointName, input: { params?: object; query?: object }): string =>
    options.baseUrl + fillPath(methodAndPath(name).path, input.params) + queryText(input.query);

  const open = async (name: EndpointName, raw: object): Promise<Response> => {
    const input = raw as {
      params?: object;
      query?: object;
      body?: unknown;
      headers?: Record<string, string>;
      signal?: AbortSignal;
    };
    const { method } = methodAndPath(name);
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...options.headers?.(),
      ...input.headers,
    };
    if (input.body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await send(urlOf(name, input), {
        method,
        headers,
        credentials: 'same-origin',
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
        ...(input.signal === undefined ? {} : { signal: input.signal }),
      });
    } catch (error) {
      if (input.signal?.aborted) throw error;
      throw new ApiError(localProblem('network_error', 0, 'The Bowline API did not answer.'));
    }
    if (!response.ok) throw new ApiError(await readProblem(response));
    return response;
  };

  return {
    open,
    url: urlOf,
    async call<N extends EndpointName>(name: N, input: CallInput<N>) {
      const response = await open(name, input);
      return (await response.json()) as CallOutput<N>;
    },
  };
}

function fillPath(path: string, params: object | undefined): string {
  const values = (params ?? {}) as Record<string, unknown>;
  return path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(values[key])));
}

function queryText(query: object | undefined): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    if (typeof body.code === 'string') {
      return { ...localProblem(body.code, response.status, body.detail ?? ''), ...body } as Problem;
    }
  } catch {
    // Not JSON: a proxy answered instead of the API.
  }
  return localProblem(
    'unexpected_answer',
    response.status,
    `The server answered ${response.status} without a reason.`,
  );
}

function localProblem(code: string, status: number, detail: string): Problem {
  return {
    type: `https://bowline.dev/errors/${code}`,
    title: code,
    status,
    code,
    detail,
    hint: '',
    requestId: '',
  };
}
