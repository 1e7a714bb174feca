import { badRequest, unknownPath } from './errors.ts';
import { json, type Reply } from './request.ts';
import type { Registry } from './registry.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const READ_WRITE = ['get', 'patch', 'update'];

/** Answers the discovery paths: /api, /apis, one group, one version; aggregated (v2) where the client asks for it. */
export function discover(registry: Registry, path: string, accept: string): Reply {
  const steps = path.split('/').filter((step) => step !== '');
  if (
    steps.length === 1 &&
    /v=v2(;|,|$)[^,]*as=APIGroupDiscoveryList|as=APIGroupDiscoveryList[^,]*v=v2(;|,|$)/.test(accept)
  )
    return aggregated(registry, steps[0] === 'api');
  if (steps[0] === 'api') {
    if (steps.length === 1)
      return json(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
    return resourceList(registry, '', steps[1] ?? '');
  }
  if (steps.length === 1)
    return json(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: groupList(registry) });
  if (steps.length === 2) {
    const group = groupList(registry).find((one) => one.name === steps[1]);
    if (!group) throw unknownPath();
    return json(200, { kind: 'APIGroup', apiVersion: 'v1', ...group });
  }
  if (steps.length > 3) throw badRequest('not a discovery path');
  return resourceList(registry, steps[1] ?? '', steps[2] ?? '');
}

function groupList(registry: Registry) {
  return [...registry.groups()]
    .filter(([group, versions]) => group !== '' && versions.length > 0)
    .map(([name, versions]) => {
      const all = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
      return { name, versions: all, preferredVersion: all[0] };
    });
}

function typesOf(registry: Registry, group: string, version: string): ResourceType[] {
  return registry
    .all()
    .filter((type) => type.group === group && type.versions.some((one) => one.name === version && one.served))
    .sort((a, b) => (a.plural < b.plural ? -1 : 1));
}

function resourceList(registry: Registry, group: string, version: string): Reply {
  const types = typesOf(registry, group, version);
  if (types.length === 0) throw unknownPath();
  const resources = types.flatMap((type) => [
    {
      name: type.plural,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: type.virtual ? ['create'] : VERBS,
      ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
      ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    },
    ...subresources(type).map((sub) => ({
      name: `${type.plural}/${sub.name}`,
      singularName: '',
      namespaced: type.namespaced,
      kind: sub.kind,
      ...(sub.group === undefined ? {} : { group: sub.group, version: 'v1' }),
      verbs: sub.verbs,
    })),
  ]);
  return json(200, {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(group, version),
    resources,
  });
}

interface Subresource {
  name: string;
  kind: string;
  group?: string;
  verbs: string[];
}

function subresources(type: ResourceType): Subresource[] {
  const found: Subresource[] = [];
  if (type.hasStatus) found.push({ name: 'status', kind: type.kind, verbs: READ_WRITE });
  if (type.scale) found.push({ name: 'scale', kind: 'Scale', group: 'autoscaling', verbs: READ_WRITE });
  for (const name of type.subresources) found.push({ name, ...extra(type, name) });
  return found;
}

function extra(type: ResourceType, name: string): Omit<Subresource, 'name'> {
  if (name === 'log') return { kind: type.kind, verbs: ['get'] };
  if (name === 'binding') return { kind: 'Binding', verbs: ['create'] };
  if (name === 'eviction') return { kind: 'Eviction', group: 'policy', verbs: ['create'] };
  return { kind: type.kind, verbs: ['update'] };
}

function aggregated(registry: Registry, isCore: boolean): Reply {
  const items = [...registry.groups()]
    .filter(([group, versions]) => (group === '') === isCore && versions.length > 0)
    .map(([name, versions]) => ({
      metadata: { ...(name ? { name } : {}), creationTimestamp: null },
      versions: versions.map((version) => ({
        version,
        freshness: 'Current',
        resources: typesOf(registry, name, version).map((type) => aggregatedResource(type, version)),
      })),
    }));
  const list = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
  const contentType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  return {
    status: 200,
    warnings: [],
    body: { kind: 'json', value: () => list, text: () => JSON.stringify(list), contentType },
  };
}

function aggregatedResource(type: ResourceType, version: string): unknown {
  return {
    resource: type.plural,
    responseKind: { group: type.group, version, kind: type.kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.virtual ? ['create'] : VERBS,
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
    subresources: subresources(type).map((sub) => ({
      subresource: sub.name,
      responseKind: { group: sub.group ?? type.group, version: sub.group ? 'v1' : version, kind: sub.kind },
      verbs: sub.verbs,
    })),
  };
}
