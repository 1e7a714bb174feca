import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, ConfigError } from './config.ts';

const keyBytes = 32;

/** The master key of the configuration, or of its file, which is made (mode 0600) when there is none. */
export function loadMasterKey(config: Pick<Config, 'masterKey' | 'masterKeyFile' | 'dataDir'>): Buffer {
  if (config.masterKey !== '') return decode(config.masterKey, 'BOWLINE_MASTER_KEY');
  const file = masterKeyFile(config);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return decode(readFileSync(file, 'utf8'), file);
}

export function masterKeyFile(config: Pick<Config, 'masterKeyFile' | 'dataDir'>): string {
  return config.masterKeyFile === '' ? join(config.dataDir, 'master.key') : config.masterKeyFile;
}

function decode(text: string, origin: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes) throw new ConfigError(`${origin} must hold 32 bytes in base64.`);
  return key;
}
