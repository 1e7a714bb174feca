import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Config } from '../config.ts';
import { loadMasterKey } from '../master-key.ts';
import { openDatabase } from '../store/database.ts';
import { readBackupHeader, restoreRows, writeBackup } from '../store/backup.ts';
import { migrate, migrationsDir } from '../store/migrate.ts';

type Settings = Pick<Config, 'databaseUrl' | 'masterKey' | 'masterKeyFile' | 'dataDir'>;

/** Writes a backup of the whole database to a new file of mode 0600; the server may go on. Returns the rows by table. */
export async function backup(config: Settings, file: string, now: Date): Promise<Record<string, number>> {
  const masterKey = loadMasterKey(config);
  // A backup under another key than the database's could never be opened together with what is in it.
  await (await openDatabase(config.databaseUrl, { masterKey, poolMax: 1 })).close();
  const to = (await createFile(file)).createWriteStream();
  try {
    return await writeBackup(config.databaseUrl, { masterKey, to, now });
  } catch (error) {
    to.destroy();
    rmSync(file, { force: true });
    throw error;
  }
}

async function createFile(file: string) {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new AppError({
        code: 'already_exists',
        status: 409,
        message: `${file} exists already.`,
        hint: 'Choose another name: a backup replaces none.',
      });
    throw new AppError({
      code: 'invalid_request',
      status: 400,
      message: `${file} cannot be written (${code}).`,
      hint: 'Name a file in a folder that exists and that you may write to.',
      cause: error,
    });
  }
}

/** Throws not_found or invalid_request, naming the file, for one that nothing can be restored from. */
async function requireFile(file: string): Promise<void> {
  const hint = 'Name the file that `admin backup` wrote.';
  try {
    const opened = await open(file, 'r');
    const isFile = (await opened.stat().finally(() => opened.close())).isFile();
    if (isFile) return;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new AppError({ code: 'not_found', status: 404, message: `${file} does not exist.`, hint })
      : new AppError({
          code: 'invalid_request',
          status: 400,
          message: `${file} cannot be read (${code}).`,
          hint,
          cause: error,
        });
  }
  throw new AppError({ code: 'invalid_request', status: 400, message: `${file} is not a file.`, hint });
}

/**
 * Restores a backup into an empty database. It is migrated as far as the backup was, filled, then migrated to this version:
 * a backup of an older version comes back as well.
 */
export async function restore(config: Settings, file: string): Promise<Record<string, number>> {
  await requireFile(file);
  const masterKey = loadMasterKey(config);
  const { migrations } = await readBackupHeader(file, masterKey);
  const dir = mkdtempSync(join(tmpdir(), 'bowline-restore-'));
  try {
    for (const name of migrations) {
      const from = join(migrationsDir, name);
      if (!existsSync(from)) {
        throw new AppError({
          code: 'conflict',
          status: 409,
          message: 'The backup was made by a newer version of Bowline.',
          hint: 'Restore it with that version or a later one.',
        });
      }
      cpSync(from, join(dir, name), { recursive: true });
    }
    await migrate(config.databaseUrl, { dir });
    const counts = await restoreRows(config.databaseUrl, { masterKey, file });
    await migrate(config.databaseUrl);
    return counts;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
