// Generates the Prisma client when the schema changed since the last time. Runs after every install, where it must
// be quick, work offline and never be what breaks the install: `--required` makes a failure count.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = `${root}apps/api/src/store/generated`;
const stamp = `${output}/.schema-hash`;
const isRequired = process.argv.includes('--required');

const cli = findPrisma();
if (!existsSync(`${root}prisma/schema.prisma`))
  finish('prisma/schema.prisma is missing: no database client was generated.');
else if (!cli) finish('Prisma is not installed (a production install?): no database client was generated.');
else if (read(stamp) !== inputHash()) generate();

function generate() {
  const run = spawnSync(process.execPath, [cli, 'generate'], { cwd: root, encoding: 'utf8' });
  if (run.status === 0) writeFileSync(stamp, inputHash());
  else finish(`The database client could not be generated:\n${run.stdout}${run.stderr}`);
}

function finish(message) {
  console.error(message);
  if (isRequired) process.exitCode = 1;
}

function inputHash() {
  const version = JSON.parse(readFileSync(`${root}node_modules/prisma/package.json`, 'utf8')).version;
  return createHash('sha256')
    .update(version)
    .update(readFileSync(`${root}prisma/schema.prisma`))
    .digest('hex');
}

function findPrisma() {
  try {
    return createRequire(import.meta.url).resolve('prisma/build/index.js');
  } catch {
    return undefined;
  }
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
