import type { EventRow } from '@bowline/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import type { CommandIo } from '../command.ts';
import type { Shape } from '../../output/output.ts';
import { findResource } from './resources.ts';
import { applicationCommand, findTarget } from './target.ts';

type Row = z.infer<typeof EventRow>;

const shape: Shape<Row> = {
  name: (row) => row.object,
  empty: 'No events.',
  columns: [
    { title: 'LAST', value: (row) => row.lastAt },
    { title: 'TYPE', value: (row) => row.type, tone: (row) => (row.type === 'Warning' ? 'warn' : 'none') },
    { title: 'REASON', value: (row) => row.reason },
    { title: 'OBJECT', value: (row) => row.object },
    { title: 'COUNT', value: (row) => String(row.count) },
    { title: 'MESSAGE', value: (row) => row.message },
  ],
};

/** `bowline app events`. */
export function appEvents(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'events')
    .argument('[resource]', 'Kind/name or group/kind/namespace/name: of this one and what it owns')
    .description('Kubernetes events');
  run<{ project?: string }>(command, io, async (cli, { args: [text = '', resource], options }) => {
    const client = cli.client();
    const params = await findTarget(cli, client, { text, ...options });
    const id =
      resource === undefined
        ? undefined
        : findResource((await client.call('getTree', { params })).nodes, resource).id;
    const events = await client.call('listEvents', { params, query: id === undefined ? {} : { id } });
    if (events.message !== '') cli.io.err(`${events.message}\n`);
    cli.output.list(events.items, shape);
  });
}
