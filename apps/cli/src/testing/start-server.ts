import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '@bowline/sandbox/start';
import { newToken } from '../../../api/src/auth/secret.ts';
import { loadConfig } from '../../../api/src/config.ts';
import { start } from '../../../api/src/roles/start.ts';
import { startGitServer } from '../../../../tools/git-server/start-git-server.ts';
import type { TestDatabase } from '../../../../tools/postgres/test-server.ts';

/** A whole Bowline for tests: the server with all its roles, a git server, and the sandbox as its cluster. */
export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

export async function startTestServer(database: TestDatabase) {
  const dir = mkdtempSync(join(tmpdir(), 'bowline-cli-'));
  const [git, sandbox] = await Promise.all([startGitServer(), startSandbox()]);
  const token = newToken();
  const running = await start(
    loadConfig({
      DATABASE_URL: database.url,
      BOWLINE_DATA: dir,
      BOWLINE_PORT: '0',
      BOWLINE_LOG_LEVEL: 'error',
      BOWLINE_BOOTSTRAP_TOKEN: token,
      BOWLINE_MASTER_KEY: randomBytes(32).toString('base64'),
      BOWLINE_EGRESS_ALLOW: [git.url, sandbox.url].map((url) => new URL(url).host).join(','),
      PATH: process.env.PATH,
    }),
  );
  return {
    url: running.url,
    /** An admin's API token. */
    token,
    dir,
    git,
    sandbox,
    async stop(): Promise<void> {
      await running.stop();
      await Promise.all([git.stop(), sandbox.stop()]);
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
