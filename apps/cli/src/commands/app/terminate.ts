import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { hasEnded } from '../../follow/has-ended.ts';
import { timeoutOption } from '../../input/timeout-option.ts';
import type { CommandIo } from '../command.ts';
import { finish } from '../execute-plan.ts';
import { applicationCommand, findTarget } from './target.ts';

type Options = { project?: string; wait: boolean; timeout: number };

/** `bowline app terminate`. */
export function appTerminate(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'terminate')
    .description('stop the Operation that runs; what is applied stays applied')
    .option('--no-wait', 'return at once')
    .addOption(timeoutOption(10));
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project } = options;
    const target = await findTarget(cli, client, { text, project });
    const { status } = await client.call('getApplication', { params: target });
    const { operation } = status;
    if (operation === null || hasEnded(operation))
      throw new CliFailure(`No Operation of ${target.name} is running.`);
    const stopping = await client.call('terminateOperation', { params: { id: operation.id } });
    if (stopping.stopEffect !== '') cli.io.err(`${stopping.stopEffect}\n`);
    await finish(cli, client, stopping, options);
    return exitCodes.ok;
  });
}
