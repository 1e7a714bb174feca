import { ApiError } from '@bowline/contract/client';
import type { Command } from 'commander';
import { run } from '../cli.ts';
import { CliFailure } from '../failure.ts';
import { connect } from '../session/client.ts';
import { loadContexts, saveContexts } from '../session/contexts.ts';
import type { CommandIo } from './command.ts';

/** `bowline logout`. */
export function logoutCommand(parent: Command, io: CommandIo): void {
  const command = parent
    .command('logout')
    .argument('[context]', 'default: the current one')
    .description('end the session and forget the credential; an API token stays valid until it is revoked');
  run(command, io, async (cli, { args: [wanted] }) => {
    const file = loadContexts(cli.io.env);
    const name = wanted ?? cli.options.context ?? file.current;
    const context = file.contexts[name];
    if (context === undefined)
      throw new CliFailure(name === '' ? 'You are not signed in.' : `There is no context "${name}".`);
    if (context.credential.kind === 'session') await endSession(context);
    const { [name]: _, ...contexts } = file.contexts;
    saveContexts(cli.io.env, {
      current: file.current === name ? (Object.keys(contexts)[0] ?? '') : file.current,
      contexts,
    });
    cli.output.say(`Context "${name}" is forgotten.`);

    async function endSession({ url, credential }: NonNullable<typeof context>): Promise<void> {
      try {
        await connect(cli.io, { url, credential }).call('logout', {});
      } catch (error) {
        // It has ended already, or its server is away: forgetting the credential is what is left to do.
        if (!(error instanceof ApiError)) throw error;
        if (error.problem.code !== 'unauthenticated')
          cli.io.err(
            `${cli.style('warning', 'warn')}: the session could not be ended: ${error.problem.detail}\n`,
          );
      }
    }
  });
}
