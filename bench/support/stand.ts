import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Client, createClient } from '@bowline/contract/client';
import pg from 'pg';
import { root } from '../../tools/check/source-files.ts';
import { type GitServer, startGitServer } from '../../tools/git-server/start-git-server.ts';
import { createDatabaseOn, startTestServer } from '../../tools/postgres/test-server.ts';
import { type Cluster, startCluster } from './cluster.ts';

/** A whole Bowline as in production, on this machine: the server in a process of its own, PostgreSQL, git over HTTP, a cluster. */
export type Stand = {
  client: Client;
  git: GitServer;
  cluster: Cluster;
  db: pg.Client;
  webhook: { url: string; provider: 'github'; secret: string };
  /** Runs one query until its first row's first column is true; milliseconds between looks are few. */
  until(what: string, sql: string, values?: unknown[]): Promise<void>;
  usage(): Promise<{ processes: number; rssBytes: number }>;
  /** Renders that were kept so far: each distinct one is one file. */
  renders(): number;
  addApplication(
    name: string,
    input: { repository: string; path: string; isAutomated?: boolean },
  ): Promise<void>;
  stop(): Promise<void>;
};

const deadlineMs = 300_000;

export async function startStand(options: { roles?: string } = {}): Promise<Stand> {
  const dir = mkdtempSync(join(tmpdir(), 'bowline-bench-'));
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.reverse()) await one();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const server = await startTestServer();
    stops.push(server.stop);
    const { url } = await createDatabaseOn(server.url);
    const git = await startGitServer();
    stops.push(git.stop);
    const cluster = await startCluster(dir);
    stops.push(cluster.stop);
    const token = `bow_${randomBytes(32).toString('base64url')}`;
    const secret = randomBytes(16).toString('hex');
    const api = await startServer({
      DATABASE_URL: url,
      BOWLINE_DATA: join(dir, 'data'),
      BOWLINE_BOOTSTRAP_TOKEN: token,
      BOWLINE_WEBHOOK_SECRET: secret,
      BOWLINE_EGRESS_ALLOW: `${new URL(git.url).host},${cluster.host}`,
      ROLES: options.roles ?? 'all',
    });
    stops.push(api.stop);
    const db = new pg.Client({ connectionString: url });
    await db.connect();
    stops.push(() => db.end());
    const client = createClient({
      baseUrl: api.url,
      headers: () => ({ authorization: `Bearer ${token}` }),
    });
    await client.call('createCluster', {
      body: { metadata: { name: 'bench' }, spec: {}, kubeconfig: cluster.kubeconfig },
    });
    return {
      client,
      git,
      cluster,
      db,
      webhook: { url: `${api.url}/api/v1/webhooks/github`, provider: 'github', secret },
      usage: api.usage,
      renders: () => countFiles(join(dir, 'data', 'renders')),
      async until(what, sql, values = []) {
        for (const end = Date.now() + deadlineMs; Date.now() < end; ) {
          const { rows } = await db.query<unknown[]>({ text: sql, values, rowMode: 'array' });
          if (rows[0]?.[0] === true) return;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error(`waited ${deadlineMs} ms for ${what}`);
      },
      async addApplication(name, { repository, path, isAutomated }) {
        const body = {
          metadata: { name },
          spec: {
            project: 'default',
            sources: [{ repoURL: git.urlOf(repository), path, targetRevision: 'main' }],
            destination: { name: 'bench', namespace: 'bench' },
            syncPolicy: { automated: isAutomated ? { prune: true } : null },
          },
        };
        await client.call('createApplication', { body });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Creates a repository and registers it for webhooks alone, so that no poll falls into a measurement. */
export async function addRepository(
  stand: Stand,
  name: string,
  files: Record<string, string>,
): Promise<void> {
  const { url } = await stand.git.createRepository(name, { files });
  await stand.client.call('createRepository', {
    body: { metadata: { name }, spec: { url, pollSeconds: 0 } },
  });
}

async function startServer(env: Record<string, string>) {
  const preload = join(root, 'bench/support/count-processes.mjs');
  const args = ['--import', preload, '--import', 'tsx', join(root, 'apps/api/src/main.ts')];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...env,
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      BOWLINE_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await readUrl(child);
  return {
    url,
    usage: () =>
      new Promise<{ processes: number; rssBytes: number }>((resolve) => {
        child.once('message', (message) => resolve(message as { processes: number; rssBytes: number }));
        child.send('usage');
      }),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The address the server logs once it serves; later warnings and errors are shown. */
function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const entry = JSON.parse(line) as { level: string; url?: string; serves?: string };
      if (entry.level === 'warn' || entry.level === 'error') console.error(line.slice(0, 500));
      if (entry.serves === 'api' && entry.url) resolve(entry.url);
    });
  });
}

function countFiles(dir: string): number {
  try {
    return readdirSync(dir, { recursive: true }).filter((name) => String(name).endsWith('.json')).length;
  } catch {
    return 0;
  }
}
