import type { Plan, PlanInput } from '@bowline/contract';
import { ApiError, type Client } from '@bowline/contract/client';
import type { Command } from 'commander';
import { type Cli, run } from '../../cli.ts';
import { exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { planText } from '../../output/plan-text.ts';
import { type ExecuteOptions, reviewAndExecute } from '../execute-plan.ts';
import {
  addExecuteOptions,
  addSyncPlanOptions,
  type SyncPlanOptions,
  syncPlanInput,
} from './plan-options.ts';
import { applicationCommand, findTarget } from './target.ts';

type Options = SyncPlanOptions & ExecuteOptions & { project?: string; dryRun?: boolean };

/** `bowline app sync`. */
export function appSync(parent: Command, io: CommandIo): void {
  const command = addExecuteOptions(
    addSyncPlanOptions(
      applicationCommand(parent, 'sync')
        .description('build a Plan, show it, execute exactly its digest and follow the Operation to its end')
        .option('--dry-run', 'show the Plan and stop'),
    ),
  );
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project } = options;
    const target = await findTarget(cli, client, { text, project });
    const plan = await buildOrNothing(cli, client, syncPlanInput(target, options));
    if (plan === null) return exitCodes.ok;
    if (options.dryRun) {
      cli.output.one(plan, {
        name: ({ id }) => `plan/${id}`,
        describe: (value) => planText(value, { style: cli.style, steps: true }),
      });
      return exitCodes.ok;
    }
    return reviewAndExecute(cli, client, plan, options);
  });
}

/** The Plan, or null after saying that there is nothing to do; programs get the Problem. */
export async function buildOrNothing(cli: Cli, client: Client, body: PlanInput): Promise<Plan | null> {
  try {
    return await client.call('buildPlan', { body });
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'nothing_to_do') throw error;
    cli.output.say(error.problem.detail);
    cli.output.problem(error.problem);
    return null;
  }
}
