// Every figure of docs/performance.md, one after the other; each alone is `npx tsx bench/<name>.ts`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

for (const name of ['engine', 'diff', 'large', 'list', 'webhook', 'monorepo', 'cold-sync']) {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const run = spawnSync(process.execPath, ['--import', 'tsx', file], { stdio: 'inherit' });
  if (run.status !== 0) process.exitCode = 1;
}
