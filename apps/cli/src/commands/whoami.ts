import type { Command } from 'commander';
import { run } from '../cli.ts';
import type { CommandIo } from './command.ts';

/** `bowline whoami`. */
export function whoamiCommand(parent: Command, io: CommandIo): void {
  const command = parent.command('whoami').description('who the current credential is, and where');
  run(command, io, async (cli) => {
    const session = await cli.client().call('getSession', {});
    cli.output.one(
      { url: cli.url(), ...session },
      {
        name: ({ user }) => `user/${user}`,
        describe: ({ url, user, role, actor, groups, expiresAt }) =>
          `${user} (${role})${actor.kind === 'token' ? `, by token ${actor.name}` : ''} at ${url}, until ${expiresAt}${groups.length === 0 ? '' : `, groups ${groups.join(', ')}`}\n`,
      },
    );
  });
}
