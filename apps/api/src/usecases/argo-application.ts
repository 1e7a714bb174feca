/** Whether an object is an Argo CD Application. */
export function isArgoApplication(object: { apiVersion?: unknown; kind?: unknown }): boolean {
  return object.kind === 'Application' && String(object.apiVersion ?? '').startsWith('argoproj.io/');
}

/**
 * An Argo CD Application as Bowline's: one `source` becomes a list of one, the in-cluster server becomes its name, and
 * Argo CD's own bookkeeping is dropped. What Bowline does not know fails validation with its path, never silently.
 */
export function applicationFromArgo(
  document: Record<string, unknown>,
  inCluster = 'in-cluster',
): Record<string, unknown> {
  const spec = (document.spec ?? {}) as Record<string, unknown>;
  const metadata = (document.metadata ?? {}) as Record<string, unknown>;
  const { source, sources, destination, syncPolicy, project, ...rest } = spec;
  return {
    metadata: {
      name: metadata.name,
      labels: metadata.labels ?? {},
      annotations: withoutBookkeeping(metadata.annotations),
    },
    spec: {
      ...rest,
      project: project ?? 'default',
      sources: sources ?? (source === undefined ? [] : [source]),
      destination: destinationOf(destination, inCluster),
      ...(syncPolicy === undefined ? {} : { syncPolicy }),
    },
  };
}

const inClusterServer = 'https://kubernetes.default.svc';

function destinationOf(destination: unknown, inCluster: string): unknown {
  const { server, name, namespace } = (destination ?? {}) as {
    server?: string;
    name?: string;
    namespace?: string;
  };
  if (name !== undefined) return { name, namespace: namespace ?? '' };
  // Argo CD's own cluster: for a child the one its parent is in, else the one registered as in-cluster.
  if (server === undefined || server === inClusterServer)
    return { name: inCluster, namespace: namespace ?? '' };
  return { server, namespace: namespace ?? '' };
}

function withoutBookkeeping(annotations: unknown): Record<string, unknown> {
  const kept = Object.entries((annotations ?? {}) as Record<string, unknown>).filter(
    ([key]) =>
      key !== 'argocd.argoproj.io/tracking-id' && key !== 'kubectl.kubernetes.io/last-applied-configuration',
  );
  return Object.fromEntries(kept);
}
