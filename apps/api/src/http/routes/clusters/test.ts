import { clusterStore } from '../../../store/cluster.ts';
import { endpoint } from '../../endpoint.ts';
import { badRequest } from '../../problem.ts';

/** Asks a cluster, saved or not, for its version. Without a kubeconfig the stored one of this name is used. */
export const testCluster = endpoint('testCluster', async ({ body, deps, ...request }) => {
  const { db, clock, random } = deps.context;
  const isStored = body.kubeconfig === undefined;
  const stored = isStored ? await clusterStore(db).find(body.metadata.name) : null;
  if (stored) request.require({ project: stored.project });
  const connection = isStored
    ? await clusterStore(db).open(body.metadata.name)
    : {
        id: `test-${random.uuid()}`,
        name: body.metadata.name,
        kubeconfig: body.kubeconfig ?? '',
        ...(body.context && { context: body.context }),
      };
  if (!connection) throw badRequest('body.kubeconfig: is required for a cluster that is not registered.');
  const startedMs = clock.monotonicMs();
  try {
    const result = await deps.kube.client(connection).probe();
    const latencyMs = Math.round(clock.monotonicMs() - startedMs);
    const base = { defaultBranch: '', refs: 0, latencyMs };
    return result.ok
      ? { ...base, ok: true, code: '', message: `Connected: Kubernetes ${result.value.version}.`, hint: '' }
      : { ...base, ok: false, code: result.code, message: result.message, hint: result.hint };
  } finally {
    if (!isStored) await deps.kube.forget(connection.id);
  }
});
