import type { Command } from 'commander';
import { run } from '../../cli.ts';
import type { CommandIo } from '../command.ts';
import { applicationCommand, findTarget } from './target.ts';

type Options = { project?: string; hard?: boolean; wait: boolean };

/** `bowline app refresh`. */
export function appRefresh(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'refresh')
    .description('resolve, render and compare again')
    .option('--hard', 'ignore caches')
    .option('--no-wait', 'return at once');
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project } = options;
    const params = await findTarget(cli, client, { text, project });
    const application = await client.call('refreshApplication', {
      params,
      body: { mode: options.hard ? 'hard' : 'normal', wait: options.wait },
    });
    cli.output.one(application, {
      name: ({ metadata }) => `application/${metadata.project}/${metadata.name}`,
      describe: ({ metadata, status }) =>
        `${metadata.project}/${metadata.name} is ${status.sync.status} and ${status.health.status}. ${status.sync.message}`.trimEnd() +
        '\n',
    });
  });
}
