import { randomBytes } from 'node:crypto';
import { type EndpointName, endpoints } from '@bowline/contract';
import { csrfHeader, sessionCookieName } from '@bowline/contract/session-cookie';
import { systemClock, systemRandom } from '@bowline/sync-engine/adapters/time/system-clock';
import type { ProjectSpec } from '@bowline/sync-engine/core/model';
import type { KubePort } from '@bowline/sync-engine/ports/kube';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { authenticator } from '../auth/authenticate.ts';
import { hashPassword } from '../auth/password.ts';
import { hashSecret, newToken } from '../auth/secret.ts';
import { loadConfig } from '../config.ts';
import { streamHub } from '../events/hub.ts';
import { createLog } from '../log.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { loadInstallationId } from '../store/installation.ts';
import { projectStore } from '../store/project.ts';
import { tokenStore } from '../store/token.ts';
import { type GlobalRole, type UserRecord, userStore } from '../store/user.ts';
import { clusterRegistry } from '../usecases/cluster-registry.ts';
import type { Context } from '../usecases/context.ts';
import { createApp } from './app.ts';
import { addressReader } from './client-address.ts';
import type { HttpDeps } from './deps.ts';
import type { Endpoint } from './endpoint.ts';
import { createMetrics } from './metrics.ts';
import { allowedOrigins } from './origin.ts';
import { registry } from './routes/registry.ts';

export const testPassword = 'correct horse battery';
export type Sent = { status: number; headers: Headers; body: Record<string, unknown> & { code?: string } };
export type Send = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  token?: string;
  cookie?: string;
  headers?: Record<string, string>;
};

/** The whole HTTP application on a database of its own, for tests; `context` replaces ports a test needs. */
export async function startTestApp(
  options: {
    env?: Record<string, string>;
    context?: Partial<Context>;
    deps?: Partial<HttpDeps>;
    endpoints?: readonly Endpoint[];
  } = {},
) {
  const test = await createTestDatabase();
  const db = await openDatabase(test.url, { masterKey: randomBytes(32) });
  const config = loadConfig({ DATABASE_URL: test.url, BOWLINE_LOG_LEVEL: 'silent', ...options.env });
  const deps = await testDeps(db, config, options.context ?? {}, options.deps ?? {});
  await deps.hub.start();
  const app = createApp(deps, options.endpoints ?? registry);

  return {
    app,
    deps,
    db,
    send: (name: EndpointName, input: Send = {}) => send(app, name, input),
    /** A user of this role with a token that has all its rights. */
    async user(name: string, role: GlobalRole): Promise<{ user: UserRecord; token: string }> {
      const user = await userStore(db).create({
        name,
        displayName: '',
        role,
        passwordHash: await hashPassword(testPassword),
        mustChangePassword: false,
      });
      return { user, token: await giveToken(db, user, { role: 'admin' }) };
    },
    project: (name: string, spec: ProjectSpec = {}) =>
      projectStore(db).create({ name, spec, labels: {}, annotations: {}, managedBy: null }),
    token: (
      user: UserRecord,
      scope: { role?: GlobalRole; permissions?: string[]; project?: string; expiresAt?: Date },
    ) => giveToken(db, user, scope),
    async stop(): Promise<void> {
      await deps.hub.stop();
      await db.close();
      await test.drop();
    },
  };
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

async function testDeps(
  db: Database,
  config: HttpDeps['config'],
  context: Partial<Context>,
  more: Partial<HttpDeps>,
): Promise<HttpDeps> {
  const log = createLog({ level: 'silent' });
  const auth = authenticator({ db, clock: systemClock });
  return {
    config,
    context: {
      db,
      log,
      clock: systemClock,
      random: systemRandom,
      hashKey: db.keyring.hashKey,
      installationId: await loadInstallationId(db),
      limits: { renderBytesMax: config.renderBytesMax },
      ...context,
    } as Context, // ports a test does not give are not called by it
    kube: {} as KubePort,
    clusters: clusterRegistry({ db, kube: {} as KubePort, clock: systemClock }),
    ...more,
    auth,
    hub: streamHub({ db, auth, clock: systemClock, random: systemRandom, log }),
    metrics: createMetrics(),
    addressOf: addressReader(config.trustedProxies),
    origins: allowedOrigins(config.externalUrl, config.allowedOrigins),
    version: '0.0.0-test',
    readiness: () => db.ping(),
  };
}

async function giveToken(
  db: Database,
  user: UserRecord,
  scope: { role?: GlobalRole; permissions?: string[]; project?: string; expiresAt?: Date },
): Promise<string> {
  const secret = newToken();
  await tokenStore(db).create({
    name: 'test',
    prefix: secret.slice(0, 8),
    userId: user.id,
    hash: hashSecret(secret),
    role: scope.role ?? null,
    permissions: scope.permissions ?? [],
    project: scope.project ?? null,
    expiresAt: scope.expiresAt ?? new Date(Date.now() + 3_600_000),
  });
  return secret;
}

async function send(app: ReturnType<typeof createApp>, name: EndpointName, input: Send): Promise<Sent> {
  const [method = '', template = ''] = endpoints[name].split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(input.params?.[key] ?? ''),
  );
  const query = new URLSearchParams(input.query).toString();
  const response = await app.request(query === '' ? path : `${path}?${query}`, {
    method,
    headers: {
      ...(input.body !== undefined && { 'content-type': 'application/json' }),
      ...(input.token !== undefined && { authorization: `Bearer ${input.token}` }),
      ...(input.cookie !== undefined && {
        cookie: `${sessionCookieName('http://127.0.0.1')}=${input.cookie}`,
        [csrfHeader]: '1',
        origin: 'http://127.0.0.1:3000',
      }),
      ...input.headers,
    },
    ...(input.body !== undefined && {
      body: typeof input.body === 'string' ? input.body : JSON.stringify(input.body),
    }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as Sent['body']) : { text },
  };
}
