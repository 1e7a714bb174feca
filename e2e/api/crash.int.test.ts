import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { createTestDatabase } from '../../tools/postgres/test-database.ts';
import type { TestDatabase } from '../../tools/postgres/test-server.ts';
import {
  type LiveObject,
  type WatchLog,
  startRealCluster,
  startSandboxCluster,
  watchLive,
} from '../support/cluster.ts';
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
import { seeded } from '../support/random.ts';
import { hook, secret, service, settings } from '../support/shop.ts';
import { type Stack, startStack } from '../support/stack.ts';

const runs = Number(process.env.BOWLINE_CRASH_RUNS ?? 10);
const seed = Number(process.env.BOWLINE_CRASH_SEED ?? randomInt(2 ** 31));
/** `BOWLINE_CRASH_CLUSTER=kube-apiserver` runs it on a real one. */
const startCluster =
  process.env.BOWLINE_CRASH_CLUSTER === 'kube-apiserver' ? startRealCluster : startSandboxCluster;
/** One first sync for each run. */
const setupMs = 300_000 + runs * 60_000;
/** Two restarts on a machine that does much else. */
const runMs = 600_000;
/** Calls that write to the cluster in one undisturbed Operation, and a few more: then it is killed not at all. */
const writesMax = 18;

const web = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {argocd.argoproj.io/sync-wave: "1"}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, annotations: {sandbox.bowline.dev/ready-after: 200ms}}
    spec: {containers: [{name: web, image: "${image}"}]}
`;
const lastWave = `apiVersion: v1
kind: ConfigMap
metadata: {name: last, annotations: {argocd.argoproj.io/sync-wave: "2"}}
data: {is: last}
`;

/** Waves, hooks of every delete policy, one of them nameless, and two objects that the second version prunes. */
const first: Record<string, string> = {
  'app/web.yaml': web('web:1'),
  'app/settings.yaml': settings('one'),
  'app/secret.yaml': secret('one'),
  'app/service.yaml': service,
  'app/old.yaml': settings('pruned', 'old'),
  'app/older.yaml': settings('pruned', 'older'),
  'app/migrate.yaml': hook('migrate', 'PreSync', 'BeforeHookCreation'),
  'app/check.yaml': hook('check', 'PreSync', 'HookSucceeded'),
  'app/smoke.yaml': hook('smoke', 'PostSync', 'HookSucceeded'),
  'app/notify.yaml': hook('tell', 'PostSync', 'BeforeHookCreation').replace(
    'name: tell',
    'generateName: tell-',
  ),
};
const second: Record<string, string | null> = {
  'app/web.yaml': web('web:2'),
  'app/settings.yaml': settings('two'),
  'app/secret.yaml': secret('two'),
  'app/last.yaml': lastWave,
  'app/old.yaml': null,
  'app/older.yaml': null,
};

let database: TestDatabase;
let stack: Stack;
let jobs: WatchLog;
let maps: WatchLog;
const faults = new KillPoints();
const names = Array.from({ length: runs + 1 }, (_, index) => `run-${index}`);

beforeAll(async () => {
  database = await createTestDatabase();
  const cluster = await startCluster({ faults });
  console.log(`kill -9 on the ${cluster.kind}: ${runs} runs, BOWLINE_CRASH_SEED=${seed}`);
  stack = await startStack({ databaseUrl: database.url, cluster });
  const repoURL = await repository(stack, 'app', { files: first });
  for (const name of names) {
    await register(stack, { name, repoURL, path: 'app' });
    expect((await sync(stack, name)).operation.phase).toBe('Succeeded');
    await stack.cluster.transport.request({
      method: 'POST',
      path: `/api/v1/namespaces/${name}/configmaps`,
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'somebody-elses' } },
    });
  }
  await stack.git.commit('app', { files: second, message: 'second version' });
  jobs = await watchLive(cluster, '/apis/batch/v1/jobs');
  maps = await watchLive(cluster, '/api/v1/configmaps');
}, setupMs);

afterAll(async () => {
  jobs?.stop();
  maps?.stop();
  await stack?.stop();
  await database?.drop();
});

/** Runs the second version's Plan; each kill is armed in turn and followed by a restart. */
async function run(name: string, kills: { count: number; moment: 'before' | 'after' }[]) {
  const plan = await buildPlan(stack, name, { kind: 'sync', options: { prune: true } });
  const arm = (kill: (typeof kills)[number]) =>
    new Promise<'killed'>((resolve) => {
      faults.arm(name, { ...kill, onReached: () => void stack.kill().then(() => resolve('killed')) });
    });
  let killed = kills[0] ? arm(kills[0]) : undefined;
  const { id } = await execute(stack.client, plan);
  for (const [index] of kills.entries()) {
    // An Operation that writes less than the kill point is not killed any more.
    const over = ended(stack, id).then(() => 'over' as const);
    over.catch(() => {}); // the API is away
    if ((await Promise.race([killed, over])) === 'over') break;
    const next = kills[index + 1];
    killed = next && arm(next);
    await stack.restart();
  }
  const operation = await ended(stack, id);
  faults.disarm();
  await untilApp(stack, name, 'Healthy and Synced', isHealthyAndSynced);
  return operation;
}

/** What is in the namespace and what came and went, without what differs from run to run. */
async function outcome(name: string) {
  const kinds = ['/api/v1/configmaps', '/api/v1/secrets', '/api/v1/services', '/apis/apps/v1/deployments'];
  const lists = await Promise.all(
    [...kinds, '/apis/batch/v1/jobs'].map(async (path) => {
      const collection = path.replace(/\/(\w+)$/, `/namespaces/${name}/$1`);
      const { body } = await stack.cluster.transport.request({ method: 'GET', path: collection });
      return (body as { items: LiveObject[] }).items;
    }),
  );
  const own = <T extends { namespace: string; name: string }>(log: T[]): string[] =>
    log
      .filter((entry) => entry.namespace === name)
      .map((entry) => entry.name)
      .toSorted();
  return {
    objects: lists.flat().map(({ kind, metadata, data, spec }) => ({
      kind,
      name: metadata.name,
      data,
      image: kind === 'Deployment' ? JSON.stringify(spec).match(/web:\d/)?.[0] : undefined,
    })),
    hooksCreated: own(jobs.created),
    mapsDeleted: own(maps.deleted),
  };
}

describe('kill -9 in the middle of an Operation', () => {
  test('undisturbed, every hook runs once and only what git dropped is pruned', async () => {
    expect((await run('run-0', [])).phase).toBe('Succeeded');
    expect(await outcome('run-0')).toMatchObject({
      hooksCreated: ['check', 'migrate', 'smoke', expect.stringMatching(/^tell-/)],
      mapsDeleted: ['old', 'older'],
    });
  });

  test.each(names.slice(1))(
    '%s ends in the same state, no hook twice, no stray prune',
    async (name) => {
      onTestFailed(() => console.log(`The API's log:\n${stack.api.log().slice(-20_000)}`));
      const random = seeded(seed + names.indexOf(name));
      const kills = Array.from({ length: random.integer(1, 2) }, () => ({
        count: random.integer(1, writesMax),
        moment: random.pick(['before', 'after'] as const),
      }));
      const operation = await run(name, kills);
      expect([operation.phase, kills, operation.message]).toEqual(['Succeeded', kills, expect.any(String)]);
      expect(await outcome(name)).toEqual(await outcome('run-0'));
    },
    runMs,
  );
});
