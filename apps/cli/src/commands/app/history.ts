import type { ReleaseRow } from '@bowline/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { run } from '../../cli.ts';
import { integer } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import type { Shape } from '../../output/output.ts';
import { toneOf } from '../../output/style.ts';
import { listAll } from '../list-all.ts';
import { applicationCommand, findTarget } from './target.ts';

type Row = z.infer<typeof ReleaseRow>;

export const releaseShape: Shape<Row> = {
  name: (row) => `release/${row.number}`,
  empty: 'Nothing was released yet.',
  columns: [
    { title: 'RELEASE', value: (row) => `${row.number}${row.isLive ? ' *' : ''}` },
    { title: 'KIND', value: (row) => (row.restores === null ? row.kind : `${row.kind} to ${row.restores}`) },
    {
      title: 'OUTCOME',
      value: (row) => row.outcome,
      tone: (row) => toneOf(row.outcome === 'succeeded' ? 'Succeeded' : 'Failed'),
    },
    { title: 'AT', value: (row) => row.at },
    { title: 'BY', value: (row) => row.by.name },
    { title: 'REVISION', value: (row) => row.revision.slice(0, 12) },
    { title: 'MESSAGE', value: (row) => row.revisionMessage.split('\n')[0] ?? '' },
    { title: 'APPROVED BY', value: (row) => row.approvedBy.join(', '), wide: true },
    { title: 'DIGEST', value: (row) => row.digest, wide: true },
  ],
};

/** `bowline app history`. */
export function appHistory(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'history')
    .argument('[release]', 'show the manifests of this Release')
    .description('Releases, newest first; * is live')
    .option('--limit <count>', 'at most so many', integer(1, 100_000), 100);
  run<{ project?: string; limit: number }>(
    command,
    io,
    async (cli, { args: [text = '', release], options }) => {
      const client = cli.client();
      const { project, limit } = options;
      const params = await findTarget(cli, client, { text, project });
      if (release === undefined)
        return cli.output.list(await listAll(client, 'listReleases', {}, { params, limit }), releaseShape);
      const number = integer(1, 1_000_000_000)(release);
      cli.output.one(await client.call('getRelease', { params: { ...params, number } }), {
        name: (value) => `release/${value.number}`,
        describe: (value) => value.objects.map((object) => `---\n${object.yaml.trimEnd()}\n`).join(''),
      });
    },
  );
}
