import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@bowline/sync-engine/adapters/time/system-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { verifyPassword } from '../auth/password.ts';
import { hashSecret, newToken } from '../auth/secret.ts';
import { bootstrap } from './bootstrap.ts';
import { createLog } from '../log.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { projectStore } from '../store/project.ts';
import { tokenStore } from '../store/token.ts';
import { userStore } from '../store/user.ts';

let db: Database;
let drop: () => Promise<void>;
let dataDir: string;
let lines: string[];

beforeEach(async () => {
  const test = await createTestDatabase();
  db = await openDatabase(test.url, { masterKey: randomBytes(32) });
  dataDir = mkdtempSync(join(tmpdir(), 'bowline-bootstrap-'));
  lines = [];
  drop = async () => {
    await db.close();
    await test.drop();
    rmSync(dataDir, { recursive: true });
  };
});
afterEach(() => drop());

const run = (bootstrapToken = '') =>
  bootstrap({
    db,
    clock: systemClock,
    log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
    config: { dataDir, bootstrapToken },
  });

describe('first start (X38)', () => {
  it('makes one administrator with a random password, said once, whichever replica comes first', async () => {
    await Promise.all([run(), run(), run()]);
    await run();
    const file = join(dataDir, 'first-password');
    const password = readFileSync(file, 'utf8').trim();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const found = await userStore(db).findWithHash('admin');
    expect(found?.user).toMatchObject({ role: 'admin', mustChangePassword: true });
    expect(await verifyPassword(password, found?.passwordHash ?? null)).toBe(true);
    expect(lines.filter((line) => line.includes('bootstrap_password'))).toHaveLength(1);
    expect(lines.join('\n'), 'a log is no place for a password').not.toContain(password);
    expect(await projectStore(db).find('default')).toMatchObject({ spec: { sourceRepos: ['*'] } });
  });

  it('never makes the user again', async () => {
    await run();
    rmSync(join(dataDir, 'first-password'));
    await run();
    expect(existsSync(join(dataDir, 'first-password'))).toBe(false);
  });

  it('gives the token of the operator once, and not again after it was revoked', async () => {
    const token = newToken();
    await run(token);
    await run(token);
    const found = await tokenStore(db).findByHash(hashSecret(token), new Date());
    expect(found).toMatchObject({ name: 'bootstrap', role: 'admin', owner: { name: 'admin' } });
    await tokenStore(db).revoke(found?.id ?? '', new Date());
    await run(token);
    expect(await tokenStore(db).findByHash(hashSecret(token), new Date())).toBeNull();
    await expect(run('bow_guess')).rejects.toThrow(/BOOTSTRAP_TOKEN/);
  });
});
