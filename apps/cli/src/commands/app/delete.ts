import { ApiError } from '@bowline/contract/client';
import type { Command } from 'commander';
import { Option } from 'commander';
import { run } from '../../cli.ts';
import { exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { confirm } from '../confirm.ts';
import { type ExecuteOptions, reviewAndExecute } from '../execute-plan.ts';
import { addExecuteOptions } from './plan-options.ts';
import { applicationCommand, findTarget } from './target.ts';

type Cascade = 'foreground' | 'background' | 'orphan' | 'keep';
type Options = ExecuteOptions & { project?: string; cascade: Cascade; forget?: boolean };

/** `bowline app delete`. */
export function appDelete(parent: Command, io: CommandIo): void {
  const command = addExecuteOptions(
    applicationCommand(parent, 'delete')
      .description('delete an Application, with its live objects unless told otherwise, through a Plan')
      .addOption(
        new Option('--cascade <how>', 'what happens to live objects; keep leaves them alone')
          .choices(['foreground', 'background', 'orphan', 'keep'])
          .default('foreground'),
      )
      .option('--forget', 'only forget it, without looking at the cluster (for one that is gone)'),
  );
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project, cascade } = options;
    const target = await findTarget(cli, client, { text, project });
    if (options.forget) {
      await confirm(cli, {
        ask: `Type ${target.name} to forget it: `,
        answer: target.name,
        refused: 'Nothing was forgotten',
      });
      await client.call('deleteApplication', {
        params: target,
        query: { mode: 'forget', confirmName: target.name },
      });
      cli.output.say(`Application ${target.project}/${target.name} is forgotten; live objects stay.`);
      return exitCodes.ok;
    }
    const plan = await client
      .call('buildPlan', {
        body: { kind: 'delete', project: target.project, application: target.name, cascade },
      })
      .catch(withWayOut);
    // The typed name (or --yes beside the name) is the consent to what a deletion always risks.
    return reviewAndExecute(cli, client, plan, { ...options, acceptRisks: true, confirmName: target.name });
  });
}

/** Without the cluster there is no Plan, yet whoever has lost it must get rid of its Applications. */
function withWayOut(error: unknown): never {
  if (!(error instanceof ApiError) || !error.problem.code.startsWith('cluster_')) throw error;
  const hint = `${error.problem.hint} --forget removes the Application and leaves its objects.`.trim();
  throw new ApiError({ ...error.problem, hint });
}
