import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedDemo } from '../demo/seed.ts';
import { buildWeb } from './build-web.ts';
import { startDatabase } from './database.ts';
import { createLifetime, endOnSignals, type Lifetime } from './lifetime.ts';
import { readOptions, type StartOptions } from './options.ts';
import { choosePorts } from './ports.ts';
import { findRunning, forgetProcess, noteProcess, stopGroup } from './processes.ts';
import { type ServiceSpec, startService } from './service.ts';
import {
  apiService,
  gitService,
  kubeconfigOf,
  type Surroundings,
  sandboxService,
  webService,
} from './services.ts';

/** Starts everything in order, prints the URL, and keeps it running until a signal comes or a service gives up. */
export async function supervise(root: string, args: string[]): Promise<void> {
  const started = Date.now();
  const options = readOptions(root, args, process.env);
  mkdirSync(join(options.dataDir, 'logs'), { recursive: true, mode: 0o700 });
  await clearEarlierRun(options.dataDir);
  noteProcess(options.dataDir, 'supervisor', process.pid);

  const lifetime = createLifetime(options.dataDir);
  endOnSignals(lifetime);
  try {
    const url = await startAll(options, lifetime);
    printReady(options, url, (Date.now() - started) / 1000);
  } catch (error) {
    const wasAsked = lifetime.stopping.aborted;
    await lifetime.stopAll();
    if (!wasAsked) throw error;
  }
}

async function startAll(options: StartOptions, lifetime: Lifetime): Promise<string> {
  const { dataDir, hasDemo, isDev } = options;
  const ports = await choosePorts(dataDir, options.port);
  const around: Surroundings = { options, ports, externalUrl: `http://127.0.0.1:${ports.web}` };
  const start = createStarter(dataDir, lifetime);

  const onGiveUp = createGiveUp(lifetime);
  const database = startDatabase(options, ports.postgres, { stopping: lifetime.stopping, onGiveUp });
  // Known before it is up: a signal in between must not leave it behind.
  lifetime.onStop(() =>
    database.then(
      ({ stop }) => stop(),
      () => {},
    ),
  );
  const built = isDev ? Promise.resolve() : buildWeb(options.root, say);
  const web = built.then(() => start(webService(around), 'web app is ready'));
  const demo = hasDemo
    ? [
        start(sandboxService(around), 'sandbox cluster is ready'),
        start(gitService(around), 'demo git server is ready'),
      ]
    : [];
  const bootstrapToken =
    hasDemo && !isSeeded(dataDir) ? `bow_${randomBytes(32).toString('base64url')}` : undefined;
  const api = Promise.all([database, ...demo]).then(([{ url }]) => {
    say(options.databaseUrl ? 'using the PostgreSQL of DATABASE_URL' : 'PostgreSQL is ready');
    return start(apiService({ ...around, databaseUrl: url, bootstrapToken }), 'API is ready');
  });
  await Promise.all([database, web, api, ...demo]);
  if (bootstrapToken) await seed(around, bootstrapToken);
  return around.externalUrl;
}

function createStarter(
  dataDir: string,
  lifetime: Lifetime,
): (spec: ServiceSpec, label: string) => Promise<void> {
  const onGiveUp = createGiveUp(lifetime);
  return async (spec, label) => {
    const service = await startService(spec, { dataDir, stopping: lifetime.stopping, onGiveUp });
    lifetime.onStop(() => service.stop());
    say(label);
  };
}

function createGiveUp(lifetime: Lifetime): (reason: string) => void {
  return (reason) => {
    console.error(`\n${reason}\nIt keeps ending; stopping everything.`);
    void lifetime.stopAll().then(() => process.exit(1));
  };
}

const seedMarker = (dataDir: string) => join(dataDir, 'demo-seeded');
const isSeeded = (dataDir: string) => existsSync(seedMarker(dataDir));

async function seed({ options: { dataDir }, ports }: Surroundings, token: string): Promise<void> {
  await seedDemo({
    apiUrl: `http://127.0.0.1:${ports.api}`,
    token,
    gitUrl: `http://127.0.0.1:${ports.git}`,
    kubeconfig: readFileSync(kubeconfigOf(dataDir), 'utf8'),
    webhookSecret: readFileSync(join(dataDir, 'demo-webhook-secret'), 'utf8').trim(),
  });
  writeFileSync(seedMarker(dataDir), '');
  say('demo repositories and Applications are registered');
}

async function clearEarlierRun(dataDir: string): Promise<void> {
  const running = findRunning(dataDir);
  const supervisor = running.find(({ name }) => name === 'supervisor');
  if (supervisor) {
    throw new Error(
      `Bowline already runs on ${dataDir} (process ${supervisor.pid}): use that one, or stop it first.`,
    );
  }
  if (running.length === 0) return;
  await Promise.all(running.map(({ pid }) => stopGroup(pid)));
  for (const { name } of running) forgetProcess(dataDir, name);
  say(`stopped what an earlier run left behind: ${running.map(({ name }) => name).join(', ')}`);
}

function printReady({ dataDir }: StartOptions, url: string, seconds: number): void {
  const passwordFile = join(dataDir, 'first-password');
  console.log(`\nBowline is ready after ${seconds.toFixed(1)} s:  ${url}`);
  if (existsSync(passwordFile)) {
    console.log(`Sign in as admin with the one-time password:  ${readFileSync(passwordFile, 'utf8').trim()}`);
  }
  console.log(`Data and logs: ${dataDir}    Ctrl-C stops everything.\n`);
}

function say(line: string): void {
  console.log(`  ${line}`);
}
