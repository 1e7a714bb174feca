import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { deployment } from '../conformance/cases/objects.ts';
import type { KubeObject } from './api/object.ts';
import { KubeClient } from './client/kube-client.ts';
import { httpTransport } from './client/http-transport.ts';
import { ManualClock } from './clock.ts';
import { resources } from './cluster/resources.ts';
import type { Deployment } from './cluster/shapes.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './start.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function started(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; client: KubeClient }> {
  const sandbox = await startSandbox(options);
  stops.push(() => sandbox.stop());
  return { sandbox, client: new KubeClient(httpTransport(sandbox), 'test') };
}

async function dataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'bowline-sandbox-'));
  stops.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { k: name },
});

it('keeps objects and token across a restart, and drops a torn last line', async () => {
  const dir = await dataDir();
  const first = await startSandbox({ dataDir: dir });
  const client = new KubeClient(httpTransport(first), 'test');
  const kept = await client.create<KubeObject>(resources.configMaps, configMap('kept'), 'default');
  await client.create(resources.configMaps, configMap('gone'), 'default');
  await client.delete(resources.configMaps, { namespace: 'default', name: 'gone' });
  await first.settle();
  await first.stop();
  appendFileSync(join(dir, 'store.jsonl'), '{"v":99999,"r":"/configmaps","k":"default/torn","o":{"ap');
  const second = await started({ dataDir: dir });
  expect(second.sandbox.token).toBe(first.token);
  const { items } = await second.client.list<KubeObject>(resources.configMaps, 'default');
  expect(items.map((item) => item.metadata.name)).toEqual(['kept', 'kube-root-ca.crt']);
  expect(items[0]?.metadata.uid).toBe(kept.metadata.uid);
});

it('answers faults on purpose, a limited number of times', async () => {
  const { sandbox, client } = await started({ controllers: false });
  sandbox.faults.add({
    path: /configmaps/,
    times: 2,
    answer: { kind: 'status', code: 429, retryAfterSeconds: 3 },
  });
  const refused = client.list(resources.configMaps, 'default');
  await expect(refused).rejects.toMatchObject({ code: 429, reason: 'TooManyRequests' });
  await expect(client.list(resources.configMaps, 'default')).rejects.toMatchObject({ code: 429 });
  await expect(client.list(resources.configMaps, 'default')).resolves.toBeDefined();
  sandbox.faults.add({ answer: { kind: 'reset' }, times: 1 });
  await expect(client.list(resources.configMaps, 'default')).rejects.toThrow(/socket|closed|reset/i);
});

it('hangs until the fault is removed', async () => {
  const { sandbox, client } = await started({ controllers: false });
  const remove = sandbox.faults.add({ answer: { kind: 'hang' } });
  const hanging = client.list(resources.configMaps, 'default').catch((error: Error) => error);
  await vi.waitFor(() => expect(sandbox.faults.hanging).toBe(1), 30_000);
  remove();
  expect(await hanging).toBeInstanceOf(Error);
});

it('goes on after its watches were dropped', async () => {
  const { sandbox, client } = await started();
  sandbox.faults.dropWatches();
  await client.create(resources.deployments, deployment('web', 'nginx:1', 2), 'default');
  await sandbox.settle();
  const { status } = await client.get<Deployment>(resources.deployments, 'default', 'web');
  expect(status).toMatchObject({ availableReplicas: 2 });
});

it('gives up a Deployment at its progress deadline, and delays readiness, by the clock given', async () => {
  const clock = new ManualClock();
  const { sandbox, client } = await started({ clock });
  await client.create(resources.deployments, deployment('bad', 'nginx:broken'), 'default');
  const slow = deployment('slow', 'nginx:1');
  const template = (slow.spec as { template: { metadata: object } }).template;
  template.metadata = { ...template.metadata, annotations: { 'sandbox.bowline.dev/ready-after': '2s' } };
  await client.create(resources.deployments, slow, 'default');
  await sandbox.settle();
  const read = (name: string) => client.get<Deployment>(resources.deployments, 'default', name);
  const reason = async (name: string) =>
    (await read(name)).status?.conditions?.find((one) => one.type === 'Progressing')?.reason;
  expect((await read('slow')).status?.readyReplicas).toBeUndefined();
  clock.advance(2000);
  await sandbox.settle();
  expect((await read('slow')).status?.readyReplicas).toBe(1);
  expect(await reason('bad')).toBe('ReplicaSetUpdated');
  clock.advance(601_000);
  await sandbox.settle();
  expect(await reason('bad')).toBe('ProgressDeadlineExceeded');
  expect(await reason('slow')).toBe('NewReplicaSetAvailable');
});
