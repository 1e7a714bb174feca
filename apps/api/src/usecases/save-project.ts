import { isDeepStrictEqual } from 'node:util';
import { topics, type ProjectInput } from '@bowline/contract';
import type { z } from 'zod';
import { auditStore } from '../store/audit.ts';
import { outboxStore } from '../store/outbox.ts';
import { type ProjectRecord, projectStore } from '../store/project.ts';
import { wake } from '../store/wake.ts';
import type { Caller, Context } from './context.ts';

/** Creates or replaces a Project by name; its Applications are judged by the new rules at once. */
export async function saveProject(
  ctx: Context,
  input: {
    project: z.infer<typeof ProjectInput>;
    managedBy: string | null;
    caller: Caller;
    ifVersion?: number;
  },
): Promise<'created' | 'configured' | 'unchanged'> {
  const { project, caller } = input;
  const { name, labels = {}, annotations = {} } = project.metadata;
  return ctx.db.transaction(async (tx) => {
    const before = await projectStore(tx).find(name);
    if (before && isSameProject(before, project)) return 'unchanged';
    const row = { name, spec: project.spec, labels, annotations, managedBy: input.managedBy };
    if (before)
      await projectStore(tx).update(row, input.ifVersion === undefined ? {} : { ifVersion: input.ifVersion });
    else await projectStore(tx).create(row);
    await auditStore(tx).append({
      actor: caller.actor,
      action: before ? 'project.update' : 'project.create',
      object: { kind: 'Project', project: name, name },
      outcome: 'succeeded',
      before: before?.spec,
      after: project.spec,
      requestId: caller.requestId,
      ip: caller.ip,
    });
    await outboxStore(tx).append([
      { topic: topics.projects(), type: 'patch', project: name, data: { name } },
    ]);
    await wake(tx, { kind: 'project', name });
    return before ? 'configured' : 'created';
  });
}

/** Whether saving it would change nothing. */
export function isSameProject(before: ProjectRecord, project: z.infer<typeof ProjectInput>): boolean {
  const { labels = {}, annotations = {} } = project.metadata;
  return isDeepStrictEqual(
    [before.spec, before.labels, before.annotations],
    [project.spec, labels, annotations],
  );
}
