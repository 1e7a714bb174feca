import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { buildControlPlane } from '../../../tools/control-plane/build.ts';
import { startControlPlane } from '../../../tools/control-plane/start.ts';
import { httpTransport } from '../src/client/http-transport.ts';
import { systemClock } from '../src/clock.ts';
import { startKubelet } from '../src/cluster/kubelet.ts';
import { type ConformanceCluster, dispatcherOf } from './api-under-test.ts';
import { describeClusterConformance } from './suite.ts';

const built = await buildControlPlane({ log: console.log });
if (!built.available) console.log(`Skipped: ${built.reason}`);

/** etcd, kube-apiserver and kube-controller-manager, with the kubelet stand-in as their only node. */
async function start(): Promise<ConformanceCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'bowline-conformance-'));
  const plane = await startControlPlane({ dir });
  const { url, token, caPem } = plane;
  const dispatcher = dispatcherOf({ caPem });
  const kubelet = await startKubelet({
    transport: httpTransport({ url, token, dispatcher }),
    clock: systemClock,
  });
  return {
    url,
    token,
    caPem,
    async stop() {
      kubelet.stop();
      await dispatcher.destroy();
      await plane.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

describe.skipIf(!built.available)('with a real control plane', () => {
  describeClusterConformance('kube-apiserver', start);
});
