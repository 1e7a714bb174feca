import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { integer } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { changesText } from '../../output/changes-text.ts';
import { applicationCommand, findTarget } from './target.ts';

type Options = { project?: string; revision?: string; release?: number; from?: number };

/** `bowline app diff`. */
export function appDiff(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'diff')
    .description('what a sync would change, field by field with causes; exit code 1 when something differs')
    .option('--revision <revision>', 'compare live with this revision')
    .option('--release <number>', 'compare live with this Release', integer(1, 1_000_000_000))
    .option('--from <number>', 'compare this Release, not live', integer(1, 1_000_000_000));
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const { project, revision, release, from } = options;
    if (revision !== undefined && release !== undefined)
      throw new CliFailure('Give --revision or --release, not both.');
    const client = cli.client();
    const params = await findTarget(cli, client, { text, project });
    const changes = await client.call('getChanges', {
      params,
      query: {
        from: from === undefined ? 'live' : `release:${from}`,
        to: release === undefined ? (revision ?? 'desired') : `release:${release}`,
      },
    });
    if (changes.status === 'Unknown')
      throw new CliFailure(`The difference is not known: ${changes.message || 'no reason given'}`);
    const differing = changes.objects.filter((object) => object.verdict !== 'in-sync');
    cli.output.one(changes, {
      name: () => differing.map((object) => object.id).join('\n'),
      describe: ({ counts }) =>
        differing.length === 0
          ? 'No difference.\n'
          : `${changesText(differing, cli.style)}\n\n${counts.create} to create, ${counts.change} to change, ${counts.prune} to prune, ${counts.hidden} ignored\n`,
    });
    return differing.length === 0 ? exitCodes.ok : exitCodes.difference;
  });
}
