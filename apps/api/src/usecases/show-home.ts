import type { Home } from '@bowline/contract';
import type { z } from 'zod';
import { applicationList, type ApplicationListRow } from '../store/application-list.ts';
import type { ApplicationFilter } from '../store/application-filter.ts';
import { clusterStore } from '../store/cluster.ts';
import { operationStore } from '../store/operation.ts';
import { repositoryStore } from '../store/repository.ts';
import { type TokenRecord, tokenStore } from '../store/token.ts';
import type { Access, Principal } from '../auth/access.ts';
import type { Context } from './context.ts';
import { waitingPlans } from './waiting-plans.ts';

type HomeView = z.infer<typeof Home>;
type Row = HomeView['rows'][number];
const rowsMax = 50;
const dayMs = 86_400_000;
const expiringMs = 7 * dayMs;
const tokensMax = 500;

/** What needs a person now, most urgent first: Plans that wait for this caller, Operations that failed, Degraded, Drift nobody reverts, Holds, own tokens that expire. */
export async function showHome(
  ctx: Context,
  input: { principal: Principal; access: Access },
): Promise<HomeView> {
  const readable = input.access.projectsWith('applications:get');
  const visible: ApplicationFilter = readable ? { visibleProjects: readable } : {};
  const list = applicationList(ctx.db);
  const named = (filter: ApplicationFilter) =>
    list.page({ filter: { ...visible, ...filter }, sort: 'name', isDescending: false, limit: rowsMax });
  const only = (word: string) => ({ any: [word], none: [] });
  // One that is held and Unknown is blocked once, by what cannot be known.
  const heldAndKnown = { auto: only('hold'), sync: { any: [], none: ['Unknown'] } };
  const projects = readable ? { projects: readable } : {};
  const operations = operationStore(ctx.db);
  const [
    facets,
    total,
    degraded,
    unknown,
    drifted,
    held,
    plans,
    latest,
    failing,
    day,
    hasPlan,
    hasRollback,
    clusters,
    repositories,
    tokens,
  ] = await Promise.all([
    list.facets(visible),
    list.count(visible),
    named({ health: only('Degraded') }),
    named({ sync: only('Unknown') }),
    named({ reason: only('drift'), auto: only('off') }),
    named(heldAndKnown),
    waitingPlans(ctx, input),
    operations.list({ limit: rowsMax, ...projects }),
    operations.failing({ limit: rowsMax, ...projects }),
    operations.perHour({ since: new Date(ctx.clock.now().getTime() - dayMs), ...projects }),
    operations.hasAny({ planKind: 'sync', byUser: true, ...projects }),
    operations.hasAny({ planKind: 'rollback', byUser: false, ...projects }),
    clusterStore(ctx.db).all(),
    repositoryStore(ctx.db).all(),
    tokenStore(ctx.db).list({ ownerId: input.principal.user.id, limit: tokensMax }),
  ]);
  const expiring = tokens.items.filter((token) => isExpiring(token, ctx.clock.now()));
  const rows: Row[] = [
    ...plans.map((plan) => ({
      group: 'approvals' as const,
      project: plan.project,
      name: plan.application,
      sentence: `Plan ${plan.id} by ${plan.builtBy.name} waits for review: ${planSentence(plan.counts)}.`,
      at: plan.builtAt,
      action: { kind: 'open-plan' as const, target: plan.id },
    })),
    ...failing.items.map((operation) => ({
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
    ...expiring.map(({ name, expiresAt }) => ({
      group: 'expiring' as const,
      project: '',
      name,
      sentence: 'Your token expires: make another and put it in its place.',
      at: expiresAt,
      action: { kind: 'open' as const, target: '/me/tokens' },
    })),
  ];
  return {
    rows: rows.slice(0, rowsMax),
    fleet: {
      health: facets.health,
      // OutOfSync says why: the causes stand beside the words.
      sync: { ...facets.sync, ...pick(facets.reason, ['pending', 'drift', 'both']) },
      total,
    },
    operations: latest.items.map(({ id, project, application, phase, createdAt }) => ({
      id,
      project,
      application,
      phase,
      at: createdAt,
    })),
    counts: {
      approvals: plans.length,
      failing: failing.total,
      degraded: facets.health.Degraded ?? 0,
      drift: await list.count({ ...visible, reason: only('drift'), auto: only('off') }),
      blocked: (facets.sync.Unknown ?? 0) + (await list.count({ ...visible, ...heldAndKnown })),
      expiring: expiring.length,
    },
    day,
    clusters: clusters.map(({ name, state, message }) => ({ name, state, message })),
    firstRun: [
      { id: 'repository', done: repositories.length > 0 },
      { id: 'cluster', done: clusters.length > 0 },
      { id: 'application', done: total > 0 },
      {
        id: 'plan',
        done: hasPlan,
      },
      { id: 'rollback', done: hasRollback },
    ],
  };
}

/** Within a week, of those made for longer: what was meant to be short needs no reminder. */
function isExpiring({ createdAt, expiresAt }: TokenRecord, now: Date): boolean {
  const left = Date.parse(expiresAt) - now.getTime();
  const life = Date.parse(expiresAt) - Date.parse(createdAt);
  return left > 0 && left <= expiringMs && life > expiringMs;
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
