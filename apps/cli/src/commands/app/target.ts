import type { ApplicationRow } from '@bowline/contract';
import type { Client } from '@bowline/contract/client';
import type { Command } from 'commander';
import type { Cli } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';
import { listAll } from '../list-all.ts';

/** Path parameters of one Application. */
export type Target = { project: string; name: string };

/** A command on one Application: its first argument, and the Project of a bare name. Read them with {@link findTarget}. */
export function applicationCommand(parent: Command, name: string): Command {
  return parent
    .command(name)
    .argument('<application>', 'NAME or PROJECT/NAME')
    .option('-p, --project <name>', 'Project of the Application');
}

/**
 * The Application that `PROJECT/NAME` or `NAME` means. A bare name is looked up in every visible Project and must be there
 * once. Throws CliFailure.
 */
export async function findTarget(
  cli: Cli,
  client: Client,
  input: { text: string; project?: string | undefined },
): Promise<Target> {
  const parts = input.text.split('/');
  // As `-o name` writes it.
  if (parts.length === 3 && parts[0] === 'application') parts.shift();
  const [first = '', second, ...rest] = parts;
  if (rest.length > 0 || first === '' || second === '')
    throw new CliFailure(`"${input.text}" is neither NAME nor PROJECT/NAME.`);
  if (second !== undefined) return { project: first, name: second };
  const project = input.project ?? cli.connection().project;
  if (project !== undefined) return { project, name: first };
  const rows = (await listAll(client, 'listApplications', { q: first })) as ApplicationRow[];
  const found = rows.filter((row) => row.name === first);
  const [only] = found;
  if (only && found.length === 1) return { project: only.project, name: only.name };
  if (!only) {
    throw new CliFailure(`There is no Application "${first}" that you may see.`, {
      code: 'not_found',
      hint: 'Try `bowline app list`.',
    });
  }
  throw new CliFailure(`${found.length} Projects have an Application "${first}".`, {
    hint: `Name the Project: ${found.map((row) => `${row.project}/${row.name}`).join(', ')}.`,
  });
}
