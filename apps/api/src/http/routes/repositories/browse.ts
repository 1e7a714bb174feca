import { endpoint } from '../../endpoint.ts';
import { gitProblem } from './git-problem.ts';
import { openGit, projectOfRepository } from './show.ts';

/** One folder of a revision, and what would render it. */
export const browseRepository = endpoint(
  'browseRepository',
  async ({ params, query, deps }) => {
    const { db, git, render } = deps.context;
    const repository = await openGit(db, params.name);
    const path = query.path.replace(/^\/+|\/+$/g, '');
    const resolved = await git.resolve(repository, query.revision ?? '');
    if (!resolved.ok) throw gitProblem(resolved);
    const { revision } = resolved.value;
    const listed = await git.listTree(repository, revision, path, { recurse: false });
    if (!listed.ok) throw gitProblem(listed);
    const detected = await render.detect({ repository, revision, path });
    return {
      revision,
      path,
      entries: listed.value.map((entry) => ({
        name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
        path: entry.path,
        kind: entry.kind,
      })),
      detected: detected.ok
        ? { renderer: detected.renderer, valueFiles: detected.valueFiles, files: detected.files }
        : null,
      message: detected.ok ? '' : detected.message,
    };
  },
  { project: projectOfRepository },
);
