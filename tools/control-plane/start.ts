import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { buildControlPlane, type ControlPlaneBinaries } from './build.ts';
import { type Child, startChild } from './child.ts';

/** A running etcd, kube-apiserver and kube-controller-manager; there is no kubelet and no scheduler. */
export interface ControlPlane {
  /** Path of a kubeconfig whose only context is a cluster administrator. */
  readonly kubeconfig: string;
  readonly url: string;
  readonly token: string;
  readonly caPem: string;
  stop(): Promise<void>;
}

const readyTimeoutMs = 60_000;
const attemptsMax = 2;

/** Starts a control plane on free loopback ports with its data in `dir`; throws when it cannot be built or started. */
export async function startControlPlane(options: {
  readonly dir: string;
  /** False leaves the controllers out: objects then stay exactly as they were written. */
  readonly controllers?: boolean;
}): Promise<ControlPlane> {
  const binaries = await buildControlPlane();
  if (!binaries.available) throw new Error(binaries.reason);
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(binaries, options.dir, options.controllers !== false);
    } catch (error) {
      // A port found free may be taken by the time a server binds it.
      if (attempt === attemptsMax) throw error;
    }
  }
}

async function startOnce(
  binaries: ControlPlaneBinaries & { available: true },
  dir: string,
  withControllers: boolean,
): Promise<ControlPlane> {
  const [etcdPort, peerPort, apiPort] = await freePorts(3);
  const token = randomBytes(16).toString('hex');
  await writeServiceAccountKeys(dir);
  await writeFile(join(dir, 'tokens.csv'), `${token},admin,1,"system:masters"\n`, { mode: 0o600 });

  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await child.stop();
  };
  try {
    const etcdUrl = `http://127.0.0.1:${etcdPort}`;
    children.push(startChild(binaries.etcd, etcdFlags(dir, etcdUrl, `http://127.0.0.1:${peerPort}`), dir));
    const url = `https://127.0.0.1:${apiPort}`;
    const apiserver = startChild(binaries.apiserver, apiserverFlags(dir, etcdUrl, apiPort ?? 0), dir);
    children.push(apiserver);
    const caPem = await untilReady({
      url,
      token,
      certificate: join(dir, 'certs', 'apiserver.crt'),
      children,
    });
    const kubeconfig = join(dir, 'kubeconfig');
    await writeFile(kubeconfig, kubeconfigText({ url, token, caPem }), { mode: 0o600 });
    if (withControllers) {
      children.push(startChild(binaries.controllerManager, controllerFlags(dir, kubeconfig), dir));
    }
    return { kubeconfig, url, token, caPem, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function etcdFlags(dir: string, client: string, peer: string): string[] {
  return [
    '--name=test',
    `--data-dir=${join(dir, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=test=${peer}`,
    '--log-level=error',
  ];
}

function apiserverFlags(dir: string, etcd: string, port: number): string[] {
  return [
    `--etcd-servers=${etcd}`,
    `--cert-dir=${join(dir, 'certs')}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(dir, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(dir, 'sa.key')}`,
    `--token-auth-file=${join(dir, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--disable-admission-plugins=ServiceAccount',
    // As every distribution sets it: the agents of nodes are privileged Pods.
    '--allow-privileged=true',
  ];
}

function controllerFlags(dir: string, kubeconfig: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${join(dir, 'sa.key')}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ];
}

async function writeServiceAccountKeys(dir: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(dir, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  await writeFile(join(dir, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
}

/** Polls /readyz until it answers 200; throws with the end of the log when a server exits or time runs out. */
async function untilReady(target: {
  readonly url: string;
  readonly token: string;
  readonly certificate: string;
  readonly children: readonly Child[];
}): Promise<string> {
  const deadline = Date.now() + readyTimeoutMs;
  while (Date.now() < deadline) {
    const dead = target.children.find((child) => child.exited);
    if (dead !== undefined) throw new Error(`${dead.name} exited:\n${dead.logTail()}`);
    // The API server signs its own certificate at start; it is the authority too.
    const caPem = await readFile(target.certificate, 'utf8').catch(() => undefined);
    if (caPem !== undefined && (await answersReady(target.url, target.token, caPem))) return caPem;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const logs = target.children.map((child) => `${child.name}:\n${child.logTail()}`).join('\n');
  throw new Error(`The API server was not ready within ${readyTimeoutMs / 1000} s.\n${logs}`);
}

function answersReady(url: string, token: string, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request(
      `${url}/readyz`,
      { ca, headers: { authorization: `Bearer ${token}` }, timeout: 2000, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    sent.on('error', () => resolve(false));
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.end();
  });
}

function kubeconfigText(to: {
  readonly url: string;
  readonly token: string;
  readonly caPem: string;
}): string {
  const ca = Buffer.from(to.caPem).toString('base64');
  return `apiVersion: v1
kind: Config
current-context: test
clusters:
- name: test
  cluster:
    server: ${to.url}
    certificate-authority-data: ${ca}
users:
- name: admin
  user:
    token: ${to.token}
contexts:
- name: test
  context:
    cluster: test
    user: admin
`;
}

/** Ports free at this moment: all are held open together, so they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
