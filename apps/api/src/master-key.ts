import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, ConfigError } from './config.ts';

const keyBytes = 32;

/** The master key of the configuration, or of its file, which is made (mode 0600) when there is none. */
export function loadMasterKey(config: Pick<Config, 'masterKey' | 'masterKeyFile' | 'dataDir'>): Buffer {
  if (config.masterKey !== '') return decode(config.masterKey, 'BOWLINE_MASTER_KEY');
  const file = masterKeyFile(config);
  if (!existsSync(file)) create(file);
  return decode(readFileSync(file, 'utf8'), file);
}

/** Several replicas may start on a new folder at once: all take the key of the first, which is there whole or not at all. */
function create(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const own = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(own, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

export function masterKeyFile(config: Pick<Config, 'masterKeyFile' | 'dataDir'>): string {
  return config.masterKeyFile === '' ? join(config.dataDir, 'master.key') : config.masterKeyFile;
}

function decode(text: string, origin: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes) throw new ConfigError(`${origin} must hold 32 bytes in base64.`);
  return key;
}
