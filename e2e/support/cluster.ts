import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Faults } from '@bowline/sandbox/api/faults';
import { httpTransport } from '@bowline/sandbox/client/http-transport';
import type { Transport } from '@bowline/sandbox/client/transport';
import { systemClock } from '@bowline/sandbox/clock';
import { startKubelet } from '@bowline/sandbox/cluster/kubelet';
import { startSandbox } from '@bowline/sandbox/start';
import { Agent } from 'undici';
import { buildControlPlane } from '../../tools/control-plane/build.ts';
import { startControlPlane } from '../../tools/control-plane/start.ts';
import { startFaultProxy } from './fault-proxy.ts';

/** A Kubernetes object as tests read it. */
export type LiveObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    deletionTimestamp?: string;
    finalizers?: string[];
  };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
};

/** A Kubernetes API under test, the sandbox or a real one, with direct access around Bowline. */
export type TestCluster = {
  kind: 'sandbox' | 'kube-apiserver';
  url: string;
  /** `host:port`, for the egress allow list. */
  host: string;
  kubeconfig: string;
  transport: Transport;
  /** Switches failures on and off. */
  faults?: Faults;
  stop(): Promise<void>;
};

/** The embedded cluster, in this process. */
export async function startSandboxCluster(options: { faults?: Faults } = {}): Promise<TestCluster> {
  const sandbox = await startSandbox(options);
  return {
    kind: 'sandbox',
    url: sandbox.url,
    host: new URL(sandbox.url).host,
    kubeconfig: sandbox.kubeconfig,
    transport: httpTransport({ url: sandbox.url, token: sandbox.token, userAgent: 'e2e' }),
    faults: sandbox.faults,
    stop: () => sandbox.stop(),
  };
}

/**
 * etcd, kube-apiserver and kube-controller-manager with the kubelet stand-in as their only node. With `faults`, Bowline
 * reaches them through a proxy that has those.
 */
export async function startRealCluster({ faults }: { faults?: Faults } = {}): Promise<TestCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'bowline-e2e-plane-'));
  const plane = await startControlPlane({ dir });
  const proxy = faults && (await startFaultProxy({ url: plane.url, caPem: plane.caPem, faults }));
  const url = proxy?.url ?? plane.url;
  const dispatcher = new Agent({ connect: { ca: plane.caPem } });
  const transport = httpTransport({ url: plane.url, token: plane.token, dispatcher, userAgent: 'e2e' });
  const kubelet = await startKubelet({ transport, clock: systemClock });
  return {
    kind: 'kube-apiserver',
    url,
    host: new URL(url).host,
    kubeconfig: (await readFile(plane.kubeconfig, 'utf8')).replace(plane.url, url),
    transport,
    ...(faults && { faults }),
    async stop() {
      kubelet.stop();
      await proxy?.stop();
      await dispatcher.destroy();
      await plane.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Whether a real control plane is built or can be; says in one line why not. */
export async function canStartRealCluster(): Promise<boolean> {
  const built = await buildControlPlane({ log: console.log });
  if (!built.available) console.log(`Skipped on a real kube-apiserver: ${built.reason}`);
  return built.available;
}

/** An object read around Bowline; undefined when the API says 404. */
export async function readLive(cluster: TestCluster, path: string): Promise<LiveObject | undefined> {
  const reply = await cluster.transport.request({ method: 'GET', path });
  if (reply.status === 404) return undefined;
  if (reply.status >= 400) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body as LiveObject;
}

/** Edits a live object as somebody with kubectl would. */
export async function editLive(
  cluster: TestCluster,
  path: string,
  patch: object,
  fieldManager = 'kubectl-edit',
): Promise<void> {
  const reply = await cluster.transport.request({
    method: 'PATCH',
    path,
    query: { fieldManager },
    body: patch,
    contentType: 'application/merge-patch+json',
  });
  if (reply.status >= 400) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
}

/** Every event of a watch since it was opened. */
export type WatchLog = {
  /** One entry per object that came into being, by uid, in order. */
  created: { name: string; namespace: string; uid: string; object: LiveObject }[];
  deleted: { name: string; namespace: string; uid: string }[];
  stop(): void;
};

/** Watches a collection from now on and keeps what appeared and went. */
export async function watchLive(cluster: TestCluster, path: string): Promise<WatchLog> {
  const list = await cluster.transport.request({ method: 'GET', path });
  const { items, metadata } = list.body as { items: LiveObject[]; metadata: { resourceVersion: string } };
  const seen = new Set(items.map((item) => item.metadata.uid));
  const created: WatchLog['created'] = [];
  const deleted: WatchLog['deleted'] = [];
  const stop = cluster.transport.watch(
    { path, query: { resourceVersion: metadata.resourceVersion } },
    {
      event(line) {
        const object = line.object as unknown as LiveObject;
        const { name, namespace = '', uid = '' } = object.metadata;
        if (line.type === 'DELETED') deleted.push({ name, namespace, uid });
        if (seen.has(uid) || (line.type !== 'ADDED' && line.type !== 'MODIFIED')) return;
        seen.add(uid);
        created.push({ name, namespace, uid, object });
      },
      end(error) {
        if (error) throw error;
      },
    },
  );
  return { created, deleted, stop };
}
