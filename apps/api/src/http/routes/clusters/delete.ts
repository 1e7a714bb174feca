import { topics } from '@bowline/contract';
import { applicationStore } from '../../../store/application.ts';
import { auditStore } from '../../../store/audit.ts';
import { clusterStore } from '../../../store/cluster.ts';
import { outboxStore } from '../../../store/outbox.ts';
import { wake } from '../../../store/wake.ts';
import { clusterAuditView } from '../../../usecases/save-cluster.ts';
import { endpoint } from '../../endpoint.ts';
import { refuseManaged } from '../../managed.ts';
import { problem } from '../../problem.ts';
import { loadCluster, projectOfCluster } from './show.ts';

/** Removes a Cluster without Applications. Nothing in the cluster is touched. */
export const deleteCluster = endpoint(
  'deleteCluster',
  async ({ params, caller, deps }) => {
    const before = await loadCluster(deps.context.db, params.name);
    refuseManaged('Cluster', before);
    await deps.context.db.transaction(async (tx) => {
      const applications = await applicationStore(tx).countBy({ cluster: before.name });
      if (applications > 0) {
        const message = `The cluster ${before.name} is the destination of ${applications} applications.`;
        throw problem('in_use', message, 'Delete or move them first.');
      }
      await clusterStore(tx).remove(before.name);
      await auditStore(tx).append({
        ...caller,
        action: 'cluster.delete',
        object: { kind: 'Cluster', project: before.project, name: before.name },
        outcome: 'succeeded',
        before: clusterAuditView(before),
      });
      await outboxStore(tx).append([
        { topic: topics.clusters(), type: 'gone', project: before.project, data: { name: before.name } },
      ]);
      await wake(tx, { kind: 'cluster', name: before.name });
    });
    await deps.clusters.forget(before.name);
    return {};
  },
  { project: projectOfCluster },
);
