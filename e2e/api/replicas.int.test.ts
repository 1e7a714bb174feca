import { createClient } from '@bowline/contract/client';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../tools/postgres/test-database.ts';
import type { TestDatabase } from '../../tools/postgres/test-server.ts';
import { type WatchLog, startSandboxCluster, watchLive } from '../support/cluster.ts';
import {
  buildPlan,
  ended,
  execute,
  isHealthyAndSynced,
  register,
  repository,
  sync,
  untilApp,
} from '../support/flow.ts';
import { KillPoints } from '../support/kill-point.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { hook, settings } from '../support/shop.ts';
import { type Stack, clusterName, startStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

const testMs = 600_000;
const files = (greeting: string): Record<string, string> => ({
  'app/settings.yaml': settings(greeting),
  'app/more.yaml': settings(greeting, 'more'),
  'app/before.yaml': hook('before', 'PreSync', 'BeforeHookCreation'),
  'app/after.yaml': hook('after', 'PostSync', 'BeforeHookCreation'),
});

let database: TestDatabase;
let rows: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  rows = new Client({ connectionString: database.url });
  await rows.connect();
});
afterAll(async () => {
  await rows?.end();
  await database?.drop();
});

const clientOf = (stack: Stack, { url }: ServerProcess) =>
  createClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${stack.token}` }) });

/** Which process owns the cluster now, and under which epoch. */
async function owner(): Promise<{ pid: number; epoch: number }> {
  const found = await rows.query<{ holder: string; epoch: string }>(
    `SELECT "holder", "epoch" FROM "lease" WHERE "name" = $1 AND "expires_at" > clock_timestamp()`,
    [`cluster:${clusterName}`],
  );
  const [lease] = found.rows;
  if (!lease) throw new Error('nobody owns the cluster');
  return { pid: Number(lease.holder.split('|')[2]), epoch: Number(lease.epoch) };
}

describe('two replicas with all roles on one database', () => {
  const faults = new KillPoints();
  let stack: Stack;
  let second: ServerProcess;
  let jobs: WatchLog;

  beforeAll(async () => {
    const cluster = await startSandboxCluster({ faults });
    stack = await startStack({ databaseUrl: database.url, cluster });
    second = await stack.addReplica();
    const repoURL = await repository(stack, 'app', { files: files('one') });
    await register(stack, { name: 'shared', repoURL, path: 'app' });
    jobs = await watchLive(cluster, '/apis/batch/v1/jobs');
  }, testMs);
  afterAll(async () => {
    jobs?.stop();
    await stack?.stop();
  });

  test(
    'both serve and only one drives: a Plan approved through either is carried out by the owner',
    async () => {
      expect(await owner()).toMatchObject({ pid: stack.api.pid(), epoch: 1 });
      expect((await sync(stack, 'shared')).operation.phase).toBe('Succeeded');
      await stack.git.commit('app', { files: files('two'), message: 'two' });
      const through = { ...stack, client: clientOf(stack, second) };
      expect((await sync(through, 'shared')).operation.phase).toBe('Succeeded');
      expect(await owner()).toMatchObject({ pid: stack.api.pid(), epoch: 1 });
      expect(jobs.created.map(({ name }) => name).toSorted()).toEqual(['after', 'after', 'before', 'before']);
    },
    testMs,
  );

  test(
    'the other takes over from a driver that is killed in the middle, no hook twice, and keeps the cluster',
    async () => {
      await stack.git.commit('app', { files: files('three'), message: 'three' });
      const hooksBefore = jobs.created.length;
      const through = { ...stack, client: clientOf(stack, second) };
      const plan = await buildPlan(through, 'shared');
      const killed = new Promise<void>((resolve) => {
        faults.arm('shared', {
          count: 3,
          moment: 'after',
          onReached: () => void stack.kill().then(resolve),
        });
      });
      const { id } = await execute(through.client, plan);
      await killed;
      expect((await ended(through, id, 120_000)).phase).toBe('Succeeded');
      await untilApp(through, 'shared', 'Healthy and Synced', isHealthyAndSynced);
      expect(await owner()).toMatchObject({ pid: second.pid(), epoch: 2 });
      expect(
        jobs.created
          .slice(hooksBefore)
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(['after', 'before']);

      await stack.restart();
      await stack.git.commit('app', { files: files('four'), message: 'four' });
      expect((await sync(stack, 'shared')).operation.phase).toBe('Succeeded');
      expect(await owner(), 'the first one serves again and leaves the cluster where it is').toMatchObject({
        pid: second.pid(),
        epoch: 2,
      });
    },
    testMs,
  );
});

describe('one process per role', () => {
  let stack: Stack;
  let own: TestDatabase;
  let controller: ServerProcess;
  const textOf = async (url: string) => {
    const response = await fetch(url);
    return [response.status, await response.text()];
  };

  beforeAll(async () => {
    own = await createTestDatabase();
    stack = await startStack({ databaseUrl: own.url, env: { ROLES: 'api' } });
  }, testMs);
  afterAll(async () => {
    await stack?.stop();
    await own?.drop();
  });

  test(
    'ROLES=api takes the order, ROLES=controller carries it out, also while the API is away',
    async () => {
      const repoURL = await repository(stack, 'app', { files: files('one') });
      controller = await stack.addReplica({ ROLES: 'controller' });
      await register(stack, { name: 'split', repoURL, path: 'app' });
      expect((await sync(stack, 'split')).operation.phase).toBe('Succeeded');

      await stack.git.commit('app', { files: files('two'), message: 'two' });
      const plan = await buildPlan(stack, 'split');
      const { id } = await execute(stack.client, plan);
      await stack.kill();
      await stack.restart();
      expect((await ended(stack, id)).phase).toBe('Succeeded');
    },
    testMs,
  );

  test('each has the probes of its role, and only the API answers requests', async () => {
    expect(await textOf(`${stack.api.url}/readyz`)).toEqual([200, 'ok']);
    expect(await textOf(`${controller.url}/readyz`)).toEqual([200, 'ok']);
    const headers = { authorization: `Bearer ${stack.token}` };
    expect((await fetch(`${controller.url}/api/v1/applications`, { headers })).status).toBe(404);
    expect((await fetch(`${stack.api.url}/api/v1/applications`, { headers })).status).toBe(200);
    const metricsOf = async ({ url }: ServerProcess) => (await fetch(`${url}/metrics`, { headers })).text();
    const metrics = await metricsOf(controller);
    for (const line of [
      /^bowline_reconcile_seconds_count\{controller="operation",outcome="done"\} [1-9]/m,
      /^bowline_git_request_seconds_count\{operation="resolve",transport="http",outcome="ok"\} [1-9]/m,
      /^bowline_cluster_request_seconds_count\{verb="list",outcome="ok"\} [1-9]/m,
      /^bowline_cluster_request_seconds_count\{verb="watch",outcome="ok"\} [1-9]/m,
      /^bowline_cluster_live\{cluster="test"\} 1$/m,
      /^bowline_cluster_cached_objects\{cluster="test"\} [1-9]/m,
    ])
      expect(metrics).toMatch(line);
    expect(await metricsOf(stack.api)).not.toContain('bowline_reconcile_seconds_count{');
  });

  test('a controller whose database is gone says so', async () => {
    const drop = own.drop();
    await until('the controller to be not ready', async () => {
      const [status, text] = await textOf(`${controller.url}/readyz`);
      return status === 503 && text === 'not ready: the database does not answer';
    });
    await drop;
  });
});
