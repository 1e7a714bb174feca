import { type PlanRecord, planStore } from '../../../store/plan.ts';
import { projectStore } from '../../../store/project.ts';
import { waitingPlans } from '../../../usecases/waiting-plans.ts';
import { decodeCursor, encodeCursor, isTimeAndId } from '../../cursor.ts';
import { endpoint } from '../../endpoint.ts';

export const listPlans = endpoint('listPlans', async ({ query, deps, access, principal }) => {
  const { db, clock } = deps.context;
  const projects = access.projectsWith('applications:get', query.project);
  const before = decodeCursor(query.cursor, isTimeAndId);
  const { items, total } =
    query.waitsFor === 'me'
      ? pageOf(await waitingPlans(deps.context, { principal, access }, query), before, query.limit)
      : await planStore(db).list({
          limit: query.limit,
          ...(projects ? { projects } : {}),
          ...(query.application === undefined ? {} : { application: query.application }),
          ...(query.state === undefined ? {} : { state: query.state }),
          ...(before ? { before: { at: before[0], id: before[1] } } : {}),
        });
  const required = new Map(
    (await projectStore(db).all()).map((project) => [project.name, project.spec.approvals?.required ?? 0]),
  );
  const approvals = await planStore(db).approvalsOf(items.map(({ id }) => id));
  const last = items.at(-1);
  return {
    items: items.map((record) => row(record, approvals.get(record.id)?.length ?? 0, required)),
    total,
    next: last && items.length === query.limit ? encodeCursor([last.builtAt, last.id]) : null,
    asOf: clock.now().toISOString(),
  };
});

function pageOf(plans: PlanRecord[], before: string[] | undefined, limit: number) {
  const [at = '', id = ''] = before ?? [];
  const older = plans.filter((plan) => !before || plan.builtAt < at || (plan.builtAt === at && plan.id < id));
  return { items: older.slice(0, limit), total: plans.length };
}

function row(record: PlanRecord, approvals: number, required: Map<string, number>) {
  const { id, kind, state, project, application, digest, builtBy, builtAt } = record;
  const { create, change, prune, hook } = record.counts;
  return {
    id,
    kind,
    state,
    project,
    application,
    digest,
    builtBy,
    builtAt,
    counts: { create, change, prune, hook },
    risks: record.risks.filter((risk) => risk.severity !== 'notice').length,
    approvals,
    approvalsRequired: required.get(project) ?? 0,
  };
}
