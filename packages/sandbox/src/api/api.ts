import type { Clock } from '../clock.ts';
import type { Admission } from './admission.ts';
import { Deleter } from './deleter.ts';
import { discover } from './discovery.ts';
import { ApiError, methodNotAllowed, unknownPath, unsupportedMediaType } from './errors.ts';
import { isJsonObject, type KubeObject } from './object.ts';
import { OpenApi } from './openapi.ts';
import type { PatchKind } from './patch.ts';
import { listObjects, readObject } from './read.ts';
import type { Registry } from './registry.ts';
import { Representation, success } from './representation.ts';
import {
  type ApiRequest,
  json,
  mediaType,
  parseBody,
  parseTarget,
  type Reply,
  type Target,
} from './request.ts';
import type { ResourceType } from './resource-type.ts';
import { scale } from './scale.ts';
import { SchemaIndex } from './schemas.ts';
import { parseSelectors } from './selector.ts';
import { resourceKey } from './resource-type.ts';
import type { Store } from './store.ts';
import type { SubresourceHandlers } from './subresource.ts';
import { WatchHub } from './watch.ts';
import { deleteOptions, writeOptions } from './write-options.ts';
import { type Randomness, type WriteTarget, type Written, Writer } from './writer.ts';

export interface ApiDeps {
  store: Store;
  registry: Registry;
  clock: Clock;
  random: Randomness;
  admissions: Admission[];
  subresources: SubresourceHandlers;
}

const VERSION = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3+sandbox',
  gitTreeState: 'clean',
  platform: 'sandbox/any',
};

const PATCHES: Record<string, PatchKind> = {
  'application/apply-patch+yaml': 'apply',
  'application/strategic-merge-patch+json': 'strategic',
  'application/merge-patch+json': 'merge',
  'application/json-patch+json': 'json',
};

/** The Kubernetes API over a store; knows no kinds but those in the registry. Both doors call `handle`. */
export class Api {
  readonly watches: WatchHub;
  readonly schemas: SchemaIndex;
  readonly #deps: ApiDeps;
  readonly #writer: Writer;
  readonly #deleter: Deleter;
  readonly #openApi: OpenApi;

  constructor(deps: ApiDeps) {
    this.#deps = deps;
    this.schemas = new SchemaIndex();
    this.watches = new WatchHub(deps.store, deps.clock);
    this.#writer = new Writer({ ...deps, schemas: this.schemas });
    this.#deleter = new Deleter(deps.store, this.#writer, deps.admissions);
    this.#openApi = new OpenApi(deps.registry);
  }

  /** Never throws: every failure is a `Status` reply. */
  handle(request: ApiRequest): Reply {
    try {
      return this.#route(request);
    } catch (error) {
      if (error instanceof ApiError) return json(error.code, error.status());
      const internal = new ApiError(
        500,
        'InternalError',
        `Internal error occurred: ${(error as Error).message}`,
      );
      return json(500, internal.status());
    }
  }

  #route(request: ApiRequest): Reply {
    const { path } = request;
    const target = parseTarget(path);
    if (target) return this.#resource(request, target);
    if (request.method !== 'GET') throw methodNotAllowed();
    if (path === '/version') return json(200, VERSION);
    if (path === '/healthz' || path === '/readyz' || path === '/livez') {
      return {
        status: 200,
        warnings: [],
        body: { kind: 'text', text: 'ok', contentType: 'text/plain; charset=utf-8' },
      };
    }
    if (path === '/openapi/v3') return json(200, this.#openApi.index());
    if (path.startsWith('/openapi/v3/')) {
      const text = this.#openApi.document(path.slice('/openapi/v3/'.length));
      if (text === undefined) throw unknownPath();
      return {
        status: 200,
        warnings: [],
        body: { kind: 'json', value: () => JSON.parse(text), text: () => text },
      };
    }
    if (/^\/apis?(\/|$)/.test(path)) return discover(this.#deps.registry, path, request.accept);
    throw unknownPath();
  }

  #resource(request: ApiRequest, target: Target): Reply {
    const type = this.#deps.registry.served(target.group, target.version, target.plural);
    if (!type) throw unknownPath();
    if (type.virtual) return this.#virtual(request, type);
    if (target.subresource !== undefined) return this.#subresource(request, type, target);
    return target.name === undefined
      ? this.#collection(request, type, target)
      : this.#object(request, type, target);
  }

  #collection(request: ApiRequest, type: ResourceType, target: Target): Reply {
    switch (request.method) {
      case 'GET':
        return isWatch(request)
          ? this.#watch(request, type, target)
          : listObjects(this.#deps.store, type, target, request);
      case 'POST': {
        if (type.namespaced && target.namespace === undefined) throw methodNotAllowed();
        const options = writeOptions(request);
        const written = this.#writer.create(writeTarget(type, target), parseBody(request), options);
        return reply(request, target, type, 201, written, options.warnings);
      }
      case 'DELETE':
        return this.#deleteCollection(request, type, target);
      default:
        throw methodNotAllowed();
    }
  }

  #object(request: ApiRequest, type: ResourceType, target: Target): Reply {
    const at = writeTarget(type, target);
    switch (request.method) {
      case 'GET':
        return isWatch(request)
          ? this.#watch(request, type, target)
          : readObject(this.#deps.store, type, target, request);
      case 'PUT':
      case 'PATCH':
        return this.#write(request, type, target, at);
      case 'DELETE': {
        const options = { ...deleteOptions(request, parseBody(request)), user: request.user };
        const { stored, isGone } = this.#deleter.delete(at, options);
        const { object } = stored;
        // Kinds that can linger answer with the object; a plain removal answers with a Status.
        if (!isGone || type.strategy.gracePeriodSeconds) {
          return new Representation(type, target.version, request.accept).reply(200, stored);
        }
        return success({
          name: object.metadata.name,
          ...(type.group ? { group: type.group } : {}),
          kind: type.plural,
          uid: object.metadata.uid,
        });
      }
      default:
        throw methodNotAllowed();
    }
  }

  #write(request: ApiRequest, type: ResourceType, target: Target, at: WriteTarget): Reply {
    const options = writeOptions(request);
    if (request.method === 'PUT') {
      const written = this.#writer.update(at, parseBody(request), options);
      return reply(request, target, type, 200, written, options.warnings);
    }
    const kind = patchKind(request);
    if (kind === 'strategic' && type.custom) throw unsupportedMediaType(mediaType(request.contentType));
    const written = this.#writer.patch(at, kind, parseBody(request), options);
    return reply(request, target, type, written.isNew ? 201 : 200, written, options.warnings);
  }

  #subresource(request: ApiRequest, type: ResourceType, target: Target): Reply {
    const { subresource = '' } = target;
    const at = { ...writeTarget(type, target), subresource };
    if (subresource === 'status' && type.hasStatus) {
      if (request.method === 'GET') return readObject(this.#deps.store, type, target, request);
      if (request.method === 'PUT' || request.method === 'PATCH')
        return this.#write(request, type, target, at);
      throw methodNotAllowed();
    }
    const handler = this.#deps.subresources.get(`${resourceKey(type)}/${subresource}`);
    const isScale = subresource === 'scale' && type.scale;
    if (!handler && !isScale) throw unknownPath();
    const call = {
      target: at,
      request,
      body: parseBody(request),
      options: writeOptions(request),
      writer: this.#writer,
      deleter: this.#deleter,
    };
    if (handler) return handler(call);
    return scale(call, request.method === 'PATCH' ? patchKind(request) : undefined);
  }

  #deleteCollection(request: ApiRequest, type: ResourceType, target: Target): Reply {
    const options = { ...deleteOptions(request, parseBody(request)), user: request.user };
    const matches = parseSelectors(request.query, type);
    const items = this.#deps.store
      .list(resourceKey(type), target.namespace)
      .filter((stored) => !matches || matches(stored.object));
    const deleted = items.map(({ object }) => {
      const { namespace, name } = object.metadata;
      return this.#deleter.delete(
        { type, version: target.version, namespace, name, subresource: '' },
        options,
      ).stored;
    });
    const metadata = { resourceVersion: String(this.#deps.store.revision) };
    return new Representation(type, target.version, request.accept).listReply(deleted, metadata);
  }

  #watch(request: ApiRequest, type: ResourceType, target: Target): Reply {
    return this.watches.watch(type, target, request);
  }

  #virtual(request: ApiRequest, type: ResourceType): Reply {
    if (request.method !== 'POST') throw methodNotAllowed();
    const body = parseBody(request);
    const draft = (isJsonObject(body) ? { ...body } : {}) as KubeObject;
    draft.metadata = { ...draft.metadata };
    type.virtual?.(draft, request.user);
    return json(201, draft);
  }
}

function writeTarget(type: ResourceType, target: Target): WriteTarget {
  return { type, version: target.version, namespace: target.namespace, name: target.name, subresource: '' };
}

function reply(
  request: ApiRequest,
  target: Target,
  type: ResourceType,
  status: number,
  written: Written,
  warnings: string[],
): Reply {
  return new Representation(type, target.version, request.accept).reply(status, written.stored, warnings);
}

function isWatch({ query }: ApiRequest): boolean {
  return query.get('watch') === 'true' || query.get('watch') === '1';
}

function patchKind(request: ApiRequest): PatchKind {
  const type = mediaType(request.contentType);
  const kind = PATCHES[type];
  if (!kind) throw unsupportedMediaType(type);
  return kind;
}
