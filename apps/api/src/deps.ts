import { join } from 'node:path';
import { createEgress } from '@bowline/sync-engine/adapters/egress';
import { createGit } from '@bowline/sync-engine/adapters/git/git';
import { createKube } from '@bowline/sync-engine/adapters/kube/kube';
import { createCharts } from '@bowline/sync-engine/adapters/render/charts/charts';
import { createRender } from '@bowline/sync-engine/adapters/render/render';
import { systemClock, systemRandom } from '@bowline/sync-engine/adapters/time/system-clock';
import { updateFilter } from '@bowline/sync-engine/core/diff/resource-update';
import type { KubePort } from '@bowline/sync-engine/ports/kube';
import type { Config } from './config.ts';
import { type WakeUps, wakeUps } from './events/wake-ups.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createLog, type Log } from './log.ts';
import { loadMasterKey } from './master-key.ts';
import { nameReplica } from './replica.ts';
import { openCustomHealth } from './custom-health.ts';
import { openInstallationRules } from './installation-rules.ts';
import { clusterCallMetrics } from './roles/cluster-metrics.ts';
import { measuredGit } from './roles/git-metrics.ts';
import { type Database, openDatabase } from './store/database.ts';
import { loadInstallationId } from './store/installation.ts';
import { childApplications } from './usecases/child-applications.ts';
import { type ClusterRegistry, clusterRegistry } from './usecases/cluster-registry.ts';
import type { Context } from './usecases/context.ts';
import { lastLooks } from './usecases/last-looks.ts';
import { releaseCache } from './usecases/release-cache.ts';
import { revisionCache } from './usecases/revision-cache.ts';

/** Everything a process role is given: the only place that constructs I/O. */
export type Deps = {
  config: Config;
  log: Log;
  db: Database;
  context: Context;
  kube: KubePort;
  clusters: ClusterRegistry;
  wakeUps: WakeUps;
  metrics: Metrics;
  /** Names this process among the replicas; new at every start. */
  replica: string;
  close(): Promise<void>;
};

const releaseItemsMax = 50_000;

/** Opens the database (migrated already) and everything else of this process. */
export async function createDeps(
  config: Config,
  log: Log = createLog({ level: config.logLevel }),
): Promise<Deps> {
  const clock = systemClock;
  const random = systemRandom;
  const db = await openDatabase(config.databaseUrl, {
    masterKey: loadMasterKey(config),
    poolMax: config.databasePool,
  });
  const egress = createEgress({
    allow: config.egressAllow,
    deny: config.egressDeny,
    denyPrivate: config.egressDenyPrivate,
  });
  const metrics = createMetrics();
  const observe = clusterCallMetrics(metrics.registry);
  const installation = openInstallationRules(config, log);
  const { updates, filtersUpdates } = installation.comparison;
  const updateMatters = filtersUpdates ? updateFilter(updates) : undefined;
  const kube = createKube({ clock, random, egress, fieldManager: 'bowline', observe, updateMatters });
  const git = measuredGit(createGit({ dataDir: config.dataDir, clock, egress, path: config.toolPath }), {
    registry: metrics.registry,
    clock,
  });
  const health = openCustomHealth(config);
  const clusters = clusterRegistry({ db, kube, clock, judgeAll: health?.judgeAll.bind(health) });
  const charts = createCharts({ egress, clock, cacheDir: join(config.dataDir, 'charts') });
  const render = createRender({
    git,
    charts,
    dataDir: config.dataDir,
    cacheDir: join(config.dataDir, 'renders'),
    toolPaths: {
      ...(config.helmPath !== '' && { helm: config.helmPath }),
      ...(config.kustomizePath !== '' && { kustomize: config.kustomizePath }),
    },
    path: config.toolPath,
    clock,
    concurrency: config.renderConcurrency,
  });
  const context: Context = {
    db,
    hashKey: db.keyring.hashKey,
    installationId: await loadInstallationId(db),
    clock,
    random,
    log,
    git,
    charts,
    render,
    revisions: revisionCache(git, clock),
    releases: releaseCache(db, releaseItemsMax),
    looks: lastLooks(),
    clusters,
    children: childApplications,
    installation,
    limits: {
      renderBytesMax: config.renderBytesMax,
      planRetentionDays: config.planRetentionDays,
      syncTimeoutMs: config.syncTimeoutSeconds * 1000,
    },
  };
  const wakes = wakeUps({ url: config.databaseUrl, clock, log });
  return {
    config,
    log,
    db,
    context,
    kube,
    clusters,
    wakeUps: wakes,
    metrics,
    replica: nameReplica(random.uuid()),
    async close() {
      await wakes.stop();
      await health?.stop();
      await db.close();
    },
  };
}
