import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyAt, callApi } from '../../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../../tools/control-plane/start.ts';
import type { KubeObject } from '../model.ts';
import { migratedFields } from './field-migration.ts';
import { fieldManager } from './writers.ts';

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

/** SYNC-4, B5 on a real API server: a field that left the manifest leaves an object that another tool had made. */
describe.skipIf(!built.available)('the fields of who applied before', () => {
  let dir: string;
  let plane: ControlPlane;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-migration-'));
    plane = await startControlPlane({ dir, controllers: false });
  });
  afterAll(async () => {
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const container = (name: string) => ({ name, image: `registry.example.com/${name}:1` });
  const deployment = (name: string, containers: string[], env: string[]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', labels: Object.fromEntries(env.map((key) => [key, 'x'])) },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: containers.map(container) },
      },
    },
  });
  type Deployed = { spec: { template: { spec: { containers: { name: string }[] } } } };

  test.each<[manager: string, how: 'post' | 'apply', named: string | undefined, goes: boolean]>([
    ['kubectl-client-side-apply', 'post', undefined, true],
    ['argocd-controller', 'apply', undefined, true],
    ['argocd-controller', 'post', undefined, true],
    ['helm', 'post', 'helm', true],
    // Nobody said that Helm is out of the game: it may own the field for a reason.
    ['helm', 'post', undefined, false],
    ['kubectl-edit', 'post', undefined, false],
  ])('%s (%s, named %s): what left the manifest goes: %s', async (manager, how, named, goes) => {
    const name = `${manager}-${how}-${named ?? 'nobody'}`;
    const collection = '/apis/apps/v1/namespaces/default/deployments';
    const at = `${collection}/${name}`;
    const first = deployment(name, ['web', 'side'], ['kept', 'gone']);
    const made =
      how === 'apply'
        ? await applyAt(plane, at, first, { manager })
        : await callApi(plane, `${collection}?fieldManager=${manager}`, { method: 'POST', body: first });
    expect(made.status).toBe(201);
    const live = made.body as unknown as KubeObject;

    const fields = migratedFields(live, named);
    expect(fields !== null).toBe(goes);
    if (fields !== null) {
      const patch = [
        { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
        { op: 'replace', path: '/metadata/managedFields', value: fields },
      ];
      const taken = await callApi(plane, at, {
        method: 'PATCH',
        contentType: 'application/json-patch+json',
        body: patch,
      });
      expect(taken.status).toBe(200);
    }
    const next = deployment(name, ['web'], ['kept']);
    const applied = await applyAt(plane, at, next, { manager: fieldManager, force: true });
    expect(applied.status).toBe(200);
    const after = applied.body as unknown as KubeObject;
    const containers = (after as unknown as Deployed).spec.template.spec.containers;
    expect(containers.map((one) => one.name)).toEqual(goes ? ['web'] : ['web', 'side']);
    expect(after.metadata.labels).toEqual(goes ? { kept: 'x' } : { kept: 'x', gone: 'x' });
    // What is migrated once is no more looked for.
    expect(migratedFields(after, named)).toBeNull();
  });
});
