import type { Command } from 'commander';
import { run } from '../cli.ts';
import { CliFailure } from '../failure.ts';
import { loadContexts, saveContexts } from '../session/contexts.ts';
import type { CommandIo } from './command.ts';

type Row = { name: string; current: boolean; url: string; user: string; credential: string; project: string };

/** `bowline context …`. */
export function contextCommands(parent: Command, io: CommandIo): void {
  const group = parent.command('context').description('the servers you are signed in to');

  const list = group.command('list').alias('ls').description('list contexts; * is the current one');
  run(list, io, async (cli) => {
    const file = loadContexts(cli.io.env);
    const rows: Row[] = Object.entries(file.contexts).map(([name, context]) => ({
      name,
      current: name === file.current,
      url: context.url,
      user: context.user,
      credential: context.credential.kind,
      project: context.project ?? '',
    }));
    cli.output.list(rows, {
      name: (row) => `context/${row.name}`,
      empty: 'You are not signed in anywhere.',
      columns: [
        { title: '', value: (row) => (row.current ? '*' : ' ') },
        { title: 'NAME', value: (row) => row.name },
        { title: 'URL', value: (row) => row.url },
        { title: 'USER', value: (row) => row.user },
        { title: 'CREDENTIAL', value: (row) => row.credential },
        { title: 'PROJECT', value: (row) => row.project },
      ],
    });
  });

  const use = group.command('use').argument('<context>').description('make a context the current one');
  run(use, io, async (cli, { args: [name = ''] }) => {
    const file = loadContexts(cli.io.env);
    if (!Object.hasOwn(file.contexts, name))
      throw new CliFailure(`There is no context "${name}".`, { hint: 'See `bowline context list`.' });
    saveContexts(cli.io.env, { ...file, current: name });
    cli.output.say(`Context "${name}" is the current one.`);
  });
}
