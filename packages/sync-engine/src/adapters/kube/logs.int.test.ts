import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../../../sandbox/src/start.ts';
import { startSandbox } from '../../../../sandbox/src/start.ts';
import type { ClusterClient, LogQuery } from '../../ports/kube.ts';
import { createEgress } from '../egress.ts';
import { systemClock, systemRandom } from '../time/system-clock.ts';
import { createKube } from './kube.ts';

let sandbox: Sandbox;
let client: ClusterClient;
const query: LogQuery = { namespace: 'default', pod: 'p', container: 'c', previous: false, follow: false };

beforeAll(async () => {
  sandbox = await startSandbox();
  const egress = createEgress({ allow: ['127.0.0.1:*'] });
  const kube = createKube({ clock: systemClock, random: systemRandom, egress, fieldManager: 'bowline' });
  client = kube.client({ id: 'l', name: 'l', kubeconfig: sandbox.kubeconfig });
  await client.apply({
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'default' },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    },
    mode: 'create',
    forceConflicts: false,
    dryRun: false,
    validate: true,
  });
  await vi.waitFor(async () => {
    const pod = await client.get({ group: '', kind: 'Pod', namespace: 'default', name: 'p' }, 'v1');
    expect(pod).toMatchObject({ value: { status: { phase: 'Running' } } });
  }, 60_000);
});
afterAll(() => sandbox.stop());

it('reads the lines of a container with their times', async () => {
  const lines: { time: string; text: string }[] = [];
  for await (const line of client.logs(query, new AbortController().signal)) lines.push(line);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines[0]?.time).toMatch(/^\d{4}-\d{2}-\d{2}T/);
});

it('ends a followed log quietly when its reader goes away', async () => {
  const control = new AbortController();
  let count = 0;
  for await (const line of client.logs({ ...query, follow: true }, control.signal)) {
    expect(line.text).toBeDefined();
    count += 1;
    control.abort();
  }
  expect(count).toBeGreaterThan(0);
});

it('says why a log cannot be read', async () => {
  const read = async (more: Partial<LogQuery>): Promise<void> => {
    for await (const _line of client.logs({ ...query, ...more }, new AbortController().signal)) break;
  };
  await expect(read({ pod: 'nope' })).rejects.toMatchObject({ code: 'object_not_found' });
  await expect(read({ pod: '..' })).rejects.toMatchObject({ code: 'object_invalid' });
});
