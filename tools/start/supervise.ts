import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedDemo } from '../demo/seed.ts';
import { buildWeb } from './build-web.ts';
import { startDatabase } from './database.ts';
import { readOptions, type StartOptions } from './options.ts';
import { choosePorts } from './ports.ts';
import { findRunning, forgetProcess, noteProcess, stopGroup } from './processes.ts';
import { type ServiceSpec, startService } from './service.ts';
import {
  apiService,
  gitService,
  kubeconfigOf,
  type ServiceContext,
  sandboxService,
  webService,
} from './services.ts';

/** Starts everything in order, prints the URL, and keeps it running until a signal comes or a service gives up. */
export async function supervise(root: string, args: string[]): Promise<void> {
  const started = Date.now();
  const options = readOptions(root, args, process.env);
  prepareDataFolder(options.dataDir);
  await clearEarlierRun(options.dataDir);
  noteProcess(options.dataDir, 'supervisor', process.pid);

  const stops: (() => Promise<void>)[] = [];
  const stopAll = stopOnce(stops, options.dataDir);
  handleSignals(stopAll);
  try {
    const context = await startAll(options, stops, stopAll);
    printReady(options, context.externalUrl, (Date.now() - started) / 1000);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function startAll(
  options: StartOptions,
  stops: (() => Promise<void>)[],
  stopAll: () => Promise<void>,
): Promise<ServiceContext> {
  const { root, dataDir, hasDemo, isDev } = options;
  const ports = await choosePorts(dataDir, options.port);
  const context: ServiceContext = { options, ports, externalUrl: `http://127.0.0.1:${ports.web}` };
  const giveUp = (reason: string) => {
    console.error(`\n${reason}\nIt keeps ending; stopping everything.`);
    void stopAll().then(() => process.exit(1));
  };
  const start = async (spec: ServiceSpec, label: string) => {
    const service = await startService(spec, dataDir, giveUp);
    stops.push(() => service.stop());
    say(label);
  };

  // The database is stopped last, so it comes first in the list whatever is ready first.
  const database = await startDatabase(options, ports.postgres);
  stops.push(database.stop);
  say(options.databaseUrl ? 'using the PostgreSQL of DATABASE_URL' : 'PostgreSQL is ready');
  const built = isDev ? Promise.resolve() : buildWeb(root, say);
  built.catch(() => {}); // awaited below; a failure must not count as unhandled until then
  if (hasDemo) {
    await Promise.all([
      start(sandboxService(context), 'sandbox cluster is ready'),
      start(gitService(context), 'demo git server is ready'),
    ]);
  }
  const seedMarker = join(dataDir, 'demo-seeded');
  const bootstrapToken =
    hasDemo && !existsSync(seedMarker) ? `bwl_${randomBytes(24).toString('base64url')}` : undefined;
  const api = start(apiService({ ...context, databaseUrl: database.url, bootstrapToken }), 'API is ready');
  await Promise.all([api, built.then(() => start(webService(context), 'web app is ready'))]);
  if (bootstrapToken) {
    await seedDemo({
      apiUrl: `http://127.0.0.1:${ports.api}`,
      token: bootstrapToken,
      gitUrl: `http://127.0.0.1:${ports.git}`,
      kubeconfig: readFileSync(kubeconfigOf(dataDir), 'utf8'),
      webhookSecret: readFileSync(join(dataDir, 'demo-webhook-secret'), 'utf8').trim(),
    });
    writeFileSync(seedMarker, '');
    say('demo repositories and Applications are registered');
  }
  return context;
}

function prepareDataFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
}

async function clearEarlierRun(dataDir: string): Promise<void> {
  const running = findRunning(dataDir);
  const supervisor = running.find(({ name }) => name === 'supervisor');
  if (supervisor)
    throw new Error(
      `Bowline already runs on ${dataDir} (process ${supervisor.pid}): use that one, or stop it first.`,
    );
  if (running.length === 0) return;
  await Promise.all(running.map(({ pid }) => stopGroup(pid)));
  for (const { name } of running) forgetProcess(dataDir, name);
  say(`stopped what an earlier run left behind: ${running.map(({ name }) => name).join(', ')}`);
}

function stopOnce(stops: (() => Promise<void>)[], dataDir: string): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stopInOrder = async () => {
    // Those that were still on their way up when the signal came are only noted, and go first.
    const noted = findRunning(dataDir).filter(({ name }) => name !== 'supervisor');
    if (stops.length < noted.length + 1) await Promise.all(noted.map(({ pid }) => stopGroup(pid)));
    for (const stop of stops.toReversed()) await stop();
    forgetProcess(dataDir, 'supervisor');
  };
  return () => (stopping ??= stopInOrder());
}

function handleSignals(stopAll: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      console.log('\nStopping …');
      void stopAll().then(() => {
        say('stopped');
        process.exit(0);
      });
    });
  }
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
