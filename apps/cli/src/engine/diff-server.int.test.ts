import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyAt } from '../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../tools/control-plane/start.ts';
import { runCli } from '../testing/fake-io.ts';

const built = await buildControlPlane({ log: console.log });

describe.skipIf(!built.available)(
  'DIFF-1, DIFF-7: engine diff --strategy server on a real API server',
  () => {
    let dir: string;
    let plane: ControlPlane;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'bowline-diff-server-'));
      plane = await startControlPlane({ dir, controllers: false });
    });
    afterAll(async () => {
      await plane?.stop();
      await rm(dir, { recursive: true, force: true });
    });

    const deployment = (cpu: string, more: object = {}) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'a', image: 'a:1', resources: { limits: { cpu } }, ...more }] },
        },
      },
    });
    async function diff(desired: object, live: object, kubeconfig = plane.kubeconfig) {
      const files = [join(dir, 'desired.json'), join(dir, 'live.json')];
      await writeFile(files[0] ?? '', JSON.stringify(desired));
      await writeFile(files[1] ?? '', JSON.stringify(live));
      const [wanted = '', seen = ''] = files;
      const args = ['--desired', wanted, '--live', seen, '--strategy', 'server', '--kubeconfig', kubeconfig];
      const run = await runCli(['engine', 'diff', ...args, '-o', 'json']);
      const rows =
        run.out === '' ? [] : (JSON.parse(run.out) as { verdict: string; fields: { path: string }[] }[]);
      return { ...run, rows };
    }

    test('spellings and defaults are no difference, a change is, and a refusal names the object', async () => {
      const path = '/apis/apps/v1/namespaces/default/deployments/web';
      const { body: live } = await applyAt(plane, path, deployment('500m'), {
        manager: 'bowline',
        force: true,
      });
      expect(await diff(deployment('0.5'), live)).toMatchObject({
        exitCode: 0,
        rows: [{ verdict: 'in-sync' }],
      });
      const changed = await diff(deployment('1', { env: [{ name: 'A', value: 'b' }] }), live);
      expect(changed.exitCode).toBe(1);
      expect(changed.rows[0]?.fields.map((field) => field.path).sort()).toEqual([
        'spec.template.spec.containers[name=a].env',
        'spec.template.spec.containers[name=a].resources.limits.cpu',
      ]);
      // Nothing was written by asking.
      expect(await diff(deployment('500m'), live)).toMatchObject({ exitCode: 0 });
      const refused = await diff(deployment('-1'), live);
      expect(refused.exitCode).toBe(2);
      expect(refused.err).toMatch(/Deployment web: .*(Invalid value|must be)/);
      const nowhere = await diff(deployment('1'), live, join(dir, 'nowhere'));
      expect(nowhere.exitCode).toBe(2);
      expect(nowhere.err).toContain('nowhere');
    });

    test('a field that leaves the manifest goes, one of somebody else stays', async () => {
      const path = '/api/v1/namespaces/default/configmaps/a';
      const map = (data: object) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', namespace: 'default' },
        data,
      });
      await applyAt(plane, path, map({ one: '1', two: '2' }), { manager: 'bowline', force: true });
      const { body: live } = await applyAt(plane, path, map({ theirs: '3' }), {
        manager: 'other',
        force: true,
      });
      const found = await diff(map({ one: '1' }), live);
      expect(found.rows[0]?.fields.map((field) => field.path)).toEqual(['data.two']);
    });
  },
);
