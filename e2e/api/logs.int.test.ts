import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../tools/postgres/test-database.ts';
import type { TestDatabase } from '../../tools/postgres/test-server.ts';
import {
  isHealthyAndSynced,
  refresh,
  refusal,
  register,
  repository,
  sync,
  untilApp,
} from '../support/flow.ts';
import { secret } from '../support/shop.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
let stack: Stack;

beforeAll(async () => {
  database = await createTestDatabase();
  stack = await startStack({ databaseUrl: database.url, env: { BOWLINE_LOG_LEVEL: 'debug' } });
});
afterAll(async () => {
  await stack?.stop();
  await database?.drop();
});

/** Values that nothing else can contain. */
const known = (name: string): string => `${name}${randomBytes(12).toString('hex')}`;

type Line = { level: string; msg: string; time: string; requestId?: string; operationId?: string };
/** The whole lines: the last one may still be on its way. */
const lines = (): Line[] =>
  stack.api
    .log()
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

test('no secret that was given, applied or mistyped is in a log, in metrics or in an answer (X36, X74, X78)', async () => {
  const given = {
    repositoryPassword: known('repo'),
    inUrl: known('url'),
    wrongPassword: known('login'),
    newPassword: known('Pass-9-'),
    webhookSecret: known('hook'),
    secretValue: known('value'),
    refusedValue: known('bad'),
    clusterToken: known('kube'),
  };
  const { client, as } = stack;

  // Registered, refused and tested.
  await client.call('createRepository', {
    body: {
      metadata: { name: 'private' },
      spec: { url: 'https://git.example.com/private.git' },
      credential: { kind: 'basic', username: 'kim', password: given.repositoryPassword },
      webhookSecret: given.webhookSecret,
    },
  });
  await refusal(
    client.call('createRepository', {
      body: {
        metadata: { name: 'userinfo' },
        spec: { url: `https://kim:${given.inUrl}@git.example.com/a.git` },
      },
    }),
  );
  const kubeconfig = stack.cluster.kubeconfig.replace(/token: .*/, `token: ${given.clusterToken}`);
  expect(kubeconfig).toContain(given.clusterToken);
  await client.call('createCluster', { body: { metadata: { name: 'dark' }, spec: {}, kubeconfig } });

  // Signed in, wrongly and rightly; and a bearer that nobody has.
  await refusal(as(null).call('login', { body: { username: 'admin', password: given.wrongPassword } }));
  await refusal(as(given.wrongPassword).call('getSession', {}));

  // Applied, changed, and refused by the cluster.
  const repoURL = await repository(stack, 'sealed', { files: { 'key.yaml': secret(given.secretValue) } });
  await register(stack, { name: 'sealed', repoURL });
  const { operation } = await sync(stack, 'sealed');
  expect(operation.phase).toBe('Succeeded');
  await untilApp(stack, 'sealed', 'well', isHealthyAndSynced);
  const broken = `apiVersion: v1\nkind: Secret\nmetadata: {name: broken}\ndata: {a: "${given.refusedValue}!"}\n`;
  await stack.git.commit('sealed', { files: { 'broken.yaml': broken }, message: 'not base64' });
  await refresh(stack, 'sealed');
  const plan = await client
    .call('buildPlan', { body: { kind: 'sync', project: 'default', application: 'sealed' } })
    .catch((error: unknown) => error);

  const answers = [
    plan,
    await client.call('listRepositories', {}),
    await client.call('listClusters', {}),
    await client.call('getApplication', { params: { project: 'default', name: 'sealed' } }),
    await client.call('getTree', { params: { project: 'default', name: 'sealed' } }),
    await client.call('listActivity', {}),
  ].map((answer) => JSON.stringify(answer));
  const metrics = await fetch(`${stack.api.url}/metrics`, {
    headers: { authorization: `Bearer ${stack.token}` },
  });
  expect(metrics.status).toBe(200);
  const shown = [stack.api.log(), await metrics.text(), ...answers].join('\n');

  // It is the log of what was done above.
  const written = lines();
  expect(written.some(({ requestId }) => (requestId ?? '').length > 10)).toBe(true);
  expect(shown).toContain('sealed');
  const ofOperation = await until('the end of the Operation to be logged', async () => {
    const found = lines().filter(({ operationId }) => operationId === operation.id);
    return found.length >= 2 && found;
  });
  expect(ofOperation.map(({ msg, requestId }) => [msg, typeof requestId])).toEqual([
    ['operation created', 'string'],
    ['operation ended', 'undefined'],
  ]);
  for (const [name, value] of Object.entries({
    ...given,
    token: stack.token,
    webhook: stack.webhookSecret,
    firstPassword: stack.firstPassword,
  })) {
    for (const form of [value, Buffer.from(value).toString('base64').replace(/=+$/, '')])
      expect(shown.includes(form), `${name} is shown`).toBe(false);
  }
});
