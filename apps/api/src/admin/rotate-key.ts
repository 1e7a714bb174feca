import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Config, ConfigError } from '../config.ts';
import { loadMasterKey, masterKeyFile } from '../master-key.ts';
import { rotateKeys } from '../store/rotate-keys.ts';

/**
 * Makes a new master key, wraps all keys with it and replaces the file. The new key is on disk before the database knows it:
 * whatever moment this is stopped at, one of the two files opens the database, and running it again finishes.
 */
export async function rotateKey(config: Config): Promise<void> {
  if (config.masterKey !== '') {
    throw new ConfigError(
      'The master key comes from BOWLINE_MASTER_KEY: set BOWLINE_MASTER_KEY_FILE instead to rotate it.',
    );
  }
  const file = masterKeyFile(config);
  const current = loadMasterKey(config);
  const nextFile = `${file}.next`;
  if (!existsSync(nextFile)) {
    writeFileSync(nextFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const next = Buffer.from(readFileSync(nextFile, 'utf8').trim(), 'base64');
  await rotateKeys(config.databaseUrl, { current, next });
  renameSync(nextFile, file);
}
