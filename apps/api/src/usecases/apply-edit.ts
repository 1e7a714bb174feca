import type { Plan } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import type { Db } from '../store/database.ts';
import { clusterNameOf, repositoryKeysOf } from './destination.ts';

/** Makes the spec what an executed edit Plan says. */
export async function applyEdit(tx: Db, application: ApplicationRecord, plan: Plan): Promise<void> {
  const { edit } = plan;
  if (!edit) return;
  await applicationStore(tx).updateSpec(application.uid, {
    spec: edit.after,
    labels: edit.labels ?? application.labels,
    annotations: edit.annotations ?? application.annotations,
    managedBy: application.managedBy,
    cluster: await clusterNameOf(tx, edit.after.destination),
    repositories: repositoryKeysOf(edit.after.sources),
  });
}
