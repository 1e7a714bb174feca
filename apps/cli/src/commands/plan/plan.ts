import { randomUUID } from 'node:crypto';
import type { PlanRow } from '@bowline/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import { collect, integer } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import type { Shape } from '../../output/output.ts';
import { planText } from '../../output/plan-text.ts';
import { addExecuteOptions } from '../app/plan-options.ts';
import { type ExecuteOptions, finish, risksToTick } from '../execute-plan.ts';
import { listAll } from '../list-all.ts';
import { approve, type ApproveOptions, reject, type RejectOptions, reviewedDigest } from './review.ts';

type Row = z.infer<typeof PlanRow>;

export const planShape: Shape<Row> = {
  name: (row) => `plan/${row.id}`,
  empty: 'No Plans.',
  columns: [
    { title: 'ID', value: (row) => row.id },
    { title: 'APPLICATION', value: (row) => `${row.project}/${row.application}` },
    { title: 'KIND', value: (row) => row.kind },
    { title: 'STATE', value: (row) => row.state },
    { title: 'CREATE', value: (row) => String(row.counts.create) },
    { title: 'CHANGE', value: (row) => String(row.counts.change) },
    { title: 'PRUNE', value: (row) => String(row.counts.prune) },
    { title: 'RISKS', value: (row) => String(row.risks) },
    { title: 'APPROVALS', value: (row) => `${row.approvals}/${row.approvalsRequired}` },
    { title: 'BUILT', value: (row) => row.builtAt },
    { title: 'BY', value: (row) => row.builtBy.name, wide: true },
    { title: 'DIGEST', value: (row) => row.digest, wide: true },
  ],
};

type ListOptions = { project?: string; application?: string; state?: string; limit: number };

/** `bowline plan …`. */
export function planCommands(parent: Command, io: CommandIo): void {
  const group = parent.command('plan').description('list, review and execute Plans');

  const list = group
    .command('list')
    .alias('ls')
    .description('list Plans, newest first')
    .option('-p, --project <name>', 'of this Project')
    .option('-a, --application <name>', 'of this Application')
    .option('--state <state>', 'open, executed, rejected, expired or superseded')
    .option('--limit <count>', 'at most so many', integer(1, 100_000), 100);
  run<ListOptions>(list, io, async (cli, { options: { limit, project, application, state } }) => {
    cli.output.list(
      await listAll(cli.client(), 'listPlans', { project, application, state }, { limit }),
      planShape,
    );
  });

  const get = group.command('get').argument('<id>').description('show a Plan, verified now');
  run(get, io, async (cli, { args: [id = ''] }) => {
    const plan = await cli.client().call('getPlan', { params: { id } });
    cli.output.one(plan, {
      name: (value) => `plan/${value.id}`,
      describe: (value) => planText(value, { style: cli.style, steps: true }),
    });
  });

  const approveCommand = group
    .command('approve')
    .argument('<id>')
    .description('approve exactly one digest')
    .option('--digest <digest>', 'digest that was reviewed')
    .option('--accept-risks', 'accept all risks that need a person')
    .option('--accept-risk <id>', 'accept the risk with this id or code; repeat for more', collect)
    .option('--comment <text>', 'why, for the record');
  run<ApproveOptions>(approveCommand, io, (cli, { args: [id = ''], options }) =>
    approve(cli, cli.client(), id, options),
  );

  const rejectCommand = group
    .command('reject')
    .argument('<id>')
    .description('reject a Plan; it can never run')
    .option('--digest <digest>', 'digest that was reviewed')
    .requiredOption('--reason <text>', 'why');
  run<RejectOptions>(rejectCommand, io, (cli, { args: [id = ''], options }) =>
    reject(cli, cli.client(), id, options),
  );

  const execute = addExecuteOptions(
    group
      .command('execute')
      .argument('<id>')
      .description('approve as you and execute exactly one digest')
      .option('--digest <digest>', 'digest that was reviewed')
      .option('--confirm-name <name>', 'name of the Application, for a deletion'),
  );
  run<ExecuteOptions & { digest?: string }>(execute, io, async (cli, { args: [id = ''], options }) => {
    const client = cli.client();
    const plan = await client.call('getPlan', { params: { id } });
    const digest = await reviewedDigest(cli, plan, options);
    const operation = await client.call('executePlan', {
      params: { id },
      headers: { 'idempotency-key': randomUUID() },
      body: {
        digest,
        tickedRisks: risksToTick(plan, options),
        comment: options.comment ?? '',
        ...(options.confirmName === undefined ? {} : { confirmName: options.confirmName }),
      },
    });
    return finish(cli, client, operation, options);
  });
}
