import type { CallInput, CallOutput } from '@bowline/contract/client';
import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { type Shape, toYaml } from '../../output/output.ts';
import type { CommandIo } from '../command.ts';
import { confirm } from '../confirm.ts';
import { exportObject } from '../export-object.ts';
import { listAll } from '../list-all.ts';

type Registry = {
  listRepositories: { get: 'getRepository'; delete: 'deleteRepository' };
  listClusters: { get: 'getCluster'; delete: 'deleteCluster' };
  listProjects: { get: 'getProject'; delete: 'deleteProject' };
};
type ListName = keyof Registry;

/** Adds `list`, `get` and `delete`, which are the same for everything that is registered by name. */
export function addRegistryCommands<L extends ListName>(
  group: Command,
  io: CommandIo,
  kind: {
    list: L;
    get: Registry[L]['get'];
    delete: Registry[L]['delete'];
    word: string;
    shape: Shape<CallOutput<L>['items'][number]>;
  },
): void {
  const list = group
    .command('list')
    .alias('ls')
    .description('list them')
    .option('-q, --query <text>', 'text in the name');
  run<{ query?: string }>(list, io, async (cli, { options }) => {
    cli.output.list(await listAll(cli.client(), kind.list, { q: options.query }), kind.shape);
  });

  const get = group.command('get').argument('<name>').description('show one');
  run(get, io, async (cli, { args: [name = ''] }) => {
    const found = await cli
      .client()
      .call(kind.get, { params: { name } } as unknown as CallInput<Registry[L]['get']>);
    cli.output.one(found as { metadata: { name: string } }, {
      name: ({ metadata }) => `${kind.word.toLowerCase()}/${metadata.name}`,
      describe: (value) => toYaml({ ...exportObject(value), status: (value as { status?: unknown }).status }),
    });
  });

  const remove = group
    .command('delete')
    .argument('<name>')
    .description('delete one that no Application uses');
  run(remove, io, async (cli, { args: [name = ''] }) => {
    await confirm(cli, {
      ask: `Delete ${kind.word} ${name}? [y/N] `,
      refused: 'Nothing was deleted',
    });
    await cli.client().call(kind.delete, { params: { name } } as unknown as CallInput<Registry[L]['delete']>);
    cli.output.say(`${kind.word} ${name} is deleted.`);
  });
}
