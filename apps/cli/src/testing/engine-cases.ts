import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FakeRun, runCli } from './fake-io.ts';

const root = fileURLToPath(new URL('../../testdata/engine', import.meta.url));

/** The folders of testdata/engine, each with `command`, the files that it names, and `stdin` where it reads that. */
export function engineCases(): string[] {
  return readdirSync(root).sort();
}

/** A file of a case. */
export function fileOfCase(name: string, file: string): string {
  return join(root, name, file);
}

/** Runs a case; `more` are options after its own. Paths are shown as seen from its folder. */
export async function runEngineCase(name: string, ...more: string[]): Promise<FakeRun> {
  const dir = join(root, name);
  const words = readFileSync(join(dir, 'command'), 'utf8').trim().split(/\s+/);
  const args = words.map((word) =>
    existsSync(join(dir, word)) || /^(nowhere|\.)/.test(word) ? join(dir, word) : word,
  );
  const stdin = existsSync(join(dir, 'stdin')) ? readFileSync(join(dir, 'stdin'), 'utf8') : '';
  const { exitCode, out, err } = await runCli([...args, ...more], { stdin });
  return { exitCode, out: out.replaceAll(`${dir}/`, ''), err: err.replaceAll(`${dir}/`, '') };
}
