import { formatApiVersion, formatKey, gvkOf } from '../../core/resource-key.ts';
import type { GroupVersionKind, Json, KubeObject, ResourceKey } from '../../core/model.ts';
import type {
  ApiResource,
  ApplyRequest,
  ClusterClient,
  DeleteRequest,
  KubeResult,
  LogQuery,
} from '../../ports/kube.ts';
import type { Schema } from '../../core/schema/types.ts';
import type { Clock } from '../../ports/time.ts';
import type { Discovery } from './discovery.ts';
import { discover, isPathSegment, resourcePath } from './discovery.ts';
import { fetchEvents } from './events.ts';
import { kubeFailure } from './kube-failure.ts';
import { streamLogs } from './logs.ts';
import { Schemas } from './schemas.ts';
import type { Transport } from './transport.ts';

const discoveryAgeMsMax = 5 * 60_000;
/** A kind that is not found is looked for again at most this often. */
const missAgeMsMin = 1_000;
const writeTimeoutMs = 60_000;

/** Direct calls to one API server on plain JSON; kinds are found by discovery, none is built in. */
export class HttpClusterClient implements ClusterClient {
  readonly transport: Transport;
  private readonly clock: Clock;
  private readonly fieldManager: string;
  private readonly schemas: Schemas;
  private found: { value: Discovery; atMs: number } | undefined;
  private discovering: Promise<KubeResult<Discovery>> | undefined;

  constructor(transport: Transport, options: { clock: Clock; fieldManager: string }) {
    this.transport = transport;
    this.clock = options.clock;
    this.fieldManager = options.fieldManager;
    this.schemas = new Schemas(transport, options.clock);
  }

  /** `isApart`: on a connection of its own, so that requests that hang do not hold it up. */
  async probe({ isApart = false } = {}): Promise<KubeResult<{ version: string; latencyMs: number }>> {
    const startMs = this.clock.monotonicMs();
    const version = await this.transport.json<{ gitVersion?: string }>({
      method: 'GET',
      path: '/version',
      what: 'read the version',
      isSecret: false,
      timeoutMs: 10_000,
      isApart,
    });
    if (!version.ok) return version;
    const latencyMs = Math.round(this.clock.monotonicMs() - startMs);
    return { ok: true, value: { version: version.value.gitVersion ?? '', latencyMs }, warnings: [] };
  }

  async resources({ mode }: { mode: 'cached' | 'fresh' }): Promise<KubeResult<ApiResource[]>> {
    const found = await this.discovery(mode === 'fresh' ? 0 : discoveryAgeMsMax);
    return found.ok ? { ok: true, value: found.value.resources, warnings: [] } : found;
  }

  /** Kinds together with the groups that did not answer; not older than `ageMsMax`. */
  async discovery(ageMsMax: number): Promise<KubeResult<Discovery>> {
    if (this.found !== undefined && this.clock.monotonicMs() - this.found.atMs <= ageMsMax) {
      return { ok: true, value: this.found.value, warnings: [] };
    }
    this.discovering ??= discover(this.transport).finally(() => (this.discovering = undefined));
    const found = await this.discovering;
    if (found.ok) {
      const value = withFormer(found.value, this.found?.value);
      this.found = { value, atMs: this.clock.monotonicMs() };
      this.schemas.expire();
      return { ...found, value };
    }
    return found;
  }

  schemaOf(gvk: GroupVersionKind): Promise<KubeResult<Schema | undefined>> {
    return this.schemas.of(gvk);
  }

  async get(key: ResourceKey, version: string): Promise<KubeResult<KubeObject | null>> {
    const path = await this.pathOf(key, version);
    if (!path.ok) return path;
    const got = await this.transport.json<KubeObject>({
      method: 'GET',
      path: path.value,
      ...callOf('read', key),
    });
    return !got.ok && got.code === 'object_not_found' ? { ok: true, value: null, warnings: [] } : got;
  }

  async apply(request: ApplyRequest): Promise<KubeResult<KubeObject>> {
    const object = outgoing(request.object);
    const gvk = gvkOf(object);
    const key: ResourceKey = {
      group: gvk.group,
      kind: gvk.kind,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
    };
    switch (request.mode) {
      case 'create':
        return await this.create(object, key, gvk.version, request);
      case 'replace':
        return await this.replace(object, key, gvk.version, request);
      case 'server-side-apply': {
        const path = await this.pathOf(key, gvk.version);
        if (!path.ok) return path;
        return await this.transport.json<KubeObject>({
          method: 'PATCH',
          path: path.value,
          query: { ...this.writeQuery(request), force: String(request.forceConflicts) },
          contentType: 'application/apply-patch+yaml',
          body: withPrecondition(object, request.precondition),
          timeoutMs: writeTimeoutMs,
          ...callOf('apply', key),
        });
      }
    }
  }

  private async create(
    object: KubeObject,
    key: ResourceKey,
    version: string,
    request: ApplyRequest,
  ): Promise<KubeResult<KubeObject>> {
    const path = await this.pathOf(key, version, { collection: true });
    if (!path.ok) return path;
    return await this.transport.json<KubeObject>({
      method: 'POST',
      path: path.value,
      query: this.writeQuery(request),
      body: object,
      timeoutMs: writeTimeoutMs,
      ...callOf('create', key),
    });
  }

  /** PUT over the object that is there now, or a create where none is, as `kubectl replace --save-config` cannot. */
  private async replace(
    object: KubeObject,
    key: ResourceKey,
    version: string,
    request: ApplyRequest,
  ): Promise<KubeResult<KubeObject>> {
    const live = await this.get(key, version);
    if (!live.ok) return live;
    if (live.value === null) {
      if (request.precondition === undefined || 'absent' in request.precondition)
        return await this.create(object, key, version, request);
      return conflict(key, 'it no longer exists');
    }
    const { precondition = {} } = request;
    if ('absent' in precondition) return conflict(key, 'it exists by now');
    const { uid, resourceVersion } = live.value.metadata;
    if (precondition.uid !== undefined && precondition.uid !== uid) {
      return conflict(key, 'it was deleted and created again');
    }
    const path = await this.pathOf(key, version);
    if (!path.ok) return path;
    return await this.transport.json<KubeObject>({
      method: 'PUT',
      path: path.value,
      query: this.writeQuery(request),
      body: withPrecondition(object, {
        uid,
        resourceVersion: precondition.resourceVersion ?? resourceVersion,
      }),
      timeoutMs: writeTimeoutMs,
      ...callOf('replace', key),
    });
  }

  async patch(
    key: ResourceKey,
    version: string,
    patch: Json,
    options: { subresource?: string; dryRun: boolean },
  ): Promise<KubeResult<KubeObject>> {
    const path = await this.pathOf(key, version, { subresource: options.subresource });
    if (!path.ok) return path;
    return await this.transport.json<KubeObject>({
      method: 'PATCH',
      path: path.value,
      // Under a name of its own: what an Action changes is drift, not what admission made of our apply.
      query: { fieldManager: `${this.fieldManager}-action`, dryRun: options.dryRun ? 'All' : undefined },
      contentType: Array.isArray(patch) ? 'application/json-patch+json' : 'application/merge-patch+json',
      body: patch,
      timeoutMs: writeTimeoutMs,
      ...callOf('patch', key),
    });
  }

  /** An object that is already gone counts as deleted. */
  async delete(request: DeleteRequest): Promise<KubeResult<void>> {
    const path = await this.pathOf(request.key, request.version);
    if (!path.ok) return path;
    const policies = { foreground: 'Foreground', background: 'Background', orphan: 'Orphan' } as const;
    const answer = await this.transport.json<unknown>({
      method: 'DELETE',
      path: path.value,
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: policies[request.propagation],
        ...(request.precondition === undefined ? {} : { preconditions: request.precondition }),
      },
      timeoutMs: writeTimeoutMs,
      ...callOf('delete', request.key),
    });
    if (!answer.ok && answer.code !== 'object_not_found') return answer;
    return { ok: true, value: undefined, warnings: answer.ok ? answer.warnings : [] };
  }

  events(query: Parameters<ClusterClient['events']>[0]): Promise<KubeResult<KubeObject[]>> {
    return fetchEvents(this.transport, query);
  }

  logs(query: LogQuery, signal: AbortSignal): AsyncIterable<{ time: string; text: string }> {
    return streamLogs(this.transport, query, signal);
  }

  private writeQuery(request: ApplyRequest): Record<string, string | undefined> {
    return {
      fieldManager: this.fieldManager,
      dryRun: request.dryRun ? 'All' : undefined,
      fieldValidation: request.validate ? 'Strict' : 'Ignore',
    };
  }

  /** URL path of a key; a kind that is not known is looked for once more, since its CRD may be a second old. */
  private async pathOf(
    key: ResourceKey,
    version: string,
    options: { collection?: boolean; subresource?: string } = {},
  ): Promise<KubeResult<string>> {
    const isMine = (one: ApiResource): boolean =>
      one.group === key.group && one.kind === key.kind && one.version === version;
    let found = await this.discovery(discoveryAgeMsMax);
    if (!found.ok) return found;
    let resource = found.value.resources.find(isMine);
    if (resource === undefined) {
      found = await this.discovery(missAgeMsMin);
      if (!found.ok) return found;
      resource = found.value.resources.find(isMine);
    }
    const gv = formatApiVersion({ group: key.group, version });
    if (resource === undefined) {
      return kubeFailure({
        code: 'kind_unknown',
        status: 404,
        message: `The cluster does not serve ${key.kind} in ${gv}.`,
        hint: 'Install the CRD that defines it, or correct apiVersion and kind.',
      });
    }
    const namespaceIsGood = resource.namespaced ? isPathSegment(key.namespace) : true;
    if (!namespaceIsGood || (options.collection !== true && !isPathSegment(key.name ?? ''))) {
      return kubeFailure({
        code: 'object_invalid',
        status: 400,
        message: `${formatKey(key)} has no name or namespace that can be used.`,
        hint: 'Correct metadata.name and metadata.namespace.',
      });
    }
    const name = options.collection === true ? undefined : key.name;
    const path = resourcePath(resource, key.namespace, name, options.subresource);
    return { ok: true, value: path, warnings: [] };
  }
}

function callOf(verb: string, key: ResourceKey): { what: string; isSecret: boolean } {
  const place = key.namespace === '' ? key.name : `${key.namespace}/${key.name}`;
  return { what: `${verb} ${key.kind} ${place}`, isSecret: key.group === '' && key.kind === 'Secret' };
}

/** What a read object carries and a written one must not: the server owns these. */
function outgoing(object: KubeObject): KubeObject {
  const { managedFields: _m, resourceVersion: _r, uid: _u, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function withPrecondition(object: KubeObject, precondition: ApplyRequest['precondition']): KubeObject {
  if (precondition === undefined) return object;
  const expected = 'absent' in precondition ? { resourceVersion: neverAVersion } : precondition;
  return { ...object, metadata: { ...object.metadata, ...expected } };
}

/**
 * Of no object (etcd's first write is 2): server-side apply creates an object whatever version it names, and refuses one
 * that exists in another version. So this says "only where there is none", which apply has no word for.
 */
const neverAVersion = '1';

function conflict(key: ResourceKey, why: string): KubeResult<never> {
  return kubeFailure({
    code: 'object_conflict',
    status: 409,
    message: `${key.kind} ${key.name} changed meanwhile: ${why}.`,
    hint: 'Refresh and plan again.',
  });
}

/** A group that does not answer for a while still serves the kinds it served: nothing else is known of it. */
function withFormer(found: Discovery, former: Discovery | undefined): Discovery {
  if (former === undefined || found.unavailable.length === 0) return found;
  const missing = new Set(
    found.unavailable.filter((group) => !found.resources.some((r) => r.group === group)),
  );
  const kept = former.resources.filter((resource) => missing.has(resource.group));
  return { ...found, resources: [...found.resources, ...kept] };
}
