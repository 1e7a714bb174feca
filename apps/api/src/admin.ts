import { resetPassword } from './admin/reset-password.ts';
import { rotateKey } from './admin/rotate-key.ts';
import { loadConfig } from './config.ts';
import { loadMasterKey } from './master-key.ts';
import { auditStore } from './store/audit.ts';
import { openDatabase } from './store/database.ts';
import { migrate } from './store/migrate.ts';

// Commands of the operator, beside the server and on its configuration.
const usage = 'Usage: admin rotate-key | reset-password <user> | verify-audit | migrate';

async function main(args: string[]): Promise<string> {
  const [command, name] = args;
  const config = loadConfig();
  switch (command) {
    case 'rotate-key':
      await rotateKey(config);
      return 'The master key is new. Restart every replica, with the new key file.';
    case 'migrate':
      return `Applied: ${(await migrate(config.databaseUrl)).join(', ') || 'nothing, the database is up to date'}.`;
    case 'reset-password':
    case 'verify-audit': {
      const db = await openDatabase(config.databaseUrl, { masterKey: loadMasterKey(config), poolMax: 2 });
      try {
        if (command === 'reset-password') return `One-time password: ${await resetPassword(db, name ?? '')}`;
        const broken = await auditStore(db).firstBroken();
        if (broken === null) return 'The audit trail is whole.';
        throw new Error(`The audit trail does not fit from event ${broken} on.`);
      } finally {
        await db.close();
      }
    }
    default:
      throw new Error(usage);
  }
}

main(process.argv.slice(2)).then(
  (message) => console.log(message),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
