import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { backup, restore } from '../admin/backup.ts';
import { runAdmin } from '../admin/run-admin.ts';
import { auditStore } from './audit.ts';
import { blobStore } from './blob.ts';
import { openDatabase } from './database.ts';
import { projectStore } from './project.ts';
import { repositoryStore } from './repository.ts';
import { userStore } from './user.ts';
import { repositoryInput } from '../testing/repository-input.ts';

const masterKey = randomBytes(32);
const dir = mkdtempSync(join(tmpdir(), 'bowline-backup-'));
const file = join(dir, 'backup');
const settings = (databaseUrl: string, key = masterKey) => ({
  databaseUrl,
  masterKey: key.toString('base64'),
  masterKeyFile: '',
  dataDir: dir,
});
let source: Awaited<ReturnType<typeof createTestDatabase>>;
const drops: (() => Promise<void>)[] = [];

/** A database with nothing in it, as on a machine that is new. */
async function emptyDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'));
  const name = `restore_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const client = new Client({ connectionString: inject('postgresUrl') });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name}`);
  drops.push(() => run(`DROP DATABASE ${name} WITH (FORCE)`));
  url.pathname = `/${name}`;
  return url.href;
}

beforeAll(async () => {
  source = await createTestDatabase();
  drops.push(source.drop);
  const db = await openDatabase(source.url, { masterKey });
  await userStore(db).create({
    name: 'kim',
    displayName: 'Kim 한글',
    role: 'admin',
    passwordHash: 'x',
    mustChangePassword: false,
  });
  const labels = { a: 'b' };
  await projectStore(db).create({
    name: 'team',
    spec: { sourceRepos: ['*'] },
    labels,
    annotations: {},
    managedBy: null,
  });
  await repositoryStore(db).create(
    repositoryInput({
      name: 'web',
      url: 'https://git.example/web',
      pollSeconds: 30,
      credential: { kind: 'bearer', token: 'geheim' },
      webhookSecret: 'hook',
    }),
  );
  await repositoryStore(db).create(
    repositoryInput({
      name: 'charts',
      type: 'helm',
      url: 'https://charts.example',
    }),
  );
  // More than one batch, so that its edges are crossed.
  for (let i = 0; i < 450; i++) {
    await auditStore(db).append({
      actor: { kind: 'user', name: 'kim' },
      action: 'project.create',
      object: { kind: 'Project', project: null, name: `p${i}` },
      outcome: 'succeeded',
      message: `line\n${i} "quoted" \\ backslash`,
    });
  }
  await blobStore(db).putAll([{ secret: 'value' }]);
  await db.close();
  await backup(settings(source.url), file, new Date());
}, 120_000);
afterAll(async () => {
  for (const drop of drops) await drop();
  rmSync(dir, { recursive: true });
});

describe('a backup', () => {
  it('comes back whole on an empty machine: objects, credentials, the audit chain', async () => {
    const url = await emptyDatabase();
    const counts = await restore(settings(url), file);
    expect(counts).toMatchObject({ user: 1, project: 1, repository: 2, audit_event: 450, blob: 1 });
    const db = await openDatabase(url, { masterKey });
    expect(await userStore(db).find('kim')).toMatchObject({ displayName: 'Kim 한글', role: 'admin' });
    expect(await projectStore(db).find('team')).toMatchObject({ labels: { a: 'b' } });
    expect((await repositoryStore(db).open('web'))?.credential).toEqual({ kind: 'bearer', token: 'geheim' });
    expect(await auditStore(db).firstBroken()).toBeNull();
    // The trail goes on where it was, and is append-only again.
    await auditStore(db).append({
      actor: { kind: 'system', name: 'test' },
      action: 'project.create',
      object: { kind: 'Project', project: null, name: 'after' },
      outcome: 'succeeded',
    });
    expect(await auditStore(db).firstBroken()).toBeNull();
    await expect(db.prisma.$executeRaw`DELETE FROM "audit_event"`).rejects.toThrow(/append-only/);
    await db.close();
  });

  it('is readable by its owner alone, and says nothing without the master key', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).includes('kim')).toBe(false);
    await expect(restore(settings(await emptyDatabase(), randomBytes(32)), file)).rejects.toThrow(
      /another master key/,
    );
  });

  it('is refused when it was cut off or changed, and leaves the database empty', async () => {
    const url = await emptyDatabase();
    const bytes = readFileSync(file);
    const broken = join(dir, 'broken');
    for (const damage of [
      bytes.subarray(0, -40),
      Buffer.concat([bytes.subarray(0, 2000), Buffer.from('x'), bytes.subarray(2001)]),
    ]) {
      writeFileSync(broken, damage);
      await expect(restore(settings(url), broken)).rejects.toThrow(/cannot be read/);
    }
    expect(await restore(settings(url), file)).toMatchObject({ user: 1 });
  });

  it('never goes into a database that holds something, over a file, or where there is no folder', async () => {
    await expect(restore(settings(source.url), file)).rejects.toThrow(/not empty/);
    await expect(backup(settings(source.url), file, new Date())).rejects.toThrow(/exists already/);
    const nowhere = join(dir, 'nowhere', 'backup');
    await expect(backup(settings(source.url), nowhere, new Date())).rejects.toThrow(/cannot be written/);
    for (const [path, code] of [
      [nowhere, 'not_found'],
      [dir, 'invalid_request'],
    ] as const)
      await expect(restore(settings(await emptyDatabase()), path)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(path),
        hint: expect.stringContaining('backup'),
      });
  });

  it('is not made with a master key that does not open the database', async () => {
    const other = join(dir, 'other');
    const wrong = settings(source.url, randomBytes(32));
    await expect(backup(wrong, other, new Date())).rejects.toThrow(/master key/);
    expect(existsSync(other)).toBe(false);
  });
});

it('the export is YAML without secrets, and never makes a new master key', async () => {
  const env = { DATABASE_URL: source.url, BOWLINE_DATA: dir };
  await expect(runAdmin(['export'], env)).rejects.toThrow(/no master key/);
  const text = await runAdmin(['export'], { ...env, BOWLINE_MASTER_KEY: masterKey.toString('base64') });
  expect(text).toContain(
    'kind: Project\nmetadata:\n  name: team\n  labels:\n    a: b\nspec:\n  sourceRepos:',
  );
  expect(text).toContain('kind: Repository');
  expect(text, 'SRC-14').toContain('spec:\n  type: helm\n  url: https://charts.example\n');
  expect(text).not.toContain('geheim');
});
