import type { KubeObject } from '../api/object.ts';
import type { Transport, TransportRequest } from './transport.ts';

/** A resource as a client addresses it. */
export interface ResourceRef {
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
}

/** An answer other than success; `code` is the HTTP status. */
export class KubeError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly status: unknown;

  constructor(code: number, status: unknown) {
    const { message, reason } = (typeof status === 'object' && status !== null ? status : {}) as {
      message?: string;
      reason?: string;
    };
    super(message ?? `the API answered ${code}`);
    this.name = 'KubeError';
    this.code = code;
    this.reason = reason ?? '';
    this.status = status;
  }
}

export interface ObjectList<T> {
  metadata: { resourceVersion: string; continue?: string };
  items: T[];
}

/** The path of a resource's collection, or of one object and its subresource. */
export function pathOf(
  resource: ResourceRef,
  namespace?: string,
  name?: string,
  subresource?: string,
): string {
  const root = resource.group ? `/apis/${resource.group}/${resource.version}` : `/api/${resource.version}`;
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${scope}/${resource.plural}${object}${subresource ? `/${subresource}` : ''}`;
}

/** A plain client of the Kubernetes API; every method throws KubeError on refusal. */
export class KubeClient {
  readonly transport: Transport;
  readonly #manager: string;

  constructor(transport: Transport, manager: string) {
    this.transport = transport;
    this.#manager = manager;
  }

  get<T extends KubeObject>(resource: ResourceRef, namespace: string | undefined, name: string): Promise<T> {
    return this.#send<T>({ method: 'GET', path: pathOf(resource, namespace, name) });
  }

  list<T extends KubeObject>(
    resource: ResourceRef,
    namespace?: string,
    query?: Record<string, string>,
  ): Promise<ObjectList<T>> {
    return this.#send<ObjectList<T>>({ method: 'GET', path: pathOf(resource, namespace), query });
  }

  create<T extends KubeObject>(
    resource: ResourceRef,
    object: unknown,
    namespace?: string,
    path?: string,
  ): Promise<T> {
    return this.#send<T>({
      method: 'POST',
      path: path ?? pathOf(resource, namespace),
      query: this.#managed(),
      body: object,
    });
  }

  /** Replaces the object, or its status when that subresource is given. */
  update<T extends KubeObject>(resource: ResourceRef, object: T, subresource?: string): Promise<T> {
    const { namespace, name } = object.metadata;
    const body = {
      ...object,
      apiVersion: resource.group ? `${resource.group}/${resource.version}` : resource.version,
      kind: resource.kind,
    };
    return this.#send<T>({
      method: 'PUT',
      path: pathOf(resource, namespace, name, subresource),
      query: this.#managed(),
      body,
    });
  }

  /** A JSON merge patch. */
  patch<T extends KubeObject>(
    resource: ResourceRef,
    at: { namespace?: string; name: string },
    patch: unknown,
    subresource?: string,
  ): Promise<T> {
    return this.#send<T>({
      method: 'PATCH',
      path: pathOf(resource, at.namespace, at.name, subresource),
      query: this.#managed(),
      contentType: 'application/merge-patch+json',
      body: patch,
    });
  }

  /** Deletes; an object that is already gone is no error. */
  async delete(
    resource: ResourceRef,
    at: { namespace?: string; name: string },
    options: {
      gracePeriodSeconds?: number;
      propagationPolicy?: string;
      preconditions?: { uid?: string };
    } = {},
  ): Promise<void> {
    try {
      await this.#send({
        method: 'DELETE',
        path: pathOf(resource, at.namespace, at.name),
        body: { kind: 'DeleteOptions', apiVersion: 'v1', ...options },
      });
    } catch (error) {
      if (!(error instanceof KubeError) || error.code !== 404) throw error;
    }
  }

  async #send<T>(request: TransportRequest): Promise<T> {
    const reply = await this.transport.request(request);
    if (reply.status >= 300) throw new KubeError(reply.status, reply.body);
    return reply.body as T;
  }

  #managed(): Record<string, string> {
    return { fieldManager: this.#manager };
  }
}

/** Runs `fn`; undefined where the API answers one of the codes (the next event brings the controller back). */
export async function tolerate<T>(codes: number[], fn: () => Promise<T>): Promise<T | undefined> {
  try {
    return await fn();
  } catch (error) {
    if (error instanceof KubeError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
