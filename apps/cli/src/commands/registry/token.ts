import type { Token } from '@bowline/contract';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';
import { collect, integer } from '../../input/flags.ts';
import type { Shape } from '../../output/output.ts';
import type { CommandIo } from '../command.ts';
import { listAll } from '../list-all.ts';

type Row = z.infer<typeof Token>;
type Role = 'admin' | 'operator' | 'viewer';
type AddOptions = { role?: Role; permission?: string[]; project?: string; expiresInDays?: number };

export const tokenShape: Shape<Row> = {
  name: (row) => `token/${row.id}`,
  empty: 'No API tokens.',
  columns: [
    { title: 'ID', value: (row) => row.id },
    { title: 'NAME', value: (row) => row.name },
    { title: 'OWNER', value: (row) => row.owner },
    { title: 'SCOPE', value: (row) => `${row.role ?? row.permissions.join(',')} on ${row.project ?? 'all'}` },
    { title: 'EXPIRES', value: (row) => row.expiresAt, tone: (row) => (row.isExpired ? 'bad' : 'none') },
    { title: 'LAST USED', value: (row) => row.lastUsedAt ?? 'never' },
    { title: 'FROM', value: (row) => row.lastUsedIp, wide: true },
    { title: 'AGENT', value: (row) => row.lastUsedAgent, wide: true },
  ],
};

/** `bowline token …`. */
export function tokenCommands(parent: Command, io: CommandIo): void {
  const group = parent.command('token').description('API tokens for automation');

  const list = group.command('list').alias('ls').description('list API tokens');
  run(list, io, async (cli) => cli.output.list(await listAll(cli.client(), 'listTokens', {}), tokenShape));

  const get = group
    .command('get')
    .argument('<token>', 'id or name')
    .description('show one; its secret cannot be shown');
  run(get, io, async (cli, { args: [text = ''] }) => {
    const row = findToken(await listAll(cli.client(), 'listTokens', {}), text);
    cli.output.one(row, {
      name: tokenShape.name,
      describe: (value) =>
        `${Object.entries(value)
          .map(([key, entry]) => `${key}: ${String(entry ?? '-')}`)
          .join('\n')}\n`,
    });
  });

  const add = group
    .command('add')
    .argument('<name>')
    .description('create an API token; its secret is printed once, on standard output')
    .addOption(new Option('--role <role>', 'built-in role').choices(['admin', 'operator', 'viewer']))
    .option('--permission <resource:action>', 'instead of a role; repeat for more', collect)
    .option('-p, --project <name>', 'only in this Project')
    .option('--expires-in-days <count>', 'default 90', integer(1, 366));
  run<AddOptions>(add, io, async (cli, { args: [name = ''], options }) => {
    const { role, permission, project, expiresInDays } = options;
    if ((role === undefined) === (permission === undefined))
      throw new CliFailure('Give --role or --permission.', { hint: 'For example --role operator' });
    const created = await cli.client().call('createToken', {
      body: {
        name,
        ...(role === undefined ? {} : { role }),
        ...(permission === undefined ? {} : { permissions: permission }),
        ...(project === undefined ? {} : { project }),
        ...(expiresInDays === undefined ? {} : { expiresInDays }),
      },
    });
    if (!cli.output.isForPrograms)
      cli.io.err(`Token ${name} expires at ${created.expiresAt}. This is the only time it is shown:\n`);
    cli.output.one(created, { name: tokenShape.name, describe: ({ token }) => `${token}\n` });
  });

  const remove = group
    .command('delete')
    .alias('revoke')
    .argument('<token>', 'id or name')
    .description('revoke it at once');
  run(remove, io, async (cli, { args: [text = ''] }) => {
    const client = cli.client();
    const { id, name } = findToken(await listAll(client, 'listTokens', {}), text);
    await client.call('deleteToken', { params: { id } });
    cli.output.say(`Token ${name} is revoked.`);
  });
}

function findToken(rows: readonly Row[], text: string): Row {
  const found = rows.filter((row) => row.id === text || row.name === text);
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new CliFailure(
    only ? `${found.length} tokens are called "${text}".` : `There is no token "${text}".`,
    {
      ...(only ? {} : { code: 'not_found' }),
      hint: only ? `Use an id: ${found.map((row) => row.id).join(', ')}.` : 'See `bowline token list`.',
    },
  );
}
