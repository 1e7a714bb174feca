/** Whether an object is an Argo CD AppProject. */
export function isArgoProject(object: { apiVersion?: unknown; kind?: unknown }): boolean {
  return object.kind === 'AppProject' && String(object.apiVersion ?? '').startsWith('argoproj.io/');
}

const inClusterServer = 'https://kubernetes.default.svc';

/**
 * An Argo CD AppProject as Bowline's Project: the in-cluster server becomes its name, empty values and Argo CD's bookkeeping
 * are dropped. What Bowline does not know (roles with policies, signature keys …) fails validation with its path.
 */
export function projectFromArgo(
  document: Record<string, unknown>,
  inCluster = 'in-cluster',
): Record<string, unknown> {
  const metadata = (document.metadata ?? {}) as Record<string, unknown>;
  const { destinations, ...spec } = (document.spec ?? {}) as Record<string, unknown>;
  const annotations = Object.entries((metadata.annotations ?? {}) as Record<string, unknown>).filter(
    ([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration',
  );
  return {
    metadata: {
      name: metadata.name,
      labels: metadata.labels ?? {},
      annotations: Object.fromEntries(annotations),
    },
    spec: {
      ...Object.fromEntries(Object.entries(spec).filter(([, value]) => !isEmpty(value))),
      ...(Array.isArray(destinations)
        ? { destinations: destinations.map((entry) => destinationOf(entry, inCluster)) }
        : {}),
    },
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function destinationOf(value: unknown, inCluster: string): unknown {
  const { server, ...rest } = (value ?? {}) as Record<string, unknown>;
  if (server === undefined || server === '') return rest;
  return server === inClusterServer ? { ...rest, name: rest.name ?? inCluster } : { ...rest, server };
}
