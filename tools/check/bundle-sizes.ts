// Compares what each page of the built web app loads with its budget. Sizes, no times: the same on every machine.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cssKb, firstLoadBudget, lazyParts, lazyStyles } from './bundle-budgets.ts';
import { root } from './source-files.ts';

type RouteStats = { route: string; firstLoadChunkPaths: string[] };

const output = join(root, 'apps/web', process.env.BOWLINE_WEB_DIST ?? '.next');
const chunks = join(output, 'static/chunks');
const routes = JSON.parse(
  readFileSync(join(output, 'diagnostics/route-bundle-stats.json'), 'utf8'),
) as RouteStats[];
const files = readdirSync(chunks, { recursive: true, encoding: 'utf8' });
const tooLarge: string[] = [];

for (const { route, firstLoadChunkPaths } of routes) {
  if (route === '/gallery') continue; // test builds only
  const size = firstLoadChunkPaths.reduce(
    (sum, path) => sum + kB(join(chunks, path.split('/chunks/')[1]!)),
    0,
  );
  check(`${route} (first load)`, size, firstLoadBudget(route));
}
const scripts = files.filter((name) => name.endsWith('.js'));
for (const { name, marker, kB: most } of lazyParts) {
  const holders = scripts.filter((file) => readFileSync(join(chunks, file), 'utf8').includes(marker));
  if (holders.length === 0) tooLarge.push(`${name}: no file holds "${marker}", so its size is unknown`);
  else check(`${name} (loaded later)`, Math.max(...holders.map((file) => kB(join(chunks, file)))), most);
}
const styles = files.filter((name) => name.endsWith('.css'));
const later = new Set<string>();
for (const { name, marker, kB: most } of lazyStyles) {
  const holders = styles.filter((file) => readFileSync(join(chunks, file), 'utf8').includes(marker));
  for (const file of holders) later.add(file);
  if (holders.length === 0)
    tooLarge.push(`${name}: no style sheet holds "${marker}", so its size is unknown`);
  else check(`${name} (loaded later)`, sumOf(holders), most);
}
check('all other styles', sumOf(styles.filter((file) => !later.has(file))), cssKb);
if (tooLarge.length > 0) console.error(`Too large:\n  ${tooLarge.join('\n  ')}`);
process.exitCode = tooLarge.length > 0 ? 1 : 0;

function sumOf(names: readonly string[]): number {
  return names.reduce((sum, file) => sum + kB(join(chunks, file)), 0);
}

function kB(path: string): number {
  return gzipSync(readFileSync(path), { level: 9 }).length / 1024;
}

function check(what: string, size: number, most: number) {
  const line = `${what}: ${size.toFixed(1)} of ${most} kB`;
  console.log(line);
  if (size > most) tooLarge.push(line);
}
