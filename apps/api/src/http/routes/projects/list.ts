import { applicationStore } from '../../../store/application.ts';
import { projectStore } from '../../../store/project.ts';
import { decodeCursor, encodeCursor, isString } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';
import { pageOf } from '../../list-page.ts';
import { projectView } from './project-view.ts';

/** Projects the caller may see. */
export const listProjects = endpoint('listProjects', async ({ query, access, deps }) => {
  const { db, clock } = deps.context;
  const text = query.q?.toLowerCase() ?? '';
  const seen = (await projectStore(db).all()).filter(
    (project) =>
      access.can('projects:get', { project: project.name }).ok &&
      (query.project === undefined || project.name === query.project) &&
      (project.name.includes(text) || (project.spec.description ?? '').toLowerCase().includes(text)),
  );
  const { items, next } = pageOf(seen, { limit: query.limit, after: decodeCursor(query.cursor, isString) });
  const counts = await applicationStore(db).countPer('project');
  return {
    items: items.map((project) => projectView(project, access, counts.get(project.name) ?? 0)),
    total: seen.length,
    next: next === null ? null : encodeCursor(next),
    asOf: clock.now().toISOString(),
  };
});
