import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { integer } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { type ExecuteOptions, reviewAndExecute } from '../execute-plan.ts';
import { listAll } from '../list-all.ts';
import { addExecuteOptions } from './plan-options.ts';
import { buildOrNothing } from './sync.ts';
import { applicationCommand, findTarget } from './target.ts';

type Options = ExecuteOptions & { project?: string; includeHooks?: boolean; reason?: string; until?: string };

/** `bowline app rollback`. */
export function appRollback(parent: Command, io: CommandIo): void {
  const command = addExecuteOptions(
    applicationCommand(parent, 'rollback')
      .argument('[release]', 'number of the Release to restore (default: the one before the live one)')
      .description('restore an earlier Release through a Plan; auto-sync is then held')
      .option('--include-hooks', 'run the hooks of that Release again')
      .option('--reason <text>', 'why, shown with the Hold')
      .option('--until <time>', 'end the Hold at this time (RFC 3339) at the latest'),
  );
  run<Options>(command, io, async (cli, { args: [text = '', release], options }) => {
    const client = cli.client();
    const { project, reason, until } = options;
    const target = await findTarget(cli, client, { text, project });
    const number = release === undefined ? await previous() : integer(1, 1_000_000_000)(release);
    const plan = await buildOrNothing(cli, client, {
      kind: 'rollback',
      project: target.project,
      application: target.name,
      release: number,
      ...(options.includeHooks ? { includeHooks: true } : {}),
      ...(reason === undefined && until === undefined
        ? {}
        : {
            hold: {
              ...(reason === undefined ? {} : { reason }),
              ...(until === undefined ? {} : { untilTime: until }),
            },
          }),
    });
    return plan === null ? exitCodes.ok : reviewAndExecute(cli, client, plan, options);

    async function previous(): Promise<number> {
      const rows = await listAll(client, 'listReleases', {}, { params: target });
      const live = rows.find((row) => row.isLive)?.number;
      const earlier = rows.filter(
        (row) => live !== undefined && row.number < live && row.outcome === 'succeeded',
      );
      const found = Math.max(0, ...earlier.map((row) => row.number));
      if (found > 0) return found;
      throw new CliFailure('There is no earlier Release to go back to.', {
        hint: `See \`bowline app history ${text}\`.`,
      });
    }
  });
}
