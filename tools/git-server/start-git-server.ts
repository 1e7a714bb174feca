import { timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitInput } from './fast-import.ts';
import { runGit } from './git.ts';
import { pathOf, serveGit } from './http-backend.ts';
import { createBareRepository, listRefs, type RepositorySeed, writeCommit } from './repositories.ts';
import { sendWebhook, type Webhook } from './webhook.ts';

/** How a repository misbehaves: drops connections, never answers, refuses everybody, or sends them elsewhere. */
export type Fault =
  | { kind: 'down' }
  | { kind: 'hang' }
  | { kind: 'unauthorized' }
  | { kind: 'redirect'; to: string };

export type Access = {
  /** Basic credentials asked for; without them everybody may read. */
  auth?: { username: string; password: string };
  /** Whether `git push` is accepted. */
  canPush?: boolean;
};

export type GitServer = {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  port: number;
  urlOf(name: string): string;
  hasRepository(name: string): boolean;
  /** The URL of the new repository and the commit at its HEAD (empty for an empty one). */
  createRepository(name: string, seed: RepositorySeed & Access): Promise<{ url: string; commit: string }>;
  setAccess(name: string, access: Access): void;
  /** Adds a commit by plumbing, without a checkout, and tells the webhooks; its id. */
  commit(name: string, input: CommitInput): Promise<string>;
  /** Runs any git command inside the bare repository; what it printed. */
  git(name: string, args: string[]): Promise<string>;
  /** `undefined` heals the repository. */
  setFault(name: string, fault: Fault | undefined): void;
  addWebhook(name: string, hook: Webhook): void;
  /** Smart-HTTP requests served so far, for tests that count fetches. */
  requestCount(name: string): number;
  stop(): Promise<void>;
};

type Repository = {
  access: Access;
  fault?: Fault;
  webhooks: Webhook[];
  requests: number;
  queue: Promise<unknown>;
};

/**
 * Serves bare repositories over smart HTTP on loopback; `root` keeps them, else they go with the server. One of an earlier
 * server is served once `setAccess` opens it.
 */
export async function startGitServer(options: { root?: string; port?: number } = {}): Promise<GitServer> {
  const root = options.root ?? mkdtempSync(join(tmpdir(), 'bowline-git-'));
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const repositories = new Map<string, Repository>();
  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const dirOf = (name: string) => join(root, `${name}.git`);
  const urlOf = (name: string) => `${url}/${name}.git`;

  function find(name: string): Repository {
    const known = repositories.get(name);
    if (known) return known;
    if (!existsSync(dirOf(name))) throw new Error(`There is no repository ${name}.`);
    const found: Repository = { access: {}, webhooks: [], requests: 0, queue: Promise.resolve() };
    repositories.set(name, found);
    return found;
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = pathOf(req) ?? '';
    const name = /^\/(.+?)\.git\//.exec(path)?.[1] ?? '';
    // Only what was made or opened here: Bowline keeps its mirrors of private repositories beside the demo's.
    const repository = repositories.get(name);
    if (!repository) return void res.writeHead(404).end('not found\n');
    repository.requests++;
    if (repository.fault) return misbehave(repository.fault, req, res);
    if (!isAllowed(repository.access, req)) return refuse(res);
    const isPush = `${path}?${req.url}`.includes('git-receive-pack');
    if (isPush && !repository.access.canPush) return void res.writeHead(403).end('read only\n');
    if (!isPush || req.method !== 'POST') return serveGit(root, { path, req, res });
    const before = await listRefs(dirOf(name));
    await serveGit(root, { path, req, res });
    await announceChanges(name, before);
  }

  async function announceChanges(name: string, before: Map<string, string>): Promise<void> {
    for (const [ref, after] of await listRefs(dirOf(name))) {
      if (before.get(ref) !== after)
        await announce(name, { ref, before: before.get(ref) ?? '0'.repeat(40), after });
    }
  }

  async function announce(
    name: string,
    change: { ref: string; before: string; after: string },
  ): Promise<void> {
    await Promise.all(
      find(name).webhooks.map((hook) => sendWebhook(hook, { repositoryUrl: urlOf(name), ...change })),
    );
  }

  return {
    url,
    port,
    urlOf,
    hasRepository: (name) => existsSync(dirOf(name)),
    async createRepository(name, seed) {
      const dir = await createBareRepository(root, name, seed);
      await setPush(dir, seed.canPush);
      find(name).access = { auth: seed.auth, canPush: seed.canPush };
      return { url: urlOf(name), commit: await runGit(dir, ['rev-parse', 'HEAD']).catch(() => '') };
    },
    setAccess(name, access) {
      find(name).access = access;
    },
    commit(name, input) {
      const repository = find(name);
      const next = repository.queue.then(() => writeCommit(dirOf(name), input));
      repository.queue = next.catch(() => {});
      return next.then(async (change) => {
        await announce(name, change);
        return change.after;
      });
    },
    git: (name, args) => runGit(dirOf(name), args),
    setFault(name, fault) {
      find(name).fault = fault;
    },
    addWebhook(name, hook) {
      find(name).webhooks.push(hook);
    },
    requestCount: (name) => find(name).requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!options.root) rmSync(root, { recursive: true, force: true });
    },
  };
}

async function setPush(dir: string, canPush: boolean | undefined): Promise<void> {
  if (canPush) await runGit(dir, ['config', 'http.receivepack', 'true']);
}

function misbehave(fault: Fault, req: IncomingMessage, res: ServerResponse): void {
  switch (fault.kind) {
    case 'down':
      return void req.socket.destroy();
    case 'hang':
      return; // until the client gives up or the server stops
    case 'unauthorized':
      return refuse(res);
    case 'redirect':
      return void res.writeHead(302, { location: fault.to }).end();
  }
}

function refuse(res: ServerResponse): void {
  res.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('credentials needed\n');
}

function isAllowed({ auth }: Access, req: IncomingMessage): boolean {
  if (!auth) return true;
  const wanted = Buffer.from(`Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`);
  const given = Buffer.from(req.headers.authorization ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
