import { spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'apps/web',
  'packages/ui',
  'packages/contract',
  'packages/sync-engine/src/core',
  'package-lock.json',
];
const skipped = /^(node_modules|\.next.*|\.turbo|dist|next-env\.d\.ts|tsconfig\.tsbuildinfo)$|\.test\.tsx?$/;

/** The built server of the web app, relative to the root. */
export const webServer = 'apps/web/.next/standalone/apps/web/server.js';

/** Builds the web app unless its sources are those of the last build. */
export async function buildWeb(root: string, say: (line: string) => void): Promise<void> {
  const output = join(root, 'apps/web/.next');
  const stamp = join(output, 'bowline-sources');
  const hash = hashInputs(root);
  if (existsSync(stamp) && existsSync(join(root, webServer)) && readFileSync(stamp, 'utf8') === hash) return;
  say('Building the web app (about half a minute) …');
  rmSync(stamp, { force: true });
  await runNextBuild(root);
  // The standalone server expects them beside it; the build leaves that to us.
  const standalone = join(output, 'standalone/apps/web');
  cpSync(join(output, 'static'), join(standalone, '.next/static'), { recursive: true });
  if (existsSync(join(root, 'apps/web/public')))
    cpSync(join(root, 'apps/web/public'), join(standalone, 'public'), { recursive: true });
  writeFileSync(stamp, hash);
}

function runNextBuild(root: string): Promise<void> {
  const next = join(root, 'node_modules/next/dist/bin/next');
  if (!existsSync(next)) return Promise.reject(new Error('Next.js is not installed: run npm ci.'));
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;
  return new Promise((resolve, reject) => {
    let text = '';
    const child = spawn(process.execPath, [next, 'build'], {
      cwd: join(root, 'apps/web'),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill();
    process.once('exit', stop);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', stop);
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `The web app could not be built. The last lines:\n${text.trim().split('\n').slice(-30).join('\n')}`,
          ),
        );
    });
  });
}

function hashInputs(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) addToHash(hash, root, input);
  return hash.digest('hex');
}

function addToHash(hash: Hash, root: string, path: string): void {
  const file = join(root, path);
  if (statSync(file).isFile()) return void hash.update(`${path}\0`).update(readFileSync(file));
  for (const name of readdirSync(file).sort()) {
    if (!skipped.test(name)) addToHash(hash, root, `${path}/${name}`);
  }
}
