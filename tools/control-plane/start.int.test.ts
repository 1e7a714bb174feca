import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAt, callApi } from './api.ts';
import { buildControlPlane } from './build.ts';
import { type ControlPlane, startControlPlane } from './start.ts';

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

describe.skipIf(!built.available)('a real control plane', () => {
  let dir: string;
  let plane: ControlPlane;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-control-plane-'));
    plane = await startControlPlane({ dir });
  });

  afterAll(async () => {
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('is the pinned version and gives a kubeconfig', async () => {
    const { body } = await callApi(plane, '/version');
    expect(body.gitVersion).toBe('v1.36.3');
    expect(await readFile(plane.kubeconfig, 'utf8')).toContain(plane.url);
  });

  it('applies a ConfigMap server-side', async () => {
    const path = '/api/v1/namespaces/default/configmaps/hello';
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hello' }, data: { a: '1' } };
    const applied = await applyAt(plane, path, object, { manager: 'bowline' });
    expect(applied.status).toBe(201);
    const read = await callApi(plane, path);
    expect(read.body).toMatchObject({
      data: { a: '1' },
      metadata: { managedFields: [{ manager: 'bowline', operation: 'Apply' }] },
    });
  });

  it('stops and leaves no server behind', async () => {
    await plane.stop();
    await expect(callApi(plane, '/version')).rejects.toThrow();
  });
});
