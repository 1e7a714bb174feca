/** What `metadata` keeps of an object of the API when it is written to a file. */
type Exported = {
  apiVersion?: unknown;
  kind?: unknown;
  metadata: Record<string, unknown>;
  spec?: unknown;
};

/**
 * An object as it belongs into a file: without status, permissions and what the server alone decides, so that `apply -f`
 * of it changes nothing and its text changes only when the object does.
 */
export function exportObject(value: object): Exported {
  const object = value as {
    apiVersion?: unknown;
    kind?: unknown;
    metadata?: Record<string, unknown>;
    spec?: unknown;
  };
  const { name, project, labels, annotations } = object.metadata ?? {};
  // An Application's Project stands in its spec, and a Project is its own.
  const isRegistered = object.kind === 'Repository' || object.kind === 'Cluster';
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name,
      ...(isRegistered && project ? { project } : {}),
      ...(isFilled(labels) ? { labels } : {}),
      ...(isFilled(annotations) ? { annotations } : {}),
    },
    spec: object.spec,
  };
}

function isFilled(map: unknown): boolean {
  return typeof map === 'object' && map !== null && Object.keys(map).length > 0;
}
