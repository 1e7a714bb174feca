import { bootstrap } from './bootstrap.ts';
import type { Config } from '../config.ts';
import { createDeps, type Deps } from '../deps.ts';
import { controllerStandstill } from './controller-standstill.ts';
import type { RunObserver } from '../controllers/runtime.ts';
import { watchedClusterMetrics } from './cluster-metrics.ts';
import { controllerMetrics } from './controller-metrics.ts';
import { NotReady } from '../http/not-ready.ts';
import { createLog } from '../log.ts';
import { type ApiRole, startApiRole } from './api.ts';
import { type ControllerRole, startControllerRole } from './controller.ts';
import { hasReplicaEnded } from '../replica.ts';
import { migrate } from '../store/migrate.ts';

export type Running = {
  /** Where the API is served; on a replica without that role only probes and metrics are. */
  url: string;
  stop(): Promise<void>;
};

/** Migrates, opens everything, does the first start and runs the process roles of the configuration. */
export async function start(config: Config): Promise<Running> {
  const log = createLog({ level: config.logLevel });
  const applied = await migrate(config.databaseUrl);
  if (applied.length > 0) log.info({ applied }, 'database migrated');
  const deps = await createDeps(config, log);
  try {
    await bootstrap({ db: deps.db, log, clock: deps.context.clock, config });
    const standstill = controllerStandstill(deps.context.clock);
    const isController = config.roles.includes('controller');
    const controller = isController ? await startController(deps, standstill.observe) : undefined;
    const api = await startApi(deps, isController ? standstill.problem : () => undefined);
    return {
      url: api.url,
      async stop() {
        await api.stop();
        await controller?.stop();
        await deps.close();
      },
    };
  } catch (error) {
    await deps.close();
    throw error;
  }
}

function startApi(deps: Deps, problemOf: () => string | undefined): Promise<ApiRole> {
  return startApiRole(deps, {
    serves: deps.config.roles.includes('api') ? 'api' : 'probes',
    async readiness() {
      await deps.db.ping().catch((cause: unknown) => {
        throw new NotReady('the database does not answer', { cause });
      });
      const problem = problemOf();
      if (problem !== undefined) throw new NotReady(problem);
    },
  });
}

async function startController(deps: Deps, observe: RunObserver): Promise<ControllerRole> {
  const { config, context } = deps;
  const metrics = controllerMetrics(deps.metrics.registry);
  const role = await startControllerRole({
    ctx: context,
    kube: deps.kube,
    registry: deps.clusters,
    holder: deps.replica,
    hasEnded: hasReplicaEnded,
    observe(run) {
      metrics.observe(run);
      observe(run);
    },
    listen: async (onWake) => {
      const unsubscribe = deps.wakeUps.subscribe({ onWake });
      return async () => unsubscribe();
    },
    pollMs: config.pollSeconds * 1000,
    concurrency: config.reconcileConcurrency,
  });
  metrics.watchQueues(() => role.status().queues);
  watchedClusterMetrics(deps.metrics.registry, () => {
    const caches = role.status().clusters.map((name) => [name, deps.clusters.cacheOf(name)] as const);
    return new Map(caches.flatMap(([name, cache]) => (cache ? [[name, cache.status()]] : [])));
  });
  return role;
}
