import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { unpackChromium } from './unpack-chromium.ts';

/** How to launch the browser: pass all three to Playwright's `launch`. */
export type Chromium = { executablePath: string; args: string[]; env: Record<string, string> };

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

// No sandbox: tests run as root in containers and visit nothing but their own server.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `CHROMIUM_PATH`, else a Chromium or Chrome on PATH, else the one from npm; rejects with one sentence. */
export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<Chromium> {
  const installed = env.CHROMIUM_PATH || findOnPath(env.PATH ?? '');
  if (installed) {
    if (!existsSync(installed)) throw new Error(`CHROMIUM_PATH names ${installed}, which does not exist.`);
    return { executablePath: installed, args, env: definedOnly(env) };
  }
  const unpacked = await unpackChromium();
  if (unpacked)
    return { executablePath: unpacked.executablePath, args, env: { ...definedOnly(env), ...unpacked.env } };
  throw new Error(
    'No browser found: set CHROMIUM_PATH, or run npx playwright install chromium and point it there.',
  );
}

function findOnPath(path: string): string | undefined {
  const folders = path.split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
