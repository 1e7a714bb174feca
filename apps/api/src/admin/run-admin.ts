import { existsSync } from 'node:fs';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { type Config, ConfigError, loadConfig } from '../config.ts';
import { loadMasterKey, masterKeyFile } from '../master-key.ts';
import { auditStore } from '../store/audit.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { exportObjects } from '../store/export-objects.ts';
import { migrate } from '../store/migrate.ts';
import { backup, restore } from './backup.ts';
import { resetPassword } from './reset-password.ts';
import { rotateKey } from './rotate-key.ts';

const usage =
  'Usage: admin backup <file> | restore <file> | export | rotate-key | reset-password <user> | verify-audit | migrate';

/**
 * Runs a command of the operator, beside the server and on its configuration; what it says goes to standard output. Throws
 * Error with a sentence.
 */
export async function runAdmin(
  args: readonly string[],
  env?: Record<string, string | undefined>,
): Promise<string> {
  const [command, argument = ''] = args;
  const config = loadConfig(env);
  switch (command) {
    case 'backup':
      refuseNewKey(config);
      return `Backed up ${countText(await backup(config, needed(argument, 'file'), new Date()))}.`;
    case 'restore':
      refuseNewKey(config);
      return `Restored ${countText(await restore(config, needed(argument, 'file')))}. Start the server now.`;
    case 'export':
      return withDatabase(config, async (db) => (await exportObjects(db)).trimEnd());
    case 'rotate-key':
      await rotateKey(config);
      return 'The master key is new. Restart every replica, with the new key file.';
    case 'migrate':
      return `Applied: ${(await migrate(config.databaseUrl)).join(', ') || 'nothing, the database is up to date'}.`;
    case 'reset-password':
      return withDatabase(
        config,
        async (db) => `One-time password: ${await resetPassword(db, needed(argument, 'user'))}`,
      );
    case 'verify-audit':
      return withDatabase(config, async (db) => {
        const broken = await auditStore(db).firstBroken();
        if (broken === null) return 'The audit trail is whole.';
        throw new Error(`The audit trail does not fit from event ${broken} on.`);
      });
    default:
      throw new Error(usage);
  }
}

/** What an error of `runAdmin` says to people, and its code where it has one. */
export function adminFailure(error: unknown): { message: string; hint: string; code?: string } {
  if (error instanceof AppError) return { message: error.message, hint: error.hint, code: error.code };
  return { message: error instanceof Error ? error.message : String(error), hint: '' };
}

async function withDatabase<T>(config: Config, task: (db: Database) => Promise<T>): Promise<T> {
  refuseNewKey(config);
  const db = await openDatabase(config.databaseUrl, { masterKey: loadMasterKey(config), poolMax: 2 });
  try {
    return await task(db);
  } finally {
    await db.close();
  }
}

// A key made here would open nothing, and hide that the right one is missing.
function refuseNewKey(config: Config): void {
  const file = masterKeyFile(config);
  if (config.masterKey !== '' || existsSync(file)) return;
  throw new ConfigError(
    `There is no master key: put the one of this installation to ${file}, or set BOWLINE_MASTER_KEY or BOWLINE_DATA.`,
  );
}

function needed(argument: string, what: string): string {
  if (argument === '') throw new Error(`The ${what} is missing. ${usage}`);
  return argument;
}

function countText(counts: Record<string, number>): string {
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return `${rows} rows of ${Object.keys(counts).length} tables (${counts.application ?? 0} Applications, ${counts.release ?? 0} Releases)`;
}
