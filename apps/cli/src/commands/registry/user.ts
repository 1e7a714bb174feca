import type { User } from '@bowline/contract';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';
import { onOff } from '../../input/flags.ts';
import type { Shape } from '../../output/output.ts';
import type { CommandIo } from '../command.ts';
import { confirm } from '../confirm.ts';
import { listAll } from '../list-all.ts';

type Row = z.infer<typeof User>;
type Role = Row['role'];
const roles = ['admin', 'operator', 'viewer', 'none'] as const;

export const userShape: Shape<Row> = {
  name: (row) => `user/${row.name}`,
  empty: 'No users.',
  columns: [
    { title: 'NAME', value: (row) => row.name },
    { title: 'DISPLAY NAME', value: (row) => row.displayName },
    { title: 'ROLE', value: (row) => row.role },
    {
      title: 'STATE',
      value: (row) =>
        row.disabled ? 'disabled' : row.mustChangePassword ? 'must change password' : 'active',
    },
    { title: 'LAST LOGIN', value: (row) => row.lastLoginAt ?? 'never' },
  ],
};

/** `bowline user …`. */
export function userCommands(parent: Command, io: CommandIo): void {
  const group = parent.command('user').description('local users');
  const named = { name: userShape.name };

  const list = group.command('list').alias('ls').description('list users');
  run(list, io, async (cli) => cli.output.list(await listAll(cli.client(), 'listUsers', {}), userShape));

  const get = group.command('get').argument('<name>').description('show one');
  run(get, io, async (cli, { args: [name = ''] }) => {
    const found = (await listAll(cli.client(), 'listUsers', {})).find((row) => row.name === name);
    if (!found)
      throw new CliFailure(`There is no user "${name}".`, {
        code: 'not_found',
        hint: 'See `bowline user list`.',
      });
    cli.output.one(found, {
      ...named,
      describe: (row) =>
        userShape.columns.map(({ title, value }) => `${`${title}:`.padEnd(14)}${value(row)}\n`).join(''),
    });
  });

  const add = group
    .command('add')
    .argument('<name>')
    .description('create a user; the one-time password is printed once, on standard output')
    .addOption(new Option('--role <role>', 'role everywhere').choices(roles).makeOptionMandatory())
    .option('--display-name <text>', 'name to show');
  run<{ role: Role; displayName?: string }>(add, io, async (cli, { args: [name = ''], options }) => {
    const { role, displayName = '' } = options;
    const created = await cli.client().call('createUser', { body: { name, role, displayName } });
    if (!cli.output.isForPrograms) cli.io.err('One-time password, shown only now:\n');
    cli.output.one(created, { ...named, describe: ({ oneTimePassword }) => `${oneTimePassword}\n` });
  });

  const set = group
    .command('set')
    .argument('<name>')
    .description('change a user')
    .addOption(new Option('--role <role>', 'role everywhere').choices(roles))
    .option('--display-name <text>', 'name to show')
    .option('--disabled <on|off>', 'may not sign in', onOff)
    .option('--reset-password', 'give a new one-time password, printed on standard output');
  run<{ role?: Role; displayName?: string; disabled?: boolean; resetPassword?: boolean }>(
    set,
    io,
    async (cli, { args: [name = ''], options: { role, displayName, disabled, resetPassword } }) => {
      const body = Object.fromEntries(
        Object.entries({ role, displayName, disabled, resetPassword }).filter(
          ([, value]) => value !== undefined,
        ),
      );
      if (Object.keys(body).length === 0)
        throw new CliFailure('Nothing would change.', { hint: 'See `bowline user set --help`.' });
      const changed = await cli.client().call('updateUser', { params: { name }, body });
      cli.output.one(changed, {
        ...named,
        describe: ({ oneTimePassword }) =>
          resetPassword ? `${oneTimePassword}\n` : `User ${name} is changed.\n`,
      });
    },
  );

  const remove = group
    .command('delete')
    .argument('<name>')
    .description('delete a user with all sessions and tokens');
  run(remove, io, async (cli, { args: [name = ''] }) => {
    await confirm(cli, {
      ask: `Delete user ${name}? [y/N] `,
      refused: 'Nothing was deleted',
    });
    await cli.client().call('deleteUser', { params: { name } });
    cli.output.say(`User ${name} is deleted.`);
  });
}
