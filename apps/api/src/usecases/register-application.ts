import type { ApplicationInput } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { checkProject } from '@bowline/sync-engine/core/policy/project-rules';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import { clusterStore } from '../store/cluster.ts';
import type { Db } from '../store/database.ts';
import { wake } from '../store/wake.ts';
import { announceApplication } from './announce.ts';
import type { Caller, Context } from './context.ts';
import { clusterNameOf, clusterServerOf, repositoryKeysOf } from './destination.ts';
import { loadProject } from './load-application.ts';

/** Saves a new Application and asks for its first look. Nothing is applied. Throws already_exists, project_refused. */
export async function registerApplication(
  ctx: Context,
  input: { application: ApplicationInput; managedBy: string | null; caller: Caller },
): Promise<ApplicationRecord> {
  const { application, caller } = input;
  const { spec, metadata } = application;
  return ctx.db.transaction(async (tx) => {
    await refuseForbidden(tx, metadata.name, spec);
    const record = await applicationStore(tx).create({
      name: metadata.name,
      spec,
      labels: metadata.labels ?? {},
      annotations: metadata.annotations ?? {},
      managedBy: input.managedBy,
      cluster: await clusterNameOf(tx, spec.destination),
      repositories: repositoryKeysOf(spec.sources),
    });
    await applicationStore(tx).requestRefresh([record.uid], 'normal');
    await auditStore(tx).append({
      actor: caller.actor,
      action: 'application.create',
      object: { kind: 'Application', project: record.project, name: record.name },
      application: record.name,
      outcome: 'succeeded',
      after: spec,
      requestId: caller.requestId,
      ip: caller.ip,
    });
    await announceApplication(tx, record);
    await wake(tx, { kind: 'refresh', uids: [record.uid] });
    return record;
  });
}

/** Throws project_refused when the Project allows not this repository or destination (B15, X47). */
export async function refuseForbidden(
  db: Db,
  application: string,
  spec: ApplicationInput['spec'],
): Promise<void> {
  const project = await loadProject(db, spec.project);
  const name = await clusterNameOf(db, spec.destination);
  const cluster = {
    name,
    server: await clusterServerOf(db, spec.destination),
    project: (await clusterStore(db).find(name))?.project ?? null,
  };
  const reasons = checkProject({ project, application: { name: application, spec }, cluster, objects: [] });
  const first = reasons[0];
  if (!first) return;
  throw new AppError({
    code: 'project_refused',
    status: 403,
    message: first.message,
    hint: `An owner of Project ${project.name} can change its rules.`,
    data: { reasons },
  });
}
