import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { Api } from './api/api.ts';
import { Faults } from './api/faults.ts';
import { serveHttp } from './api/http-server.ts';
import { LogFile } from './api/log-file.ts';
import { Registry } from './api/registry.ts';
import { Store } from './api/store.ts';
import type { Randomness } from './api/writer.ts';
import { localTransport } from './client/local-transport.ts';
import { type Clock, systemClock } from './clock.ts';
import { builtinTypes } from './cluster/builtin-types.ts';
import { crdController, serveCustomResources } from './cluster/controllers/crd.ts';
import { garbageCollector } from './cluster/controllers/garbage-collector.ts';
import { namespaceController } from './cluster/controllers/namespace.ts';
import { controllers } from './cluster/controllers/registry.ts';
import { createFirstObjects } from './cluster/first-objects.ts';
import { startKubelet } from './cluster/kubelet.ts';
import { subresourceHandlers } from './cluster/pod-subresources.ts';
import { namespaceLifecycle } from './cluster/rules.ts';
import { World } from './cluster/world.ts';

export interface SandboxOptions {
  /** Port on 127.0.0.1; 0 (the default) picks a free one. */
  port?: number;
  /** Bearer token clients must send; kept in the data folder, else made up, when absent. */
  token?: string;
  /** Folder that keeps the objects across restarts; memory only when absent. */
  dataDir?: string;
  clock?: Clock;
  faults?: Faults;
  /** False leaves controllers and kubelet out: objects stay exactly as they were written. */
  controllers?: boolean;
  random?: Randomness;
}

export interface Sandbox {
  url: string;
  token: string;
  /** A kubeconfig (YAML text) whose only context is an administrator of the sandbox. */
  kubeconfig: string;
  faults: Faults;
  store: Store;
  /** Resolves when no controller has anything to do now; what waits for a time does not count. */
  settle(): Promise<void>;
  /** Drops watch history, so that older resourceVersions get 410. */
  compact(): void;
  stop(): Promise<void>;
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

const systemRandom: Randomness = {
  uuid: () => randomUUID(),
  suffix: () => [...randomBytes(5)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''),
};

/** Starts the embedded cluster: a Kubernetes API on loopback with controllers and a kubelet stand-in behind it. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = systemClock, faults = new Faults(), dataDir } = options;
  const store = new Store();
  const log = dataDir === undefined ? undefined : new LogFile(dataDir, store);
  const registry = new Registry(builtinTypes());
  const stopServing = serveCustomResources(registry, store);
  const api = new Api({
    store,
    registry,
    clock,
    random: options.random ?? systemRandom,
    admissions: [namespaceLifecycle],
    subresources: subresourceHandlers,
  });
  faults.onDropWatches(() => api.watches.dropAll());
  const world = new World(localTransport(api, 'kube-controller-manager'), clock, 'kube-controller-manager');
  await createFirstObjects(world);
  const stops = [stopServing, () => world.stop()];
  let isIdle = () => true;
  if (options.controllers !== false) {
    for (const register of controllers) register(world);
    namespaceController(world, registry);
    crdController(world, registry);
    stops.push(garbageCollector(world, registry, store));
    await world.start();
    const kubelet = await startKubelet({ transport: localTransport(api, 'kubelet'), clock });
    stops.push(() => kubelet.stop());
    isIdle = () => world.isIdle && kubelet.isIdle;
  }
  const token = options.token ?? keptToken(dataDir);
  const server = await serveHttp({ api, faults, token, port: options.port ?? 0 });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    token,
    kubeconfig: kubeconfigText(url, token),
    faults,
    store,
    async settle() {
      do {
        await new Promise<void>((resolve) => setImmediate(resolve));
      } while (!isIdle());
    },
    compact: () => store.compact(),
    async stop() {
      faults.clear();
      for (const stop of stops.reverse()) stop();
      api.watches.dropAll();
      await server.stop();
      log?.stop();
    },
  };
}

function keptToken(dataDir: string | undefined): string {
  const made = randomBytes(24).toString('base64url');
  if (dataDir === undefined) return made;
  const path = join(dataDir, 'token');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(path, `${made}\n`, { mode: 0o600 });
  return made;
}

function kubeconfigText(server: string, token: string): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'sandbox', cluster: { server } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'sandbox', context: { cluster: 'sandbox', user: 'admin' } }],
    'current-context': 'sandbox',
  });
}
