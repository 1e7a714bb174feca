// Checks that the migrations build the schema of prisma/schema.prisma, on a throwaway PostgreSQL.
import { spawnSync } from 'node:child_process';
import { startTestServer } from '../postgres/test-server.ts';
import { root } from './source-files.ts';

const server = await startTestServer();
try {
  const args = [
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-schema',
    'prisma/schema.prisma',
  ];
  const env = { ...process.env, DATABASE_URL: server.url };
  const run = spawnSync('node_modules/.bin/prisma', [...args, '--script'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  const missing = run.stdout
    .split(/^-- /m)
    .filter((statement) => statement.trim() && !isIndexOfOurs(statement));
  if (run.status !== 0) console.error(run.stderr);
  else if (missing.length)
    console.error(`prisma/migrations lack what the schema has:\n${missing.join('\n')}`);
  else console.log('The migrations build the schema.');
  process.exitCode = run.status !== 0 || missing.length ? 1 : 0;
} finally {
  await server.stop();
}

// Partial, expression and trigram indexes cannot be written in the schema: the migrations' SQL has them alone.
function isIndexOfOurs(statement: string): boolean {
  return /^DropIndex\nDROP INDEX "\w+";\s*$/.test(statement);
}
