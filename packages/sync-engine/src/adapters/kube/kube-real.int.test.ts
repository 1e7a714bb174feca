import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { buildControlPlane } from '../../../../../tools/control-plane/build.ts';
import { startControlPlane } from '../../../../../tools/control-plane/start.ts';
import { describeKube } from './testing/conformance.ts';

const binaries = await buildControlPlane();

if (binaries.available) {
  describeKube('against a real kube-apiserver', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'bowline-plane-'));
    const plane = await startControlPlane({ dir });
    return {
      kubeconfig: await readFile(plane.kubeconfig, 'utf8'),
      token: plane.token,
      async stop() {
        await plane.stop();
        await rm(dir, { recursive: true, force: true });
      },
    };
  });
} else {
  console.log(`Skipped: no real API server (${binaries.reason}).`);
  it.skip('against a real kube-apiserver', () => {});
}
