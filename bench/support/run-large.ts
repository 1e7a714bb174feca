import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startGitServer } from '../../tools/git-server/start-git-server.ts';
import type { LargeWork } from './large-work.ts';

type Large = { objects: number; bytes: number; outputBytesMax: number; heapMb: number };

/** Renders and plans `objects` of `bytes` each in a process whose heap may not grow beyond `heapMb`; rejects when it dies. */
export async function runLarge(input: Large): Promise<LargeWork> {
  const server = await startGitServer();
  try {
    const { url } = await server.createRepository('large', { files: filesOf(input) });
    return await work(url, input);
  } finally {
    await server.stop();
  }
}

function work(url: string, { outputBytesMax, heapMb }: Large): Promise<LargeWork> {
  const file = fileURLToPath(new URL('large-work.ts', import.meta.url));
  const child = fork(file, [url, String(outputBytesMax)], {
    execArgv: [`--max-old-space-size=${heapMb}`, '--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as LargeWork));
    child.once('exit', (code, signal) => reject(new Error(`The process ended with ${code ?? signal}.`)));
  });
}

/** ConfigMaps in files of about a megabyte, as plain manifests. */
function filesOf({ objects, bytes }: Large): Record<string, string> {
  const perFile = Math.max(1, Math.floor(1_000_000 / bytes));
  const files: Record<string, string> = {};
  for (let i = 0; i < objects; i += perFile) {
    const part = Array.from({ length: Math.min(perFile, objects - i) }, (_, n) => manifest(i + n, bytes));
    files[`app/part-${i}.yaml`] = part.join('---\n');
  }
  return files;
}

function manifest(i: number, bytes: number): string {
  const head = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large-${i}}\ndata:\n`;
  const lineOf = (n: number) => `  "line-${String(n).padStart(7, '0')}": "${'x'.repeat(60)}"\n`;
  const lines = Math.max(1, Math.floor((bytes - head.length) / lineOf(0).length));
  return head + Array.from({ length: lines }, (_, n) => lineOf(n)).join('');
}
