import type { Home } from '@bowline/contract';
import type { z } from 'zod';
import { applicationList, type ApplicationListRow } from '../store/application-list.ts';
import type { ApplicationFilter } from '../store/application-filter.ts';
import { clusterStore } from '../store/cluster.ts';
import { operationStore } from '../store/operation.ts';
import { planStore } from '../store/plan.ts';
import { repositoryStore } from '../store/repository.ts';
import type { Context } from './context.ts';

type HomeView = z.infer<typeof Home>;
type Row = HomeView['rows'][number];
const rowsMax = 50;

/** What needs a person now, most urgent first: Operations that failed, Degraded, Drift nobody reverts, Plans that wait, Holds. */
export async function showHome(
  ctx: Context,
  input: { projects: string[] | undefined; user: string },
): Promise<HomeView> {
  const visible: ApplicationFilter = input.projects ? { visibleProjects: input.projects } : {};
  const list = applicationList(ctx.db);
  const named = (filter: ApplicationFilter) =>
    list.page({ filter: { ...visible, ...filter }, sort: 'name', isDescending: false, limit: rowsMax });
  const only = (word: string) => ({ any: [word], none: [] });
  const [facets, total, degraded, unknown, drifted, held, plans, operations, clusters, repositories] =
    await Promise.all([
      list.facets(visible),
      list.count(visible),
      named({ health: only('Degraded') }),
      named({ sync: only('Unknown') }),
      named({ reason: only('drift'), auto: only('off') }),
      named({ auto: only('hold') }),
      planStore(ctx.db).list({
        state: 'open',
        limit: rowsMax,
        ...(input.projects ? { projects: input.projects } : {}),
      }),
      operationStore(ctx.db).list({
        limit: rowsMax,
        ...(input.projects ? { projects: input.projects } : {}),
      }),
      clusterStore(ctx.db).all(),
      repositoryStore(ctx.db).all(),
    ]);
  const latest = new Map(
    operations.items
      .toReversed()
      .map((operation) => [`${operation.project}/${operation.application}`, operation]),
  );
  const failing = [...latest.values()].filter(
    (operation) => operation.phase === 'Failed' || operation.phase === 'Error',
  );
  const rows: Row[] = [
    ...plans.items
      .filter((plan) => plan.builtBy.name !== input.user)
      .map((plan) => ({
        group: 'approvals' as const,
        project: plan.project,
        name: plan.application,
        sentence: `Plan ${plan.id} by ${plan.builtBy.name} waits for review: ${planSentence(plan.counts)}.`,
        at: plan.builtAt,
        action: { kind: 'open-plan' as const, target: plan.id },
      })),
    ...failing.map((operation) => ({
      group: 'failing' as const,
      project: operation.project,
      name: operation.application,
      sentence: operation.message || `Operation ${operation.number} failed.`,
      at: operation.finishedAt ?? operation.createdAt,
      action: { kind: 'open-operation' as const, target: operation.id },
    })),
    ...degraded.items.map((row) => rowOf(row, 'degraded', row.healthMessage || 'Degraded.', 'why')),
    ...drifted.items.map((row) =>
      rowOf(
        row,
        'drift',
        `${row.drift} ${row.drift === 1 ? 'object differs' : 'objects differ'} from the last Release, and nothing reverts it.`,
        'plan',
      ),
    ),
    ...unknown.items.map((row) => rowOf(row, 'blocked', row.syncMessage || 'Its state is unknown.', 'why')),
    ...held.items.map((row) => rowOf(row, 'blocked', 'Auto-sync is held.', 'resume')),
  ];
  return {
    rows: rows.slice(0, rowsMax),
    fleet: {
      health: facets.health,
      // OutOfSync says why: the causes stand beside the words.
      sync: { ...facets.sync, ...pick(facets.reason, ['pending', 'drift', 'both']) },
      total,
    },
    operations: operations.items.map(({ id, project, application, phase, createdAt }) => ({
      id,
      project,
      application,
      phase,
      at: createdAt,
    })),
    clusters: clusters.map(({ name, state, message }) => ({ name, state, message })),
    firstRun: [
      { id: 'repository', done: repositories.length > 0 },
      { id: 'cluster', done: clusters.length > 0 },
      { id: 'application', done: total > 0 },
      {
        id: 'plan',
        done: operations.items.some(
          (operation) => operation.requestedBy.kind === 'user' && operation.planKind === 'sync',
        ),
      },
      { id: 'rollback', done: operations.items.some((operation) => operation.planKind === 'rollback') },
    ],
  };
}

function pick(counts: Record<string, number>, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, counts[name] ?? 0]));
}

function rowOf(
  row: ApplicationListRow,
  group: Row['group'],
  sentence: string,
  kind: Row['action']['kind'],
): Row {
  const target = `${row.project}/${row.name}`;
  return {
    group,
    project: row.project,
    name: row.name,
    sentence,
    at: row.healthSince ?? row.createdAt,
    action: { kind, target },
  };
}

function planSentence(counts: { create: number; change: number; prune: number }): string {
  const parts = [
    counts.create > 0 ? `${counts.create} to create` : '',
    counts.change > 0 ? `${counts.change} to change` : '',
    counts.prune > 0 ? `${counts.prune} to delete` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'no object changes' : parts.join(', ');
}
