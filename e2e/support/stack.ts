import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@bowline/contract/client';
import { csrfHeader } from '@bowline/contract/session-cookie';
import { type GitServer, startGitServer } from '../../tools/git-server/start-git-server.ts';
import { type TestCluster, startSandboxCluster } from './cluster.ts';
import type { ServerProcess } from './server-process.ts';
import { startApi } from './servers.ts';

export const clusterName = 'test';

/** The whole of Bowline on real parts: an API process with a database of its own, a cluster, a git server. */
export type Stack = {
  api: ServerProcess;
  cluster: TestCluster;
  git: GitServer;
  /** Signs webhook deliveries of every repository without a secret of its own. */
  webhookSecret: string;
  dataDir: string;
  /** Client of the administrator's API token. */
  client: Client;
  token: string;
  /** The one-time password of the first start. */
  firstPassword: string;
  /** A client with another token, or with none. */
  as(token: string | null): Client;
  /** A client that holds a browser's session. */
  asSession(session: { session: string; cookie: string }): Client;
  /** SIGKILL of the API. */
  kill(): Promise<void>;
  /** Starts the API again. */
  restart(): Promise<void>;
  /** Another server on the same database, with the same keys and other settings; it is stopped with the stack. */
  addReplica(env?: Record<string, string>): Promise<ServerProcess>;
  stop(): Promise<void>;
};

export type StackOptions = {
  databaseUrl: string;
  /** Default: a sandbox of its own. The stack stops it. */
  cluster?: TestCluster;
  /** `host:port` of more servers that it may contact. */
  hosts?: string[];
  /** More settings of the API. */
  env?: Record<string, string>;
  /** Where pages are served from; decides the cookie and the origin that may write. */
  externalUrl?: string;
  /** Leaves the cluster out of the registry, for tests that register it themselves. */
  isUnregistered?: boolean;
};

/** Starts everything on free ports of loopback and registers the cluster as `test`. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const [cluster, git] = await Promise.all([options.cluster ?? startSandboxCluster(), startGitServer()]);
  const dataDir = mkdtempSync(join(tmpdir(), 'bowline-e2e-'));
  const token = `bow_${randomBytes(32).toString('base64url')}`;
  const webhookSecret = randomBytes(16).toString('hex');
  const externalUrl = options.externalUrl ?? 'http://127.0.0.1:3000';
  const cleanUp = async (): Promise<void> => {
    await Promise.all([git.stop(), cluster.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  };
  const settings = {
    DATABASE_URL: options.databaseUrl,
    BOWLINE_EXTERNAL_URL: externalUrl,
    BOWLINE_EGRESS_ALLOW: [cluster.host, new URL(git.url).host, ...(options.hosts ?? [])].join(','),
    BOWLINE_BOOTSTRAP_TOKEN: token,
    BOWLINE_WEBHOOK_SECRET: webhookSecret,
    BOWLINE_POLL_SECONDS: '86400',
    BOWLINE_LOG_LEVEL: 'info',
    ...options.env,
  };
  let api: ServerProcess;
  const replicas: ServerProcess[] = [];
  try {
    api = await startApi({ ...settings, BOWLINE_DATA: dataDir });
  } catch (error) {
    await cleanUp();
    throw error;
  }
  const withHeaders = (headers: Record<string, string>): Client =>
    createClient({ baseUrl: api.url, headers: () => headers });
  const as = (bearer: string | null): Client =>
    withHeaders(bearer === null ? {} : { authorization: `Bearer ${bearer}` });
  const stack: Stack = {
    api,
    cluster,
    git,
    webhookSecret,
    dataDir,
    client: as(token),
    token,
    firstPassword: readFileSync(join(dataDir, 'first-password'), 'utf8').trim(),
    as,
    asSession: ({ session, cookie }) =>
      withHeaders({ cookie: `${cookie}=${session}`, [csrfHeader]: '1', origin: externalUrl }),
    kill: () => api.kill(),
    restart: () => api.start(),
    async addReplica(env = {}) {
      const replica = await startApi({
        ...settings,
        BOWLINE_DATA: join(dataDir, `replica-${replicas.length + 1}`),
        BOWLINE_MASTER_KEY_FILE: join(dataDir, 'master.key'),
        ...env,
      });
      replicas.push(replica);
      return replica;
    },
    async stop() {
      await Promise.all([api, ...replicas].map((server) => server.stop()));
      await cleanUp();
    },
  };
  try {
    if (!options.isUnregistered) await registerCluster(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return stack;
}

/** Registers the stack's cluster as `test`. */
export async function registerCluster({ client, cluster }: Stack): Promise<void> {
  await client.call('createCluster', {
    body: { metadata: { name: clusterName }, spec: {}, kubeconfig: cluster.kubeconfig },
  });
}
