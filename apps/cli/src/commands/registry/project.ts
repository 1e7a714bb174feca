import type { Project } from '@bowline/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';
import { collect, integer } from '../../input/flags.ts';
import type { Shape } from '../../output/output.ts';
import type { CommandIo } from '../command.ts';
import { addRegistryCommands } from './registry-commands.ts';

type Row = z.infer<typeof Project>;
type AddOptions = { description?: string; repo?: string[]; destination?: string[]; approvals?: number };

export const projectShape: Shape<Row> = {
  name: (row) => `project/${row.metadata.name}`,
  empty: 'No Projects.',
  columns: [
    { title: 'NAME', value: (row) => row.metadata.name },
    { title: 'APPLICATIONS', value: (row) => String(row.status.applications) },
    { title: 'APPROVALS', value: (row) => String(row.spec.approvals?.required ?? 0) },
    { title: 'REPOSITORIES', value: (row) => (row.spec.sourceRepos ?? []).join(' '), wide: true },
    { title: 'DESCRIPTION', value: (row) => row.spec.description ?? '' },
  ],
};

/** `bowline project …`. */
export function projectCommands(parent: Command, io: CommandIo): void {
  const group = parent.command('project').description('Projects: who may deploy what where');
  addRegistryCommands(group, io, {
    list: 'listProjects',
    get: 'getProject',
    delete: 'deleteProject',
    word: 'Project',
    shape: projectShape,
  });

  const add = group
    .command('add')
    .argument('<name>')
    .description('create a Project; all its rules are set with `bowline apply -f`')
    .option('--description <text>', 'what it is for')
    .option('--repo <pattern>', 'allowed repository; repeat for more (default: none)', collect)
    .option('--destination <cluster/namespace>', 'allowed destination, * matches; repeat for more', collect)
    .option('--approvals <count>', 'approvals that a Plan needs', integer(0, 10));
  run<AddOptions>(add, io, async (cli, { args: [name = ''], options }) => {
    const { description, repo, destination, approvals } = options;
    const created = await cli.client().call('createProject', {
      body: {
        metadata: { name },
        spec: {
          ...(description === undefined ? {} : { description }),
          ...(repo === undefined ? {} : { sourceRepos: repo }),
          ...(destination === undefined ? {} : { destinations: destination.map(parseDestination) }),
          ...(approvals === undefined ? {} : { approvals: { required: approvals } }),
        },
      },
    });
    cli.output.one(created, {
      name: (row) => projectShape.name(row),
      describe: () => `Project ${name} is created.\n`,
    });
  });
}

function parseDestination(text: string): { name: string; namespace: string } {
  const at = text.lastIndexOf('/');
  if (at < 1 || at === text.length - 1)
    throw new CliFailure(`"${text}" is not CLUSTER/NAMESPACE.`, { hint: 'For example prod/team-*' });
  return { name: text.slice(0, at), namespace: text.slice(at + 1) };
}
