import type { ApiResource, KubeResult } from '../../ports/kube.ts';
import { formatApiVersion } from '../../core/resource-key.ts';
import type { Transport } from './transport.ts';

/** All kinds an API server serves, and the groups that did not answer: about those nothing is known. */
export type Discovery = { resources: ApiResource[]; unavailable: string[] };

type Aggregated = {
  kind?: string;
  items?: {
    metadata?: { name?: string };
    versions?: {
      version: string;
      freshness?: string;
      resources?: {
        resource: string;
        scope?: string;
        verbs?: string[];
        responseKind?: { kind?: string };
      }[];
    }[];
  }[];
};

type ResourceList = { resources?: { name: string; kind: string; namespaced: boolean; verbs?: string[] }[] };
type GroupList = {
  groups?: {
    name: string;
    preferredVersion?: { version: string };
    versions: { version: string; groupVersion: string }[];
  }[];
};
type Versions = { versions?: string[] };

const aggregatedAccept =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** Discovers every served kind: two calls where the server aggregates, one per group version elsewhere. */
export async function discover(transport: Transport): Promise<KubeResult<Discovery>> {
  const [core, groups] = await Promise.all([
    fetchRoot<Aggregated & Versions>(transport, '/api'),
    fetchRoot<Aggregated & GroupList>(transport, '/apis'),
  ]);
  if (!core.ok) return core;
  if (!groups.ok) return groups;
  const isAggregated =
    core.value.kind === 'APIGroupDiscoveryList' && groups.value.kind === 'APIGroupDiscoveryList';
  const found = isAggregated
    ? fromAggregated([core.value, groups.value])
    : await fromLists(transport, core.value, groups.value);
  return { ok: true, value: found, warnings: [] };
}

function fetchRoot<T>(transport: Transport, path: string): Promise<KubeResult<T>> {
  return transport.json<T>({
    method: 'GET',
    path,
    accept: aggregatedAccept,
    what: 'discovery',
    isSecret: false,
  });
}

function fromAggregated(documents: Aggregated[]): Discovery {
  const found: Discovery = { resources: [], unavailable: [] };
  for (const group of documents.flatMap((document) => document.items ?? [])) {
    const name = group.metadata?.name ?? '';
    const seen = new Set<string>();
    for (const version of group.versions ?? []) {
      if (version.freshness === 'Stale' && (version.resources ?? []).length === 0)
        found.unavailable.push(name);
      for (const resource of version.resources ?? []) {
        const kind = resource.responseKind?.kind;
        if (kind === undefined || kind === '') continue;
        found.resources.push({
          group: name,
          version: version.version,
          kind,
          plural: resource.resource,
          namespaced: resource.scope === 'Namespaced',
          verbs: resource.verbs ?? [],
          isPreferred: !seen.has(resource.resource),
        });
        seen.add(resource.resource);
      }
    }
  }
  return found;
}

async function fromLists(transport: Transport, core: Versions, groups: GroupList): Promise<Discovery> {
  const wanted = [
    ...(core.versions ?? []).map((version) => ({ group: '', version })),
    ...(groups.groups ?? []).flatMap((group) => {
      const preferred = group.preferredVersion?.version;
      const versions = group.versions.map((one) => one.version);
      const ordered = versions.filter((one) => one !== preferred);
      if (preferred !== undefined) ordered.unshift(preferred);
      return ordered.map((version) => ({ group: group.name, version }));
    }),
  ];
  const lists = await Promise.all(
    wanted.map((gv) =>
      transport.json<ResourceList>({
        method: 'GET',
        path: apiRoot(gv),
        what: `discovery of ${formatApiVersion(gv)}`,
        isSecret: false,
      }),
    ),
  );
  const found: Discovery = { resources: [], unavailable: [] };
  const seen = new Set<string>();
  for (const [index, gv] of wanted.entries()) {
    const list = lists[index]!;
    if (!list.ok) {
      found.unavailable.push(gv.group);
      continue;
    }
    for (const resource of list.value.resources ?? []) {
      if (resource.name.includes('/')) continue;
      const id = `${gv.group}/${resource.name}`;
      found.resources.push({
        ...gv,
        kind: resource.kind,
        plural: resource.name,
        namespaced: resource.namespaced,
        verbs: resource.verbs ?? [],
        isPreferred: !seen.has(id),
      });
      seen.add(id);
    }
  }
  return found;
}

/** URL prefix of a group version. */
export function apiRoot(gv: { group: string; version: string }): string {
  return gv.group === '' ? `/api/${gv.version}` : `/apis/${gv.group}/${gv.version}`;
}

/** URL path of a collection, or of one object in it when `name` is given. */
export function resourcePath(
  resource: ApiResource,
  namespace: string,
  name?: string,
  subresource?: string,
): string {
  const parts = [apiRoot(resource)];
  if (resource.namespaced && namespace !== '') parts.push('namespaces', encodeURIComponent(namespace));
  parts.push(resource.plural);
  if (name !== undefined) parts.push(encodeURIComponent(name));
  if (subresource !== undefined) parts.push(subresource);
  return parts.join('/');
}

/** True when a name or namespace may stand in a URL path: dots alone would climb, as the API server says too (X12). */
export function isPathSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && text.length <= 253 && !/[/%]/.test(text);
}
