import type { Application } from '@bowline/contract';
import type { Client } from '@bowline/contract/client';
import { dump } from 'js-yaml';
import type { Command } from 'commander';
import { type Cli, run } from '../cli.ts';
import { CliFailure } from '../failure.ts';
import { type Shape, toJson } from '../output/output.ts';
import { applicationShape } from './app/list.ts';
import { findTarget } from './app/target.ts';
import type { CommandIo } from './command.ts';
import { exportObject } from './export-object.ts';
import { listAll } from './list-all.ts';
import { operationShape } from './op/op.ts';
import { planShape } from './plan/plan.ts';
import { clusterShape } from './registry/cluster.ts';
import { projectShape } from './registry/project.ts';
import { repositoryShape } from './registry/repo.ts';
import { tokenShape } from './registry/token.ts';
import { userShape } from './registry/user.ts';

type Input = { name: string | undefined; project: string | undefined };
type Kind = { names: string[]; show: (cli: Cli, client: Client, input: Input) => Promise<void> };

/** Every kind that `get` knows. The first four are objects that `apply -f` takes back. */
const kinds: Kind[] = [
  { names: ['application', 'applications', 'app', 'apps'], show: getApplications },
  {
    names: ['project', 'projects', 'proj'],
    show: (cli, client, { name }) =>
      registered(cli, { name, shape: projectShape, list: listAll(client, 'listProjects', {}) }),
  },
  {
    names: ['repository', 'repositories', 'repo', 'repos'],
    show: (cli, client, { name }) =>
      registered(cli, { name, shape: repositoryShape, list: listAll(client, 'listRepositories', {}) }),
  },
  {
    names: ['cluster', 'clusters'],
    show: (cli, client, { name }) =>
      registered(cli, { name, shape: clusterShape, list: listAll(client, 'listClusters', {}) }),
  },
  {
    names: ['plan', 'plans'],
    show: async (cli, client, { name, project }) =>
      show(
        cli,
        name,
        await listAll(client, 'listPlans', { project }, { limit: 500 }),
        planShape,
        (row) => row.id,
      ),
  },
  {
    names: ['operation', 'operations', 'op', 'ops'],
    show: async (cli, client, { name, project }) =>
      show(
        cli,
        name,
        await listAll(client, 'listOperations', { project }, { limit: 500 }),
        operationShape,
        (row) => row.id,
      ),
  },
  {
    names: ['token', 'tokens'],
    show: async (cli, client, { name }) =>
      show(cli, name, await listAll(client, 'listTokens', {}), tokenShape, (row) => row.name),
  },
  {
    names: ['user', 'users'],
    show: async (cli, client, { name }) =>
      show(cli, name, await listAll(client, 'listUsers', {}), userShape, (row) => row.name),
  },
];

/** `bowline get`. */
export function getCommand(parent: Command, io: CommandIo): void {
  const command = parent
    .command('get')
    .argument('<kind>', kinds.map((kind) => kind.names[0]).join(', '))
    .argument('[name]', 'NAME, or PROJECT/NAME of an Application')
    .description('list or get objects; -o yaml gives what `apply -f` takes back')
    .option('-p, --project <name>', 'in this Project');
  run<{ project?: string }>(command, io, async (cli, { args: [word = '', name], options }) => {
    const [kindName = '', rest] = name === undefined && word.includes('/') ? splitOnce(word) : [word, name];
    const kind = kinds.find(({ names }) => names.includes(kindName.toLowerCase()));
    if (kind === undefined)
      throw new CliFailure(`There is no kind "${kindName}".`, {
        hint: `Use one of ${kinds.map(({ names }) => names[0]).join(', ')}.`,
      });
    await kind.show(cli, cli.client(), { name: rest, project: options.project });
  });
}

/** `application/default/web` as one word. */
function splitOnce(text: string): [string, string] {
  const at = text.indexOf('/');
  return [text.slice(0, at), text.slice(at + 1)];
}

async function getApplications(cli: Cli, client: Client, { name, project }: Input): Promise<void> {
  if (name !== undefined) {
    const params = await findTarget(cli, client, { text: name, project });
    if (cli.output.format === 'json' || cli.output.format === 'yaml')
      return print(cli, exportObject(await client.call('getApplication', { params })));
    const rows = await listAll(client, 'listApplications', { q: params.name, project: params.project });
    return cli.output.list(
      rows.filter((row) => row.name === params.name && row.project === params.project),
      applicationShape,
    );
  }
  const rows = await listAll(client, 'listApplications', { project });
  if (cli.output.format !== 'json' && cli.output.format !== 'yaml')
    return cli.output.list(rows, applicationShape);
  const objects: Application[] = [];
  for (const row of rows)
    objects.push(await client.call('getApplication', { params: { project: row.project, name: row.name } }));
  printAll(cli, objects.map(exportObject));
}

async function registered<T extends { metadata: { name: string } }>(
  cli: Cli,
  input: { name: string | undefined; shape: Shape<T>; list: Promise<T[]> },
): Promise<void> {
  const rows = await input.list;
  const found = input.name === undefined ? rows : [pick(rows, input.name, (row) => row.metadata.name)];
  if (cli.output.format !== 'json' && cli.output.format !== 'yaml')
    return cli.output.list(found, input.shape);
  const objects = found.map(exportObject);
  if (input.name !== undefined && objects[0]) print(cli, objects[0]);
  else printAll(cli, objects);
}

function show<T>(
  cli: Cli,
  name: string | undefined,
  rows: T[],
  shape: Shape<T>,
  nameOf: (row: T) => string,
): void {
  cli.output.list(name === undefined ? rows : [pick(rows, name, nameOf)], shape);
}

function pick<T>(rows: readonly T[], name: string, nameOf: (row: T) => string): T {
  const found = rows.find((row) => nameOf(row) === name);
  if (found === undefined) throw new CliFailure(`There is no "${name}".`, { code: 'not_found' });
  return found;
}

function print(cli: Cli, object: object): void {
  cli.io.out(cli.output.format === 'json' ? toJson(object) : dump(object, { lineWidth: -1, noRefs: true }));
}

/** Many objects as a stream of documents (yaml) or one List (json): both are what `apply -f` reads. */
function printAll(cli: Cli, objects: object[]): void {
  if (cli.output.format === 'json')
    return cli.io.out(toJson({ apiVersion: 'v1', kind: 'List', items: objects }));
  cli.io.out(objects.map((object) => `---\n${dump(object, { lineWidth: -1, noRefs: true })}`).join(''));
}
