// `npm start`: everything Bowline needs, on this machine, behind one URL. Plain JavaScript without dependencies up to
// the point where they are installed; supervise.ts goes on from there in the same process, bundled.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';
import { help } from './help.mjs';
import { ensureInstalled } from './install.mjs';
import { programPath } from './programs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  console.log(help);
  process.exit(0);
}

try {
  checkNode();
  checkGit();
  await ensureInstalled(root);
  generateClient();
  const { supervise } = await import(pathToFileURL(await programPath(root, 'supervise')).href);
  await supervise(root, process.argv.slice(2));
} catch (error) {
  console.error(process.env.BOWLINE_DEBUG ? error : `\n${error.message}`);
  process.exit(1);
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const needed = engines.node.replace('>=', '').split('.').map(Number);
  const found = process.versions.node.split('.').map(Number);
  const isEnough = found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1]);
  if (!isEnough)
    throw new Error(
      `Bowline needs Node ${needed.slice(0, 2).join('.')} or newer; this is ${process.versions.node}.`,
    );
}

function checkGit() {
  if (spawnSync('git', ['--version']).status !== 0)
    throw new Error('Bowline needs git on the PATH: install git and start again.');
}

function generateClient() {
  if (!existsSync(join(root, 'prisma/schema.prisma')))
    throw new Error('prisma/schema.prisma is missing: this checkout is not complete.');
  const run = spawnSync(process.execPath, [join(root, 'prisma/engine/generate.mjs'), '--required'], {
    stdio: 'inherit',
  });
  if (run.status !== 0)
    throw new Error('The database client could not be generated; the lines above say why.');
}
