import type { ApplicationInput, Preview } from '@bowline/contract';
import type { Client } from '@bowline/contract/client';
import type { Command } from 'commander';
import type { z } from 'zod';
import { type Cli, run } from '../../cli.ts';
import { CliFailure, type ExitCode, exitCodes } from '../../failure.ts';
import { collect, pairs } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import { changesText } from '../../output/changes-text.ts';
import { addSpecOptions, applySpecOptions, type SpecOptions } from './spec-options.ts';

type Options = SpecOptions & { project?: string; label?: string[]; dryRun?: boolean; test: boolean };

/** `bowline app create`. */
export function appCreate(parent: Command, io: CommandIo): void {
  const command = addSpecOptions(
    parent
      .command('create')
      .argument('<application>', 'NAME or PROJECT/NAME')
      .description('register an Application; nothing is applied to the cluster')
      .option('-p, --project <name>', 'Project (default: default)')
      .option('-l, --label <key=value>', 'label; repeat for more', collect)
      .option('--dry-run', 'render and compare, save nothing')
      .option('--no-test', 'register it even where it cannot be rendered'),
  );
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const input = inputOf(cli, text, options);
    const client = cli.client();
    if (options.dryRun) return preview(cli, client, input);
    if (options.test) await testRender(cli, client, input);
    const application = await client.call('createApplication', { body: input });
    cli.output.one(application, {
      name: ({ metadata }) => `application/${metadata.project}/${metadata.name}`,
      describe: ({ metadata }) =>
        `Application ${metadata.project}/${metadata.name} is registered. Plan it with \`bowline app plan ${metadata.name}\`.\n`,
    });
    return exitCodes.ok;
  });
}

function inputOf(cli: Cli, text: string, options: Options): ApplicationInput {
  const [first = '', second] = text.split('/');
  const project = second === undefined ? (options.project ?? cli.connection().project ?? 'default') : first;
  const { repo, namespace, destination, destinationServer } = options;
  if (repo === undefined)
    throw new CliFailure('--repo is missing.', { hint: 'It is the URL of a registered repository.' });
  if (namespace === undefined) throw new CliFailure('--namespace is missing.');
  if (destination === undefined && destinationServer === undefined)
    throw new CliFailure('--destination is missing.', { hint: 'See `bowline cluster list` for the names.' });
  return {
    metadata: { name: second ?? first, project, ...(options.label ? { labels: pairs(options.label) } : {}) },
    spec: applySpecOptions({ project, sources: [{ repoURL: repo }], destination: { namespace } }, options),
  };
}

/** Says what may be wrong, on standard error. Throws CliFailure, with what the renderer printed, when nothing could be rendered. */
async function testRender(cli: Cli, client: Client, input: ApplicationInput): Promise<void> {
  const preview = await client.call('previewApplication', { body: input });
  const { failure } = preview;
  if (!failure) return void cli.io.err(warningsOf(preview).join(''));
  const { code, message, hint, output } = failure;
  throw new CliFailure(`Nothing was registered: ${message}`, {
    code,
    hint: `${hint} With --no-test it is registered as it is.`.trim(),
    ...(output === '' ? {} : { data: { output } }),
  });
}

/** One line each: of the render, and of a cluster that cannot be looked at. */
function warningsOf({ warnings, destination }: z.infer<typeof Preview>): string[] {
  const unreachable = destination.reachable ? [] : [`the destination: ${destination.message}`];
  return [...warnings.map(({ message }) => message), ...unreachable].map((text) => `warning: ${text}\n`);
}

async function preview(cli: Cli, client: Client, input: ApplicationInput): Promise<ExitCode> {
  const found = await client.call('previewApplication', { body: input });
  cli.output.one(found, {
    name: () => `application/${input.spec.project}/${input.metadata.name}`,
    describe: (preview) => {
      const { renderer, revision, objects, failure } = preview;
      if (failure)
        return `The render failed [${failure.code}]: ${failure.message} ${failure.hint}\n${failure.output}`;
      const head = `${renderer} at ${revision.slice(0, 12)}: ${objects.length} objects`;
      return `${head}\n${changesText(objects, cli.style)}\n${warningsOf(preview).join('')}`;
    },
  });
  return found.failure ? exitCodes.error : exitCodes.ok;
}
