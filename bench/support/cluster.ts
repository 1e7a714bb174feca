import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { buildControlPlane } from '../../tools/control-plane/build.ts';
import { startControlPlane } from '../../tools/control-plane/start.ts';
import { root } from '../../tools/check/source-files.ts';

/** A Kubernetes API in processes of its own, with the thinnest client there is: the bar that Bowline is measured against. */
export type Cluster = {
  name: string;
  host: string;
  kubeconfig: string;
  send(method: string, path: string, body?: unknown, type?: string): Promise<unknown>;
  /** Calls back for every object a watch reports, until `stop`. */
  watch(path: string, onObject: (object: WatchedObject) => void): { stop(): void };
  stop(): Promise<void>;
};

export type WatchedObject = { metadata: { name: string }; data?: Record<string, string> };

/** A real API server where one is built or can be, else the sandbox; `BOWLINE_BENCH_CLUSTER=sandbox` asks for that. */
export async function startCluster(dir: string): Promise<Cluster> {
  const isSandboxWanted = process.env.BOWLINE_BENCH_CLUSTER === 'sandbox';
  const built = isSandboxWanted ? undefined : await buildControlPlane({ log: console.log });
  if (built?.available) {
    const plane = await startControlPlane({ dir: join(dir, 'control-plane'), controllers: false });
    const kubeconfig = readFileSync(plane.kubeconfig, 'utf8');
    return clusterOf('kube-apiserver 1.36 and etcd', kubeconfig, plane.stop);
  }
  return startSandboxProcess(dir);
}

async function startSandboxProcess(dir: string): Promise<Cluster> {
  const file = join(dir, 'sandbox.yaml');
  const args = ['--import', 'tsx', 'packages/sandbox/bin/sandbox.ts', '--kubeconfig-out', file];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}.`)));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  };
  return clusterOf('sandbox', readFileSync(file, 'utf8'), stop);
}

type Kubeconfig = {
  clusters: { cluster: { server: string; 'certificate-authority-data'?: string } }[];
  users: { user: { token: string } }[];
};

function clusterOf(name: string, kubeconfig: string, stop: () => Promise<void>): Cluster {
  const parsed = load(kubeconfig) as Kubeconfig;
  const { server, 'certificate-authority-data': ca } = parsed.clusters[0]!.cluster; // of our own making
  const { token } = parsed.users[0]!.user;
  const isTls = server.startsWith('https:');
  const agent = isTls
    ? new HttpsAgent({ keepAlive: true, ca: Buffer.from(ca ?? '', 'base64') })
    : new HttpAgent({ keepAlive: true });
  const open = isTls ? httpsRequest : httpRequest;
  const optionsOf = (method: string, type?: string) => ({
    method,
    agent,
    headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) },
  });

  return {
    name,
    host: new URL(server).host,
    kubeconfig,
    send(method, path, body, type = 'application/json') {
      return new Promise((resolve, reject) => {
        const sent = open(server + path, optionsOf(method, type), (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text));
            else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`));
          });
        });
        sent.once('error', reject);
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      });
    },
    watch(path, onObject) {
      let rest = '';
      const sent = open(`${server}${path}?watch=true`, optionsOf('GET'), (response) => {
        response.on('data', (chunk: Buffer) => {
          const lines = (rest + chunk.toString('utf8')).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) onObject((JSON.parse(line) as { object: WatchedObject }).object);
        });
        response.once('error', () => {});
      });
      sent.once('error', () => {});
      sent.end();
      return { stop: () => sent.destroy() };
    },
    async stop() {
      agent.destroy();
      await stop();
    },
  };
}

/** Server-side apply by `curl`'s means: one PATCH. */
export function applyConfigMap(
  cluster: Cluster,
  namespace: string,
  name: string,
  data: Record<string, string>,
) {
  return cluster.send(
    'PATCH',
    `/api/v1/namespaces/${namespace}/configmaps/${name}?fieldManager=bare&force=true`,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data },
    'application/apply-patch+yaml',
  );
}

export function createNamespace(cluster: Cluster, name: string) {
  return cluster.send('POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
}
