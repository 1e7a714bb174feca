import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';
import { collect, pairs } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { addSpecOptions, applySpecOptions, type SpecOptions } from './spec-options.ts';
import { applicationCommand, findTarget } from './target.ts';

type Options = SpecOptions & { project?: string; label?: string[]; removeLabel?: string[] };

/** `bowline app set`. */
export function appSet(parent: Command, io: CommandIo): void {
  const command = addSpecOptions(
    applicationCommand(parent, 'set')
      .description('change source, destination or sync policy, through an edit Plan approved as you')
      .option('-l, --label <key=value>', 'set a label; repeat for more', collect)
      .option('--remove-label <key>', 'remove a label; repeat for more', collect),
  );
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project, label, removeLabel, ...spec } = options;
    const params = await findTarget(cli, client, { text, project });
    const before = await client.call('getApplication', { params });
    const labels = { ...before.metadata.labels, ...pairs(label) };
    for (const key of removeLabel ?? []) delete labels[key];
    const body = {
      metadata: {
        name: params.name,
        project: params.project,
        labels,
        annotations: before.metadata.annotations,
      },
      spec: applySpecOptions(before.spec, spec),
    };
    if (
      JSON.stringify(body.spec) === JSON.stringify(before.spec) &&
      JSON.stringify(labels) === JSON.stringify(before.metadata.labels)
    )
      throw new CliFailure('Nothing would change.', {
        hint: 'Name what to set; see `bowline app set --help`.',
      });
    const after = await client.call('updateApplication', {
      params,
      body,
      headers: { 'if-match': `"${before.metadata.resourceVersion}"` },
    });
    cli.output.one(after, {
      name: ({ metadata }) => `application/${metadata.project}/${metadata.name}`,
      describe: ({ metadata }) =>
        `Application ${metadata.project}/${metadata.name} is changed (generation ${metadata.generation}).\n`,
    });
  });
}
