import type { Operation, OperationRow } from '@bowline/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import { exitCodes } from '../../failure.ts';
import { exitCodeOfOperation, followOperation } from '../../follow/follow-operation.ts';
import { keyText } from '../../follow/progress.ts';
import { integer } from '../../input/flags.ts';
import { timeoutOption } from '../../input/timeout-option.ts';
import type { CommandIo } from '../command.ts';
import type { Shape } from '../../output/output.ts';
import { type Style, toneOf } from '../../output/style.ts';
import { formatTable } from '../../output/table.ts';
import { finish } from '../execute-plan.ts';
import { listAll } from '../list-all.ts';

type Row = z.infer<typeof OperationRow>;

export const operationShape: Shape<Row> = {
  name: (row) => `operation/${row.id}`,
  empty: 'No Operations.',
  columns: [
    { title: 'ID', value: (row) => row.id },
    { title: 'APPLICATION', value: (row) => `${row.project}/${row.application}` },
    { title: 'NUMBER', value: (row) => String(row.number) },
    { title: 'KIND', value: (row) => row.planKind },
    { title: 'PHASE', value: (row) => row.phase, tone: (row) => toneOf(row.phase) },
    { title: 'BY', value: (row) => row.requestedBy.name },
    { title: 'STARTED', value: (row) => row.startedAt ?? '' },
    { title: 'FINISHED', value: (row) => row.finishedAt ?? '' },
    { title: 'MESSAGE', value: (row) => row.waitingFor || row.message, wide: true },
    { title: 'PLAN', value: (row) => row.planId, wide: true },
  ],
};

/** An Operation with its steps, for people. */
export function operationText(operation: Operation, style: Style): string {
  const head = [
    `Operation ${operation.number} (${operation.id}) of ${operation.project}/${operation.application}: ${style(operation.phase, toneOf(operation.phase))}`,
    `${operation.planKind} by ${operation.requestedBy.name} at ${operation.createdAt}, digest ${operation.digest}`,
    operation.waitingFor || operation.message,
  ].filter((line) => line !== '');
  const steps = formatTable(
    operation.steps,
    [
      { title: '#', value: (step) => String(step.index + 1) },
      { title: 'PHASE', value: (step) => step.phase },
      { title: 'WAVE', value: (step) => String(step.wave) },
      { title: 'STATE', value: (step) => step.state, tone: (step) => toneOf(step.state) },
      { title: 'ACTION', value: (step) => step.action },
      { title: 'OBJECT', value: (step) => (step.action === 'wait' ? '' : keyText(step.key)) },
      { title: 'MESSAGE', value: (step) => step.message },
    ],
    { wide: false, style },
  );
  return `${head.join('\n')}\n${steps}`;
}

type ListOptions = { project?: string; application?: string; phase?: string; limit: number };

/** `bowline op …`. */
export function operationCommands(parent: Command, io: CommandIo): void {
  const group = parent.command('op').alias('operation').description('list, follow and stop Operations');

  const list = group
    .command('list')
    .alias('ls')
    .description('list Operations, newest first')
    .option('-p, --project <name>', 'of this Project')
    .option('-a, --application <name>', 'of this Application')
    .option('--phase <phase>', 'Waiting, Running, Terminating, Succeeded, Failed or Error')
    .option('--limit <count>', 'at most so many', integer(1, 100_000), 100);
  run<ListOptions>(list, io, async (cli, { options: { limit, project, application, phase } }) => {
    const rows = await listAll(cli.client(), 'listOperations', { project, application, phase }, { limit });
    cli.output.list(rows, operationShape);
  });

  const get = group.command('get').argument('<id>').description('show an Operation with its steps');
  run(get, io, async (cli, { args: [id = ''] }) => {
    const operation = await cli.client().call('getOperation', { params: { id } });
    cli.output.one(operation, {
      name: (value) => `operation/${value.id}`,
      describe: (value) => operationText(value, cli.style),
    });
  });

  const watch = group
    .command('watch')
    .argument('<id>')
    .description('follow an Operation to its end; exit code 1 when it fails')
    .addOption(timeoutOption(30));
  run<{ timeout: number }>(watch, io, async (cli, { args: [id = ''], options }) => {
    const client = cli.client();
    // An Operation that is not there is an error at first, and gone with its Application later.
    await client.call('getOperation', { params: { id } });
    const operation = await followOperation(cli, client, { id, timeoutMs: options.timeout });
    if (operation === null) cli.output.say('The Operation has ended and its Application is gone.');
    else
      cli.output.one(operation, {
        name: (value) => `operation/${value.id}`,
        describe: (value) => operationText(value, cli.style),
      });
    return exitCodeOfOperation(operation);
  });

  const terminate = group
    .command('terminate')
    .argument('<id>')
    .description('stop an Operation; what is applied stays applied')
    .option('--no-wait', 'return at once')
    .addOption(timeoutOption(10));
  run<{ wait: boolean; timeout: number }>(terminate, io, async (cli, { args: [id = ''], options }) => {
    const client = cli.client();
    const operation = await client.call('terminateOperation', { params: { id } });
    cli.io.err(`${operation.stopEffect}\n`);
    await finish(cli, client, operation, options);
    return exitCodes.ok;
  });
}
