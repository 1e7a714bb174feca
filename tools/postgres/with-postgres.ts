// Runs a command from node_modules/.bin with DATABASE_URL naming a throwaway PostgreSQL:
// `npm run prisma -- migrate diff --from-migrations prisma/migrations --to-schema prisma/schema.prisma --script`
import { spawnSync } from 'node:child_process';
import { startTestServer } from './test-server.ts';

const [command = '', ...args] = process.argv.slice(2);
const server = process.env.DATABASE_URL ? undefined : await startTestServer();
try {
  const env = { ...process.env, DATABASE_URL: process.env.DATABASE_URL ?? server?.url };
  const result = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit', env });
  process.exitCode = result.status ?? 1;
} finally {
  await server?.stop();
}
