import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEgress } from '@bowline/sync-engine/adapters/egress';
import { createGit } from '@bowline/sync-engine/adapters/git/git';
import { createKube } from '@bowline/sync-engine/adapters/kube/kube';
import { createCharts } from '@bowline/sync-engine/adapters/render/charts/charts';
import { createRender } from '@bowline/sync-engine/adapters/render/render';
import { systemClock, systemRandom } from '@bowline/sync-engine/adapters/time/system-clock';
import { plainComparison } from '@bowline/sync-engine/core/diff/comparison-settings';
import type { ApplicationSpec } from '@bowline/sync-engine/core/model';
import { type Sandbox, startSandbox } from '@bowline/sandbox/start';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { startGitServer } from '../../../../tools/git-server/start-git-server.ts';
import { createLog } from '../log.ts';
import { startControllerRole } from '../roles/controller.ts';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { clusterStore } from '../store/cluster.ts';
import { openDatabase } from '../store/database.ts';
import { loadInstallationId } from '../store/installation.ts';
import { type OperationRecord, operationStore } from '../store/operation.ts';
import { projectStore } from '../store/project.ts';
import { repositoryStore } from '../store/repository.ts';
import { userStore } from '../store/user.ts';
import { childApplications } from '../usecases/child-applications.ts';
import { clusterRegistry } from '../usecases/cluster-registry.ts';
import type { Caller, Context } from '../usecases/context.ts';
import type { LiveCluster } from '../usecases/live-cluster.ts';
import { lastLooks } from '../usecases/last-looks.ts';
import { registerApplication } from '../usecases/register-application.ts';
import { releaseCache } from '../usecases/release-cache.ts';
import { revisionCache } from '../usecases/revision-cache.ts';
import { repositoryInput } from './repository-input.ts';

/** A whole control loop on real parts: PostgreSQL, git over HTTP, a Kubernetes API. Controllers can be killed and started again. */
export type ControlLoop = Awaited<ReturnType<typeof startControlLoop>>;

export const kim: Caller = { actor: { kind: 'user', name: 'kim' }, requestId: 'test', ip: '127.0.0.1' };
/** Longer than any machine takes: only a hang ends here. */
const deadlineMs = 120_000;

/** A Kubernetes API to work on; the loop stops it at its end. */
export type LoopCluster = { url: string; token: string; kubeconfig: string; stop(): Promise<void> };

/** `cluster`: absent, a sandbox of its own. `hosts`: more of `host:port` that may be reached. `judgeAll`: the health customisations of the installation. */
export async function startControlLoop(
  options: { cluster?: LoopCluster; judgeAll?: LiveCluster['judgeAll']; hosts?: string[] } = {},
) {
  const dir = mkdtempSync(join(tmpdir(), 'bowline-loop-'));
  const [database, git, sandbox] = await Promise.all([
    createTestDatabase(),
    startGitServer(),
    // A test that brings a cluster asks nothing of it that only a sandbox has.
    (options.cluster as Sandbox | undefined) ?? startSandbox(),
  ]);
  const ports = [git.url, sandbox.url].map((url) => new URL(url).host);
  const egress = createEgress({ allow: [...ports, ...(options.hosts ?? [])] });
  const db = await openDatabase(database.url, { masterKey: Buffer.alloc(32, 7) });
  const log = createLog({ level: 'error' });
  const kube = createKube({ clock: systemClock, random: systemRandom, egress, fieldManager: 'bowline' });
  const gitPort = createGit({ dataDir: dir, clock: systemClock, egress });
  const charts = createCharts({ egress, clock: systemClock, cacheDir: join(dir, 'charts') });

  const context = async (): Promise<{ ctx: Context; registry: ReturnType<typeof clusterRegistry> }> => {
    const registry = clusterRegistry({ db, kube, clock: systemClock, judgeAll: options.judgeAll });
    const ctx: Context = {
      db,
      hashKey: db.keyring.hashKey,
      installationId: await loadInstallationId(db),
      clock: systemClock,
      random: systemRandom,
      log,
      git: gitPort,
      charts,
      render: createRender({
        git: gitPort,
        charts,
        dataDir: dir,
        cacheDir: join(dir, 'renders'),
        toolPaths: {},
        clock: systemClock,
      }),
      revisions: revisionCache(gitPort, systemClock),
      releases: releaseCache(db, 100_000),
      looks: lastLooks(),
      clusters: registry,
      children: childApplications,
      installation: { guards: {}, comparison: plainComparison },
      limits: { renderBytesMax: 50_000_000, planRetentionDays: 30, syncTimeoutMs: 0 },
    };
    return { ctx, registry };
  };

  await projectStore(db).create({
    name: 'default',
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
    labels: {},
    annotations: {},
    managedBy: null,
  });
  await clusterStore(db).create({
    name: 'sandbox',
    server: sandbox.url,
    kubeconfig: sandbox.kubeconfig,
    context: '',
    namespaces: [],
    project: null,
    labels: {},
    annotations: {},
    managedBy: null,
  });

  await userStore(db).create({
    name: kim.actor.name,
    displayName: '',
    role: 'operator',
    passwordHash: '',
    mustChangePassword: false,
  });

  const first = await context();
  let replica = 0;
  const start = async () => {
    const { ctx, registry } = replica === 0 ? first : await context();
    replica += 1;
    const role = await startControllerRole({
      ctx,
      kube,
      registry,
      holder: `replica-${replica}`,
      observe: () => {},
      // One process: what use cases wake is found by the catch-up, and tests add keys themselves.
      listen: async () => async () => {},
      pollMs: 3_600_000,
      concurrency: 4,
      catchUpMs: 50,
    });
    return { role, ctx };
  };
  let running = await start();

  const until = async <T>(what: string, look: () => Promise<T | undefined | false | null>): Promise<T> => {
    const end = systemClock.monotonicMs() + deadlineMs;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (systemClock.monotonicMs() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`);
      await new Promise<void>((resolve) => {
        systemClock.schedule(25, resolve);
      });
    }
  };

  return {
    db,
    git,
    sandbox,
    kube,
    get ctx() {
      return running.ctx;
    },
    until,

    async repository(name: string, files: Record<string, string>): Promise<string> {
      const { url } = await git.createRepository(name, { files });
      await repositoryStore(db).create(
        repositoryInput({
          name,
          url,
        }),
      );
      return url;
    },

    async register(
      name: string,
      spec: Omit<ApplicationSpec, 'project' | 'destination'> & { namespace?: string },
    ): Promise<ApplicationRecord> {
      const { namespace = name, ...rest } = spec;
      return registerApplication(running.ctx, {
        application: {
          metadata: { name },
          spec: { project: 'default', destination: { name: 'sandbox', namespace }, ...rest },
        },
        managedBy: null,
        caller: kim,
      });
    },

    async refresh(uid: string): Promise<ApplicationRecord> {
      await applicationStore(db).requestRefresh([uid], 'normal');
      return until('a refresh', async () => {
        const record = await applicationStore(db).get(uid);
        return record && record.refresh === null && record;
      });
    },

    app: (uid: string) => applicationStore(db).get(uid),

    /** Waits until no Application waits for a look or is looked at. */
    idle: () =>
      until('the controllers to be idle', async () => {
        const queue = running.role.status().queues['application'];
        return queue !== undefined && queue.waiting + queue.running === 0;
      }),

    ended: (id: string): Promise<OperationRecord> =>
      until(`operation ${id} to end`, async () => {
        const record = await operationStore(db).get(id);
        return record?.finishedAt ? record : undefined;
      }),

    /** Stops the controllers of this replica at once and starts another one on the same database. */
    async restart(): Promise<void> {
      await running.role.stop();
      running = await start();
    },

    async stop(): Promise<void> {
      await running.role.stop();
      await db.close();
      await Promise.all([git.stop(), sandbox.stop(), database.drop()]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
