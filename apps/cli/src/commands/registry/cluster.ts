import type { Cluster } from '@bowline/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import { exitCodes } from '../../failure.ts';
import { collect } from '../../input/flags.ts';
import { defaultKubeconfig, minimalKubeconfig } from '../../input/kubeconfig.ts';
import type { Shape } from '../../output/output.ts';
import { toneOf } from '../../output/style.ts';
import type { CommandIo } from '../command.ts';
import { confirm } from '../confirm.ts';
import { reportTest, testText } from './connection-test.ts';
import { addRegistryCommands } from './registry-commands.ts';

type Row = z.infer<typeof Cluster>;
type AddOptions = {
  kubeconfig?: string;
  kubeContext?: string;
  restrictTo?: string[];
  project?: string;
  test: boolean;
};

export const clusterShape: Shape<Row> = {
  name: (row) => `cluster/${row.metadata.name}`,
  empty: 'No Clusters.',
  columns: [
    { title: 'NAME', value: (row) => row.metadata.name },
    { title: 'SERVER', value: (row) => row.spec.server },
    { title: 'STATE', value: (row) => row.status.state, tone: (row) => toneOf(row.status.state) },
    { title: 'VERSION', value: (row) => row.status.version },
    { title: 'APPLICATIONS', value: (row) => String(row.status.applications) },
    { title: 'CACHE', value: (row) => row.status.cache?.state ?? '', wide: true },
    { title: 'OBJECTS', value: (row) => String(row.status.cache?.objects ?? ''), wide: true },
    { title: 'MESSAGE', value: (row) => row.status.message },
  ],
};

/** `bowline cluster …`. */
export function clusterCommands(parent: Command, io: CommandIo): void {
  const group = parent.command('cluster').description('Clusters: registered Kubernetes APIs');
  addRegistryCommands(group, io, {
    list: 'listClusters',
    get: 'getCluster',
    delete: 'deleteCluster',
    word: 'Cluster',
    shape: clusterShape,
  });

  const add = group
    .command('add')
    .argument('<name>', 'name to register it under')
    .description('test and register a cluster of a kubeconfig')
    .option('--kubeconfig <file>', 'default: KUBECONFIG, else ~/.kube/config')
    .option('--kube-context <name>', 'context of the kubeconfig (default: its current one)')
    .option('--restrict-to <namespace>', 'work in this namespace only; repeat for more', collect)
    .option('-p, --project <name>', 'Project that owns it (default: all)')
    .option('--no-test', 'register without testing');
  run<AddOptions>(add, io, async (cli, { args: [name = ''], options }) => {
    const path = options.kubeconfig ?? defaultKubeconfig(cli.io.env);
    const { context, text } = minimalKubeconfig(path, options.kubeContext);
    const body = {
      metadata: { name, ...(options.project === undefined ? {} : { project: options.project }) },
      spec: options.restrictTo === undefined ? {} : { namespaces: options.restrictTo },
      kubeconfig: text,
      context,
    };
    const client = cli.client();
    if (options.test)
      reportTest(cli, await client.call('testCluster', { body }), { hint: 'Correct it, or add --no-test.' });
    const created = await client.call('createCluster', { body });
    cli.output.one(created, {
      name: (row) => clusterShape.name(row),
      describe: (row) => `Cluster ${name} (${row.spec.server}) is registered.\n`,
    });
  });

  const accept = group
    .command('accept-identity')
    .argument('<name>')
    .argument('<identity>', 'status.seenIdentity, as `cluster get` shows it')
    .description('accept the other cluster that answers under this name (cluster_changed)');
  run(accept, io, async (cli, { args: [name = '', identity = ''] }) => {
    const client = cli.client();
    const { metadata, spec } = await client.call('getCluster', { params: { name } });
    await confirm(cli, {
      ask: `Type ${name} to accept another cluster under this name: `,
      answer: name,
      refused: 'Nothing was accepted',
    });
    const { project, labels, annotations, resourceVersion } = metadata;
    const accepted = await client.call('updateCluster', {
      params: { name },
      body: {
        metadata: { name, labels, annotations, ...(project === '' ? {} : { project }) },
        spec,
        acceptIdentity: identity,
      },
      headers: { 'if-match': `"${resourceVersion}"` },
    });
    cli.output.one(accepted, {
      name: (row) => clusterShape.name(row),
      describe: () => `Cluster ${name} is now the one with identity ${identity}.\n`,
    });
  });

  const test = group.command('test').argument('<name>').description('test a registered cluster');
  run(test, io, async (cli, { args: [name = ''] }) => {
    const result = await cli.client().call('testCluster', { body: { metadata: { name }, spec: {} } });
    cli.output.one(result, { name: () => `cluster/${name}`, describe: testText });
    return result.ok ? exitCodes.ok : exitCodes.difference;
  });
}
