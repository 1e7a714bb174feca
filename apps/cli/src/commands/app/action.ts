import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { integer } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { confirm } from '../confirm.ts';
import { findResource } from './resources.ts';
import { applicationCommand, findTarget } from './target.ts';

const actions = ['restart', 'scale', 'delete-pod', 'run', 'suspend', 'resume'] as const;
type ActionName = (typeof actions)[number];
type Options = { project?: string; replicas?: number; dryRun?: boolean };

/** `bowline app actions`: what changes live objects without changing desired state. */
export function appActions(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'actions')
    .alias('action')
    .addArgument(new Argument('<action>', 'what to do').choices(actions))
    .argument('<resource>', 'Kind/name or group/kind/namespace/name')
    .description('run an Action on a live object: restart, scale, delete-pod, run, suspend, resume')
    .option('--replicas <count>', 'for scale', integer(0, 10_000))
    .option('--dry-run', 'show the targets and the effect only');
  run<Options>(command, io, async (cli, { args: [text = '', action = '', resource = ''], options }) => {
    const { project, replicas } = options;
    if (action === 'scale' && replicas === undefined) throw new CliFailure('--replicas is missing.');
    const client = cli.client();
    const params = await findTarget(cli, client, { text, project });
    const { nodes } = await client.call('getTree', { params });
    const body = {
      action: action as ActionName, // commander checked the choices
      resource: findResource(nodes, resource).id,
      ...(replicas === undefined ? {} : { replicas }),
    };
    const shown = await client.call('runAction', { params, body: { ...body, dryRun: true } });
    if (shown.decision.kind !== 'run') {
      const reasons = shown.decision.reasons.map((reason) => reason.message).join(' ');
      throw new CliFailure(`The gate says ${shown.decision.kind}: ${reasons}`, {
        exitCode: exitCodes.difference,
        code: 'plan_refused',
      });
    }
    if (!options.dryRun)
      await confirm(cli, {
        ask: `${shown.effect} ${shown.targets.join(', ')}\nDo it? [y/N] `,
        refused: 'Nothing was done',
      });
    const done = options.dryRun
      ? shown
      : await client.call('runAction', {
          params,
          headers: { 'idempotency-key': randomUUID() },
          body: { ...body, dryRun: false },
        });
    cli.output.one(done, {
      name: (value) => value.targets.join('\n'),
      describe: (value) =>
        `${value.done ? 'Done: ' : ''}${value.effect}\n${value.targets.map((target) => `  ${target}\n`).join('')}`,
    });
    return exitCodes.ok;
  });
}
