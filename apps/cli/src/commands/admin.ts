import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { type Cli, run } from '../cli.ts';
import { CliFailure } from '../failure.ts';
import type { CommandIo } from './command.ts';

type Env = Record<string, string | undefined>;
type AdminModule = {
  runAdmin(args: readonly string[], env: Env): Promise<string>;
  adminFailure(error: unknown): { message: string; hint: string; code?: string };
};
type DatabaseModule = {
  openOwnDatabase(dataDir: string): Promise<{ url: string; close(): Promise<void> }>;
};

const beside = new URL('../../../../', import.meta.url);
const commands: { name: string; argument?: string; description: string }[] = [
  {
    name: 'backup',
    argument: '<file>',
    description: 'write an encrypted backup of the database; the server may go on',
  },
  { name: 'restore', argument: '<file>', description: 'restore a backup into an empty database' },
  {
    name: 'export',
    description: 'print Projects, Repositories, Clusters and Applications as YAML, without secrets',
  },
  {
    name: 'rotate-key',
    description: 'make a new master key and seal everything anew; restart the server afterwards',
  },
  { name: 'reset-password', argument: '<user>', description: 'print a one-time password for a user' },
  { name: 'verify-audit', description: 'check that the audit trail is whole' },
];

/** `bowline admin …`: the operator's commands, run where the server is installed, on its database and master key. */
export function adminCommands(parent: Command, io: CommandIo): void {
  const group = parent
    .command('admin')
    .description(
      'operate a server: run on its machine, with its settings (DATABASE_URL, BOWLINE_DATA, BOWLINE_MASTER_KEY)',
    );
  for (const { name, argument, description } of commands) {
    const command = group.command(name).description(description);
    if (argument !== undefined) command.argument(argument);
    run(command, io, async (cli, { args }) => admin(cli, [name, ...args]));
  }
}

async function admin(cli: Cli, args: string[]): Promise<void> {
  const { env } = cli.io;
  const { runAdmin, adminFailure } = await loadServer<AdminModule>(env, 'apps/api/src/admin/run-admin.ts');
  const database = await openDatabase(env, args[0] === 'restore');
  try {
    cli.io.out(`${await runAdmin(args, { ...env, ...database.env })}\n`);
  } catch (error) {
    const { message, ...more } = adminFailure(error);
    throw new CliFailure(message, { ...more, cause: error });
  } finally {
    await database.close();
  }
}

/** A module of the server: beside this program in a checkout, or where BOWLINE_SERVER says. */
async function loadServer<Module>(env: Env, path: string): Promise<Module> {
  const root = env.BOWLINE_SERVER ? pathToFileURL(`${resolve(env.BOWLINE_SERVER)}/`) : beside;
  const module = new URL(path, root);
  if (existsSync(module)) return (await import(module.href)) as Module;
  throw new CliFailure('The server is not installed here.', {
    hint: 'Run this where it is, from its folder; or name that folder in BOWLINE_SERVER.',
  });
}

/** The named database, or that of `npm start`, which is started for the command when it does not run. */
async function openDatabase(env: Env, mayBeNew: boolean): Promise<{ env: Env; close(): Promise<void> }> {
  if (env.DATABASE_URL || env.BOWLINE_CONFIG) return { env: {}, close: async () => {} };
  const dataDir = resolve(env.BOWLINE_DATA || '.bowline');
  const keyFile = env.BOWLINE_MASTER_KEY_FILE || join(dataDir, 'master.key');
  if (!existsSync(join(dataDir, 'postgres', 'data')) && !mayBeNew) {
    throw new CliFailure(`No database is named, and none of npm start is in ${dataDir}.`, {
      hint: 'Set DATABASE_URL, or run this in the folder of a Bowline (BOWLINE_DATA names its data).',
    });
  }
  // Asked before a database is made: without the key nothing of it could be read.
  if (!env.BOWLINE_MASTER_KEY && !existsSync(keyFile)) {
    throw new CliFailure(`There is no master key in ${keyFile}.`, {
      hint: 'Put the one that the backup was made with there, or set BOWLINE_MASTER_KEY.',
    });
  }
  const module = await loadServer<DatabaseModule>(env, 'tools/start/own-database.ts');
  const { url, close } = await module.openOwnDatabase(dataDir);
  return { env: { DATABASE_URL: url, BOWLINE_DATA: dataDir }, close };
}
