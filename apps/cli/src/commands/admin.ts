import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { type Cli, run } from '../cli.ts';
import { CliFailure } from '../failure.ts';
import type { CommandIo } from './command.ts';

type Env = Record<string, string | undefined>;
type AdminModule = {
  runAdmin(args: readonly string[], env: Env): Promise<string>;
  adminFailure(error: unknown): string;
};

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
  const { runAdmin, adminFailure } = await loadServer(cli.io.env);
  const env = withDatabase(cli.io.env);
  try {
    cli.io.out(`${await runAdmin(args, env)}\n`);
  } catch (error) {
    const [message = '', hint = ''] = adminFailure(error).split('\n', 2);
    throw new CliFailure(message, { hint, cause: error });
  }
}

/** The server's own code: beside this program in a checkout, or where BOWLINE_SERVER says. */
async function loadServer(env: Env): Promise<AdminModule> {
  const beside = new URL('../../../api/src/admin/run-admin.ts', import.meta.url);
  const module = env.BOWLINE_SERVER
    ? pathToFileURL(resolve(env.BOWLINE_SERVER, 'apps/api/src/admin/run-admin.ts'))
    : beside;
  if (existsSync(module)) return (await import(module.href)) as AdminModule;
  throw new CliFailure('The server is not installed here.', {
    hint: 'Run this where it is, from its folder; or name that folder in BOWLINE_SERVER.',
  });
}

/** The environment, with the database of `npm start` where none is named. */
function withDatabase(env: Env): Env {
  if (env.DATABASE_URL || env.BOWLINE_CONFIG) return env;
  const url = embeddedDatabase(join(resolve(env.BOWLINE_DATA || '.bowline'), 'postgres'));
  if (url !== undefined) return { ...env, DATABASE_URL: url };
  throw new CliFailure('No database is named, and none of `npm start` is running here.', {
    hint: 'Set DATABASE_URL, or run this in the folder of a Bowline that is started (BOWLINE_DATA names its data).',
  });
}

function embeddedDatabase(dir: string): string | undefined {
  try {
    const port = Number(readFileSync(join(dir, 'data', 'postmaster.pid'), 'utf8').split('\n')[3]);
    const password = encodeURIComponent(readFileSync(join(dir, 'password'), 'utf8').trim());
    return port > 0 ? `postgresql://postgres:${password}@127.0.0.1:${port}/bowline` : undefined;
  } catch {
    return undefined;
  }
}
