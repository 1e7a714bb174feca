import type { Command } from 'commander';
import { run } from '../../cli.ts';
import type { CommandIo } from '../command.ts';
import { planText } from '../../output/plan-text.ts';
import { addSyncPlanOptions, type SyncPlanOptions, syncPlanInput } from './plan-options.ts';
import { buildOrNothing } from './sync.ts';
import { applicationCommand, findTarget } from './target.ts';

/** `bowline app plan`. */
export function appPlan(parent: Command, io: CommandIo): void {
  const command = addSyncPlanOptions(
    applicationCommand(parent, 'plan').description('build a Plan of what a sync would do; nothing runs'),
  );
  run<SyncPlanOptions & { project?: string }>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project, ...what } = options;
    const target = await findTarget(cli, client, { text, project });
    const plan = await buildOrNothing(cli, client, syncPlanInput(target, what));
    if (plan === null) return;
    cli.output.one(plan, {
      name: ({ id }) => `plan/${id}`,
      describe: (value) =>
        `${planText(value, { style: cli.style, steps: true })}\nReview it at ${cli.url()}/plans/${value.id}\nRun it with   bowline plan execute ${value.id} --digest ${value.digest}\n`,
    });
  });
}
