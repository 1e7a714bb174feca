import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the one-time password of the first start is written, mode 0600. */
export function firstPasswordFile(dataDir: string): string {
  return join(dataDir, 'first-password');
}

export function writeFirstPassword(dataDir: string, password: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  forgetFirstPassword(dataDir);
  writeFileSync(firstPasswordFile(dataDir), `${password}\n`, { mode: 0o600, flag: 'wx' });
}

/** Removes the file, once the password in it has been changed. */
export function forgetFirstPassword(dataDir: string): void {
  rmSync(firstPasswordFile(dataDir), { force: true });
}
