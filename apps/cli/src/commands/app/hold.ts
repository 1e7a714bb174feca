import type { Command } from 'commander';
import { run } from '../../cli.ts';
import type { CommandIo } from '../command.ts';
import { applicationCommand, findTarget } from './target.ts';

/** `bowline app hold` and `bowline app resume`. */
export function appHold(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'hold')
    .description('hold auto-sync')
    .requiredOption('--reason <text>', 'why')
    .option('--until <time>', 'ends by itself at this time (RFC 3339)');
  run<{ project?: string; reason: string; until?: string }>(
    command,
    io,
    async (cli, { args: [text = ''], options: { project, reason, until } }) => {
      const client = cli.client();
      const params = await findTarget(cli, client, { text, project });
      const body = { reason, ...(until === undefined ? {} : { untilTime: until }) };
      cli.output.one(await client.call('setHold', { params, body }), {
        name: ({ metadata }) => `application/${metadata.project}/${metadata.name}`,
        describe: () => `Auto-sync of ${params.name} is held.\n`,
      });
    },
  );
}

export function appResume(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'resume').description('end the Hold');
  run<{ project?: string }>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const params = await findTarget(cli, client, { text, ...options });
    const before = await client.call('getApplication', { params });
    const isHeld = before.status.hold !== null;
    cli.output.one(await client.call('resumeAutoSync', { params }), {
      name: ({ metadata }) => `application/${metadata.project}/${metadata.name}`,
      describe: () =>
        isHeld
          ? `The Hold of ${params.name} has ended.\n`
          : `${params.name} is not held: nothing was done.\n`,
    });
  });
}
