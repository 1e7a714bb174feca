import type { Repository, RepositoryInput } from '@bowline/contract';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { type Cli, run } from '../../cli.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { readText } from '../../input/documents.ts';
import { integer } from '../../input/flags.ts';
import { readSecret } from '../../input/secret.ts';
import type { Shape } from '../../output/output.ts';
import { toneOf } from '../../output/style.ts';
import type { CommandIo } from '../command.ts';
import { reportTest, testText } from './connection-test.ts';
import { repositoryCharts } from './repo-charts.ts';
import { addRegistryCommands } from './registry-commands.ts';

type Row = z.infer<typeof Repository>;
type Body = z.input<typeof RepositoryInput>;

type AddOptions = {
  type: 'git' | 'helm' | 'oci';
  project?: string;
  username?: string;
  passwordStdin?: boolean;
  bearerStdin?: boolean;
  sshKeyFile?: string;
  knownHostsFile?: string;
  caFile?: string;
  proxy?: string;
  insecureSkipTlsVerify?: boolean;
  pollSeconds?: number;
  webhookSecretFile?: string;
  test: boolean;
};

export const repositoryShape: Shape<Row> = {
  name: (row) => `repository/${row.metadata.name}`,
  empty: 'No Repositories.',
  columns: [
    { title: 'NAME', value: (row) => row.metadata.name },
    { title: 'TYPE', value: (row) => row.spec.type ?? 'git' },
    { title: 'URL', value: (row) => row.spec.url },
    { title: 'STATE', value: (row) => row.status.state, tone: (row) => toneOf(row.status.state) },
    { title: 'APPLICATIONS', value: (row) => String(row.status.applications) },
    { title: 'CREDENTIAL', value: (row) => row.status.credential, wide: true },
    { title: 'CHECKED', value: (row) => row.status.checkedAt ?? '', wide: true },
    { title: 'MESSAGE', value: (row) => row.status.message },
  ],
};

/** `bowline repo …`. */
export function repositoryCommands(parent: Command, io: CommandIo): void {
  const group = parent
    .command('repo')
    .alias('repository')
    .description('Repositories: registered git origins, Helm repositories and OCI registries');
  addRegistryCommands(group, io, {
    list: 'listRepositories',
    get: 'getRepository',
    delete: 'deleteRepository',
    word: 'Repository',
    shape: repositoryShape,
  });

  const add = group
    .command('add')
    .argument('<name>', 'name to register it under')
    .argument('<url>', 'https or ssh URL; of charts https or oci, of artifacts oci')
    .description('test the connection and register a Repository')
    .addOption(
      new Option('--type <type>', 'git, helm for charts over HTTP or OCI, oci for artifacts of a registry')
        .choices(['git', 'helm', 'oci'])
        .default('git'),
    )
    .option('-p, --project <name>', 'Project that owns it (default: all)')
    .option('-u, --username <name>', 'user for https; the password is asked for')
    .option('--password-stdin', 'read the password or access token of --username from standard input')
    .option('--bearer-stdin', 'read a bearer token from standard input')
    .option('--ssh-key-file <file>', 'private key')
    .option('--known-hosts-file <file>', 'known_hosts lines of the host')
    .option('--ca-file <file>', 'PEM of the certificate authority')
    .option('--proxy <url>', 'proxy to reach it through')
    .option('--insecure-skip-tls-verify', 'do not verify the certificate')
    .option('--poll-seconds <count>', 'seconds between looks; 0 = webhooks only', integer(0, 86_400))
    .option('--webhook-secret-file <file>', 'secret that webhook deliveries are signed with')
    .option('--no-test', 'register without testing');
  run<AddOptions>(add, io, async (cli, { args: [name = '', url = ''], options }) => {
    const body = await bodyOf(cli, name, url, options);
    const client = cli.client();
    if (options.test)
      reportTest(cli, await client.call('testRepository', { body }), {
        hint: 'Correct it, or add --no-test.',
      });
    const created = await client.call('createRepository', { body });
    cli.output.one(created, {
      name: (row) => repositoryShape.name(row),
      describe: () => `Repository ${name} is registered.\n`,
    });
  });

  repositoryCharts(group, io);

  const test = group
    .command('test')
    .argument('<name>')
    .description('test the connection of a registered Repository');
  run(test, io, async (cli, { args: [name = ''] }) => {
    const client = cli.client();
    const { metadata, spec } = await client.call('getRepository', { params: { name } });
    const result = await client.call('testRepository', {
      body: {
        metadata: { name: metadata.name, ...(metadata.project ? { project: metadata.project } : {}) },
        spec,
      },
    });
    cli.output.one(result, { name: () => `repository/${name}`, describe: testText });
    return result.ok ? exitCodes.ok : exitCodes.difference;
  });
}

async function bodyOf(cli: Cli, name: string, url: string, options: AddOptions): Promise<Body> {
  const { project, type, caFile, proxy, insecureSkipTlsVerify, pollSeconds, webhookSecretFile } = options;
  return {
    metadata: { name, ...(project === undefined ? {} : { project }) },
    spec: {
      ...(type === 'git' ? {} : { type }),
      url,
      ...(caFile === undefined ? {} : { caPem: readText(caFile) }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(insecureSkipTlsVerify ? { insecureSkipTlsVerify } : {}),
      ...(pollSeconds === undefined ? {} : { pollSeconds }),
    },
    credential: await credentialOf(cli, options),
    ...(webhookSecretFile === undefined ? {} : { webhookSecret: readText(webhookSecretFile).trim() }),
  };
}

async function credentialOf(cli: Cli, options: AddOptions): Promise<NonNullable<Body['credential']>> {
  const { username, sshKeyFile, knownHostsFile } = options;
  if (options.bearerStdin) {
    const token = await readSecret(cli.io, { what: 'bearer token', fromStdin: true, hint: '' });
    return { kind: 'bearer', token };
  }
  if (username !== undefined) {
    const password = await readSecret(cli.io, {
      what: 'password',
      ...(options.passwordStdin ? { fromStdin: true } : {}),
      hint: 'Pipe it in with --password-stdin.',
    });
    return { kind: 'basic', username, password };
  }
  if (sshKeyFile === undefined) return { kind: 'none' };
  if (knownHostsFile === undefined)
    throw new CliFailure('--known-hosts-file is missing.', {
      hint: '`ssh-keyscan HOST` prints the lines; compare them with what the host publishes.',
    });
  return { kind: 'ssh', privateKey: readText(sshKeyFile), knownHosts: readText(knownHostsFile) };
}
