import type { Access } from '../../../auth/access.ts';
import { applicationStore } from '../../../store/application.ts';
import { notFound } from '../../../store/conflict.ts';
import type { Db } from '../../../store/database.ts';
import { projectStore } from '../../../store/project.ts';
import { projectView } from './project-view.ts';

/** A Project as it is answered. Throws not_found. */
export async function showProject(
  db: Db,
  name: string,
  access: Access,
): Promise<ReturnType<typeof projectView>> {
  const project = await projectStore(db).find(name);
  if (!project) throw notFound('Project', name);
  return projectView(project, access, await applicationStore(db).countBy({ project: name }));
}
