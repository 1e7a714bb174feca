import { readFileSync } from 'node:fs';
import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { authenticator } from '../auth/authenticate.ts';
import { sweepRequests } from '../auth/sweep.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import { streamHub } from '../events/hub.ts';
import { createApp } from '../http/app.ts';
import { addressReader } from '../http/client-address.ts';
import type { HttpDeps } from '../http/deps.ts';
import { allowedOrigins } from '../http/origin.ts';
import { version } from '../version.ts';

export type ApiRole = { url: string; stop(): Promise<void> };

const headersTimeoutMs = 10_000;
const bodyTimeoutMs = 60_000;
const graceMs = 5_000;
const sweepMs = 600_000;

/** Serves the API, or on a replica without that role its probes and metrics only. `readiness` rejects with what is missing. */
export async function startApiRole(
  deps: Deps,
  options: { readiness: () => Promise<void>; serves: 'api' | 'probes' },
): Promise<ApiRole> {
  const { config, context, log } = deps;
  const { clock, random, db } = context;
  const auth = authenticator({ db, clock });
  const hub = streamHub({ db, auth, clock, random, log });
  const http: HttpDeps = {
    config,
    context,
    kube: deps.kube,
    clusters: deps.clusters,
    auth,
    hub,
    metrics: deps.metrics,
    addressOf: addressReader(config.trustedProxies),
    origins: allowedOrigins(config.externalUrl, config.allowedOrigins),
    version,
    readiness: options.readiness,
  };
  await hub.start();
  const unsubscribe = deps.wakeUps.subscribe({
    onOutbox: () => hub.poke(),
    onConnected() {
      hub.poke();
      hub.recheck();
    },
    onWake(message) {
      if (message.kind === 'access') hub.recheck();
      if (message.kind === 'stream') {
        hub
          .reloadTopics(message.id)
          .catch((error: unknown) => log.warn({ error }, 'could not read the topics'));
      }
    },
  });
  const stopSweeping = everyInterval(deps, () => sweepRequests(db, clock));
  const app = options.serves === 'api' ? createApp(http) : createApp(http, []);
  const server = createServer(config, getRequestListener(app.fetch));
  await listenOn(server, config);
  const url = urlOf(server, config);
  log.info({ url, serves: options.serves }, 'listening');
  return {
    url,
    async stop() {
      unsubscribe();
      stopSweeping();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await hub.stop();
      server.closeIdleConnections();
      const force = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(force);
    },
  };
}

function createServer(config: Config, listener: ReturnType<typeof getRequestListener>): Server {
  const timeouts = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: bodyTimeoutMs,
    keepAliveTimeout: 65_000,
  };
  if (config.tlsCertFile === '') return createHttp(timeouts, listener);
  const tls = { cert: readFileSync(config.tlsCertFile), key: readFileSync(config.tlsKeyFile) };
  return createHttps({ ...timeouts, ...tls, minVersion: 'TLSv1.2' }, listener);
}

function listenOn(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server, config: Config): string {
  const { port } = server.address() as AddressInfo; // it listens on a port
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `${config.tlsCertFile === '' ? 'http' : 'https'}://${host}:${port}`;
}

function everyInterval({ context, log }: Deps, task: () => Promise<void>): () => void {
  let cancel = (): void => {};
  const arm = (): void => {
    cancel = context.clock.schedule(sweepMs, () => {
      task().catch((error: unknown) => log.warn({ error }, 'sweep failed'));
      arm();
    });
  };
  arm();
  return () => cancel();
}
