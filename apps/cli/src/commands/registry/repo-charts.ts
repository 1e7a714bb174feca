import type { CallOutput } from '@bowline/contract/client';
import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { integer } from '../../input/flags.ts';
import type { Shape } from '../../output/output.ts';
import type { CommandIo } from '../command.ts';

type Chart = CallOutput<'listCharts'>['charts'][number];
type Version = CallOutput<'listChartVersions'>['versions'][number];

const chartShape: Shape<Chart> = {
  name: (row) => row.name,
  empty: 'No charts.',
  columns: [
    { title: 'CHART', value: (row) => row.name },
    { title: 'VERSION', value: (row) => row.version },
    { title: 'VERSIONS', value: (row) => String(row.versions), wide: true },
    { title: 'DESCRIPTION', value: (row) => row.description },
  ],
};

const versionShape: Shape<Version> = {
  name: (row) => row.version,
  empty: 'No versions.',
  columns: [
    { title: 'VERSION', value: (row) => row.version },
    { title: 'APP VERSION', value: (row) => row.appVersion },
    { title: 'CREATED', value: (row) => row.created },
  ],
};

type Options = { query?: string; limit: number };

/** `bowline repo charts`: what `app create --chart --revision` can name. */
export function repositoryCharts(group: Command, io: CommandIo): void {
  const command = group
    .command('charts')
    .argument('<name>', 'registered Helm repository or registry')
    .argument('[chart]', 'list the versions of this chart, highest first')
    .description('list charts, or the versions of one')
    .option('-q, --query <text>', 'text in the name of the chart')
    .option('--limit <count>', 'at most so many', integer(1, 500), 200);
  run<Options>(command, io, async (cli, { args: [name = '', chart], options }) => {
    const { limit, query } = options;
    const client = cli.client();
    if (chart !== undefined) {
      const found = await client.call('listChartVersions', { params: { name }, query: { chart, limit } });
      cli.output.list(found.versions, versionShape);
      return;
    }
    const found = await client.call('listCharts', {
      params: { name },
      query: { limit, ...(query === undefined ? {} : { q: query }) },
    });
    if (!found.isComplete)
      cli.io.err(
        'This registry does not list what it holds; give the name of a chart to see its versions.\n',
      );
    cli.output.list(found.charts, chartShape);
  });
}
