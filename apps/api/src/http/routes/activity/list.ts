import type { AuditEvent } from '@bowline/contract';
import type { z } from 'zod';
import { type AuditRecord, auditStore } from '../../../store/audit.ts';
import { decodeCursor, encodeCursor, isString } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';
import { badRequest } from '../../problem.ts';

/** The trail, newest first: of the Projects the caller may see it for, or all of it. */
export const listActivity = endpoint(
  'listActivity',
  async ({ query, access, deps, ...request }) => {
    const projects = access.projectsWith('activity:get');
    // Who sees it in some Project sees those; who sees it nowhere is refused like anywhere else.
    if (projects === undefined || projects.length === 0) request.require({ project: null });
    else request.require({ project: projects[0] ?? null });
    const { cursor, limit, from, to, ...filter } = query;
    const beforeId = decodeCursor(cursor, isString);
    if (beforeId !== undefined && !/^\d{1,18}$/.test(beforeId))
      throw badRequest('query.cursor: this is not a cursor.');
    const { items, total } = await auditStore(deps.context.db).list({
      ...filter,
      limit,
      ...(projects && { projects }),
      ...(beforeId !== undefined && { beforeId }),
      ...(from !== undefined && { from: time('from', from) }),
      ...(to !== undefined && { to: time('to', to) }),
    });
    const last = items.length === limit ? items.at(-1) : undefined;
    return {
      items: items.map(auditEventView),
      total,
      next: last ? encodeCursor(last.id) : null,
      asOf: deps.context.clock.now().toISOString(),
    };
  },
  { project: 'in-handler' },
);

function time(name: string, text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw badRequest(`query.${name}: must be a time such as 2026-11-24T20:00:00Z.`);
  return date.toISOString();
}

function auditEventView(record: AuditRecord): z.input<typeof AuditEvent> {
  return {
    id: record.id,
    at: record.at,
    actor: record.actor,
    action: record.action,
    object: { kind: record.object.kind, project: record.object.project ?? '', name: record.object.name },
    application: record.application,
    outcome: record.outcome,
    message: record.message,
    ip: record.ip,
    requestId: record.requestId,
    planId: record.planId,
    digest: record.digest,
    ...(record.before !== null && { before: record.before as z.input<typeof AuditEvent>['before'] }),
    ...(record.after !== null && { after: record.after as z.input<typeof AuditEvent>['after'] }),
  };
}
