import type { ClusterClient } from '@bowline/sync-engine/ports/kube';

/** A client's calls as they are, for a wrapper that replaces some: the client may be of a class, whose methods a spread would lose. */
export function plainCalls(client: ClusterClient): ClusterClient {
  return {
    probe: () => client.probe(),
    resources: (options) => client.resources(options),
    schemaOf: (gvk) => client.schemaOf(gvk),
    events: (query) => client.events(query),
    logs: (query, signal) => client.logs(query, signal),
    patch: (key, version, patch, options) => client.patch(key, version, patch, options),
    get: (key, version) => client.get(key, version),
    apply: (request) => client.apply(request),
    delete: (request) => client.delete(request),
  };
}
