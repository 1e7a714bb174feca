import { join } from 'node:path';
import { webServer } from './build-web.ts';
import type { StartOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { loadOrCreateSecret } from './secrets.ts';
import type { ServiceSpec } from './service.ts';

export type Surroundings = { options: StartOptions; ports: Ports; externalUrl: string };

/** Settings of the user that reach every service: Bowline's own, proxies and certificates. */
function inherited(): Record<string, string | undefined> {
  const wanted = /^(BOWLINE_|NODE_EXTRA_CA_CERTS$|SSL_CERT_|LANG$|SSH_AUTH_SOCK$)|_proxy$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)));
}

/** The embedded cluster of the demo. */
export function sandboxService({ options, ports }: Surroundings): ServiceSpec {
  const { root, dataDir } = options;
  const out = [
    '--data',
    join(dataDir, 'sandbox'),
    '--port',
    String(ports.sandbox),
    '--kubeconfig-out',
    kubeconfigOf(dataDir),
  ];
  return runProgram('sandbox', root, out, `http://127.0.0.1:${ports.sandbox}/readyz`);
}

/** Where the sandbox writes how to reach it. */
export function kubeconfigOf(dataDir: string): string {
  return join(dataDir, 'sandbox', 'kubeconfig.yaml');
}

/** The git server with the demo repositories; whoever can reach loopback may push to them. */
export function gitService({ options, ports }: Surroundings): ServiceSpec {
  const { root, dataDir } = options;
  const args = ['--root', join(dataDir, 'git'), '--port', String(ports.git)];
  const spec = runProgram('git', root, args, `http://127.0.0.1:${ports.git}/`);
  const webhook = `http://127.0.0.1:${ports.api}/api/v1/webhooks/github`;
  return {
    ...spec,
    env: {
      ...spec.env,
      DEMO_WEBHOOK_URL: webhook,
      DEMO_WEBHOOK_SECRET: loadOrCreateSecret(dataDir, 'demo-webhook-secret'),
    },
  };
}

export function apiService(
  context: Surroundings & { databaseUrl: string; bootstrapToken?: string },
): ServiceSpec {
  const { options, ports, externalUrl, databaseUrl, bootstrapToken } = context;
  const bundled = runProgram('api', options.root, [], `http://127.0.0.1:${ports.api}/readyz`);
  const tsx = join(options.root, 'node_modules/tsx/dist/cli.mjs');
  const watching = [tsx, 'watch', '--clear-screen=false', 'apps/api/src/main.ts'];
  const spec = options.isDev ? { ...bundled, args: watching } : bundled;
  const own = options.hasDemo ? [`127.0.0.1:${ports.sandbox}`, `127.0.0.1:${ports.git}`] : [];
  return {
    ...spec,
    env: {
      ...spec.env,
      DATABASE_URL: databaseUrl,
      BOWLINE_DATA: options.dataDir,
      BOWLINE_HOST: '127.0.0.1',
      BOWLINE_PORT: String(ports.api),
      BOWLINE_EXTERNAL_URL: externalUrl,
      BOWLINE_TRUSTED_PROXIES: '127.0.0.1',
      BOWLINE_EGRESS_ALLOW: [process.env.BOWLINE_EGRESS_ALLOW, ...own].filter(Boolean).join(','),
      BOWLINE_DEMO: String(options.hasDemo),
      BOWLINE_BOOTSTRAP_TOKEN: bootstrapToken,
    },
  };
}

export function webService({ options, ports, externalUrl }: Surroundings): ServiceSpec {
  const { root, dataDir, isDev } = options;
  const next = [
    join(root, 'node_modules/next/dist/bin/next'),
    'dev',
    '--port',
    String(ports.web),
    '--hostname',
    '127.0.0.1',
  ];
  return {
    name: 'web',
    command: process.execPath,
    args: isDev ? next : [join(root, webServer)],
    cwd: isDev ? join(root, 'apps/web') : root,
    env: {
      ...inherited(),
      NODE_ENV: isDev ? 'development' : 'production',
      PORT: String(ports.web),
      HOSTNAME: '127.0.0.1',
      BOWLINE_API_URL: `http://127.0.0.1:${ports.api}`,
      BOWLINE_EXTERNAL_URL: externalUrl,
      NEXTAUTH_URL: externalUrl,
      NEXTAUTH_SECRET: loadOrCreateSecret(dataDir, 'web-secret'),
      NEXT_TELEMETRY_DISABLED: '1',
    },
    // A path that the server answers by itself, whatever the API does.
    readyUrl: `http://127.0.0.1:${ports.web}/_next/static/ready`,
  };
}

function runProgram(name: string, root: string, args: string[], readyUrl: string): ServiceSpec {
  return {
    name,
    command: process.execPath,
    args: [join(root, 'tools/start/run.mjs'), name, ...args],
    cwd: root,
    env: inherited(),
    readyUrl,
  };
}
