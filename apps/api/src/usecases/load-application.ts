import { AppError } from '@bowline/sync-engine/core/app-error';
import type { ProjectSpec } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { notFound } from '../store/conflict.ts';
import type { Db } from '../store/database.ts';
import { projectStore } from '../store/project.ts';

/** Throws not_found. */
export async function loadApplication(db: Db, project: string, name: string): Promise<ApplicationRecord> {
  const application = await applicationStore(db).find(project, name);
  if (!application) throw notFound('Application', `${project}/${name}`);
  return application;
}

/** Throws not_found. */
export async function loadApplicationByUid(db: Db, uid: string): Promise<ApplicationRecord> {
  const application = await applicationStore(db).get(uid);
  if (!application) throw notFound('Application', uid);
  return application;
}

export async function loadProject(db: Db, name: string): Promise<{ name: string; spec: ProjectSpec }> {
  const project = await projectStore(db).find(name);
  if (!project) throw notFound('Project', name);
  return { name: project.name, spec: project.spec };
}

/** Throws application_deleting. */
export function refuseDeleting(application: ApplicationRecord): void {
  if (application.deletionTimestamp === null) return;
  throw new AppError({
    code: 'application_deleting',
    status: 409,
    message: `Application ${application.project}/${application.name} is being deleted.`,
    hint: 'Wait until it is gone; its page says what it waits for.',
  });
}
