import { topics } from '@bowline/contract';
import type { SourceRevision } from '@bowline/sync-engine/core/model';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { ChartRepository } from '@bowline/sync-engine/ports/charts';
import type { GitRepository } from '@bowline/sync-engine/ports/git';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { type CurrentRevision, writeCurrentRevisions } from '../store/current-revision.ts';
import { finishedPhases } from '../store/operation.ts';
import { outboxStore } from '../store/outbox.ts';
import { repositoryStore } from '../store/repository.ts';
import type { Context } from './context.ts';
import { renderedText, scopeText, versionsText } from './evaluation.ts';
import type { LiveCluster } from './live-cluster.ts';
import { mapLimited } from './map-limited.ts';
import { monotonicOf } from './monotonic-of.ts';
import { openChartRepositories } from './open-chart-repositories.ts';
import { openForProject } from './open-destination.ts';
import { renderSources } from './render-sources.ts';

export type SettleInput = {
  /** Applications of which a refresh is asked. */
  uids: string[];
  /** Whether this process may write now for the Applications of a cluster. */
  mayWrite: (cluster: string) => boolean;
  /** Called, as soon as it is known, for each Application that needs a whole look. */
  lookAt: (uid: string) => void;
};

/** Nearly all of them wait for git or the render cache; programs have slots of their own. */
const atOnce = 100;
/** What is known by then is written, whatever the rest waits for. */
const writeMs = 1_000;

/**
 * Answers the refresh of many Applications at once: those for which a look would find what the last one found (the same
 * manifests, the same live versions) get the new revision in one statement. A commit in a repository of 300 Applications
 * changes nothing else for most of them. All others, and whoever is in doubt, go to `lookAt`.
 */
export async function settleUnchanged(ctx: Context, input: SettleInput): Promise<void> {
  const { uids, lookAt } = input;
  for (const uid of uids) if (ctx.looks.get(uid) === undefined) lookAt(uid);
  const known = uids.filter((uid) => ctx.looks.get(uid) !== undefined);
  // What is not asked for any more has been answered by a look meanwhile.
  const asked = (await applicationStore(ctx.db).many(known)).filter(({ refresh }) => refresh !== null);
  const candidates = asked.filter(isSimple);
  for (const application of asked) if (!isSimple(application)) lookAt(application.uid);
  // A repository that does not answer holds up its own Applications only.
  const groups = new Map<string, ApplicationRecord[]>();
  for (const application of candidates) {
    const key = application.repositories.join('\n');
    groups.set(key, [...(groups.get(key) ?? []), application]);
  }
  await Promise.all([...groups.values()].map((group) => settleGroup(ctx, group, input)));
}

async function settleGroup(
  ctx: Context,
  applications: ApplicationRecord[],
  { mayWrite, lookAt }: SettleInput,
): Promise<void> {
  const open = new Set(applications.map(({ uid }) => uid));
  const giveBack = (uid: string): void => {
    if (open.delete(uid)) lookAt(uid);
  };
  let found: Settled[] = [];
  const once = sharedCalls(ctx);
  const looked = mapLimited(atOnce, applications, async (application) => {
    // What failed shows in a look of its own.
    const settled = await settle(ctx, application, once).catch(() => null);
    if (settled) found.push(settled);
    else giveBack(application.uid);
  });
  try {
    for (let isLast = false; !isLast; ) {
      isLast = await isAllSoon(ctx, looked);
      const current = found.filter(({ application }) => mayWrite(application.cluster));
      found = [];
      for (const uid of await save(ctx, current)) open.delete(uid);
    }
  } finally {
    await looked;
    for (const uid of open) giveBack(uid);
  }
}

/** Waits for all, but not for long: a slow render must not keep the others from being current. True when all are known. */
async function isAllSoon(ctx: Context, looked: Promise<unknown>): Promise<boolean> {
  let cancel = (): void => {};
  const tick = new Promise<boolean>((resolve) => {
    cancel = ctx.clock.schedule(writeMs, () => resolve(false));
  });
  const isAll = await Promise.race([looked.then(() => true), tick]);
  cancel();
  return isAll;
}

type Settled = { application: ApplicationRecord; current: CurrentRevision };

/** Only what depends on nothing but content: an open Operation, a Hold or a decision that ends by the clock needs a look. */
function isSimple(application: ApplicationRecord): boolean {
  const { refresh, hold, deletionTimestamp, status } = application;
  const isBusy = status.operation !== null && !finishedPhases.includes(status.operation.phase);
  return refresh?.mode === 'normal' && hold === null && deletionTimestamp === null && !isBusy;
}

type SharedCalls = {
  cluster(name: string, project: string): Promise<LiveCluster | null>;
  repository(url: string, project: string): Promise<GitRepository | null>;
  charts(project: string): Promise<ChartRepository[]>;
};

/** Asks once per Project, cluster and repository, however many Applications share them. */
function sharedCalls(ctx: Context): SharedCalls {
  const clusters = new Map<string, Promise<LiveCluster | null>>();
  const repositories = new Map<string, Promise<GitRepository | null>>();
  const charts = new Map<string, Promise<ChartRepository[]>>();
  return {
    charts: (project) => remembered(charts, project, () => openChartRepositories(ctx, project)),
    cluster: (cluster, project) =>
      remembered(clusters, `${project}\n${cluster}`, () => openForProject(ctx, { project, cluster })),
    repository: (url, project) =>
      remembered(repositories, `${project}\n${url}`, () => repositoryStore(ctx.db).openByUrl(url, project)),
  };
}

function remembered<T>(map: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = map.get(key) ?? ask();
  map.set(key, known);
  return known;
}

/** The new revisions when a look would find what the last one found; null when it has to be taken. */
async function settle(
  ctx: Context,
  application: ApplicationRecord,
  once: SharedCalls,
): Promise<Settled | null> {
  const { spec, project, name, uid, refresh } = application;
  const look = ctx.looks.get(uid);
  if (!look || !refresh || look.generation !== application.generation) return null;
  if (look.release !== (application.status.release?.number ?? null)) return null;
  const cluster = await once.cluster(application.cluster, project);
  const scope = await cluster?.scope();
  if (!cluster || !scope?.isKnown || scopeText(scope) !== look.scope) return null;
  const { revisions, result } = await renderSources(ctx, {
    application: { project, name },
    destinationNamespace: spec.destination.namespace,
    sources: spec.sources,
    repositories: await Promise.all(spec.sources.map(({ repoURL }) => once.repository(repoURL, project))),
    chartRepositories: await once.charts(project),
    scope,
    notBeforeMs: monotonicOf(ctx.clock, refresh.requestedAt),
    mode: 'normal',
    outputBytesMax: ctx.limits.renderBytesMax,
  });
  const revision = revisions[0]?.revision;
  if (result.kind === 'failed' || renderedText(result) !== look.rendered || revision === undefined)
    return null;
  const live = await cluster.live({
    trackingName: trackingNameOf(application),
    installationId: ctx.installationId,
    keys: look.keys,
  });
  if (live.kind === 'unknown' || live.unread || versionsText(live.objects) !== look.live) return null;
  const { resourceVersion } = application;
  const times = { requestedAt: refresh.requestedAt, liveAsOf: live.asOf };
  return { application, current: { uid, resourceVersion, revisions, desiredRevision: revision, ...times } };
}

/** Writes all of them in one statement and tells open pages; returns those that had not moved meanwhile. */
async function save(ctx: Context, settled: Settled[]): Promise<string[]> {
  if (settled.length === 0) return [];
  const now = ctx.clock.now().toISOString();
  return ctx.db.transaction(async (tx) => {
    const written = await writeCurrentRevisions(
      tx,
      settled.map(({ current }) => current),
      now,
    );
    const isWritten = new Set(written);
    const moved = settled.filter(
      ({ application, current }) => isWritten.has(application.uid) && isNews(application, current.revisions),
    );
    await outboxStore(tx).append(eventsOf(moved.map(({ application }) => application)));
    return written;
  });
}

function isNews(application: ApplicationRecord, revisions: SourceRevision[]): boolean {
  return JSON.stringify(application.status.revisions) !== JSON.stringify(revisions);
}

/** Lists are told once for all of a Project; the page of one Application by its own topic, which few streams ask for. */
function eventsOf(applications: ApplicationRecord[]) {
  const perProject = new Map<string, number>();
  for (const { project } of applications) perProject.set(project, (perProject.get(project) ?? 0) + 1);
  const lists = [...perProject].flatMap(([project, count]) =>
    [topics.applicationList(), topics.home()].map((topic) => ({
      topic,
      type: 'patch' as const,
      project,
      data: { project, applications: count },
    })),
  );
  const pages = applications.map(({ uid, project, name }) => ({
    topic: topics.application(uid),
    type: 'patch' as const,
    project,
    data: { uid, project, name },
  }));
  return [...lists, ...pages];
}
