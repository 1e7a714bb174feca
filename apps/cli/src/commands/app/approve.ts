import type { Client } from '@bowline/contract/client';
import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';
import { collect } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { listAll } from '../list-all.ts';
import { approve, type ApproveOptions, reject, type RejectOptions } from '../plan/review.ts';
import { applicationCommand, findTarget, type Target } from './target.ts';

/** `bowline app approve` and `bowline app reject`: the open Plan of an Application, without its id. */
export function appApprove(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'approve')
    .description('approve the open Plan of an Application: exactly the digest shown or given')
    .option('--digest <digest>', 'digest that was reviewed (asked for without a terminal)')
    .option('--accept-risks', 'accept all risks that need a person')
    .option('--accept-risk <id>', 'accept the risk with this id or code; repeat for more', collect)
    .option('--comment <text>', 'why, for the record');
  run<ApproveOptions & { project?: string }>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project } = options;
    const target = await findTarget(cli, client, { text, project });
    const { id } = await openPlan(client, target, options.digest);
    await approve(cli, client, id, options);
  });
}

export function appReject(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'reject')
    .description('reject the open Plan of an Application; it can never run')
    .option('--digest <digest>', 'digest that was reviewed, when there are several open Plans')
    .requiredOption('--reason <text>', 'why');
  run<RejectOptions & { project?: string }>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project } = options;
    const target = await findTarget(cli, client, { text, project });
    const { id } = await openPlan(client, target, options.digest);
    await reject(cli, client, id, options);
  });
}

async function openPlan(client: Client, target: Target, digest: string | undefined): Promise<{ id: string }> {
  const open = await listAll(client, 'listPlans', {
    project: target.project,
    application: target.name,
    state: 'open',
  });
  const found = digest === undefined ? open : open.filter((plan) => plan.digest === digest);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (only)
    throw new CliFailure(`${target.name} has ${found.length} open Plans.`, {
      hint: `Choose one: ${found.map((plan) => plan.id).join(', ')} (\`bowline plan approve\`).`,
    });
  throw new CliFailure(`${target.name} has no open Plan${digest === undefined ? '' : ' of this digest'}.`, {
    code: 'not_found',
    hint: `Build one with \`bowline app plan ${target.name}\`.`,
  });
}
