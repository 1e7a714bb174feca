import type { ApplicationRow } from '@bowline/contract';
import type { Command } from 'commander';
import { run } from '../../cli.ts';
import { integer } from '../../input/flags.ts';
import type { CommandIo } from '../command.ts';
import type { Shape } from '../../output/output.ts';
import { toneOf } from '../../output/style.ts';
import { listAll } from '../list-all.ts';

type Options = { limit?: number; query?: string } & Record<string, string | number | undefined>;

export const applicationShape: Shape<ApplicationRow> = {
  name: (row) => `application/${row.project}/${row.name}`,
  empty: 'No Applications.',
  columns: [
    { title: 'PROJECT', value: (row) => row.project },
    { title: 'NAME', value: (row) => row.name },
    { title: 'HEALTH', value: (row) => row.health, tone: (row) => toneOf(row.health) },
    { title: 'SYNC', value: (row) => syncText(row), tone: (row) => toneOf(row.sync) },
    { title: 'RELEASE', value: (row) => (row.release ? String(row.release.number) : '') },
    { title: 'AUTO', value: (row) => row.autoSync },
    { title: 'DESTINATION', value: (row) => `${row.cluster}/${row.namespace}` },
    { title: 'REVISION', value: (row) => row.targetRevision || 'HEAD', wide: true },
    { title: 'DESIRED', value: (row) => row.desiredRevision.slice(0, 12), wide: true },
    { title: 'LIVE', value: (row) => row.liveRevision.slice(0, 12), wide: true },
    { title: 'OPERATION', value: (row) => row.operation ?? '', wide: true },
    { title: 'MESSAGE', value: (row) => row.healthMessage || row.syncMessage, wide: true },
  ],
};

function syncText(row: ApplicationRow): string {
  const reasons = [row.pending > 0 ? 'pending' : '', row.drift > 0 ? 'drift' : ''].filter(Boolean).join(',');
  return row.sync === 'OutOfSync' && reasons !== '' ? `${row.sync} (${reasons})` : row.sync;
}

/** `bowline app list`. */
export function appList(parent: Command, io: CommandIo): void {
  const command = parent
    .command('list')
    .alias('ls')
    .description('list Applications; words separated by commas are alternatives, a leading - excludes')
    .option('-q, --query <text>', 'text in the name')
    .option('-p, --project <words>', 'Projects')
    .option('--health <words>', 'for example Degraded,Missing')
    .option('--sync <words>', 'for example OutOfSync')
    .option('--reason <words>', 'pending, drift or unknown')
    .option('--cluster <words>', 'clusters')
    .option('--namespace <words>', 'namespaces')
    .option('--repository <urls>', 'repositories')
    .option('--auto <words>', 'auto-sync: on, off or hold')
    .option('-l, --label <selector>', 'labels: key=value,…')
    .option('--sort <field>', 'name, health, release, created or sync; - in front reverses')
    .option('--limit <count>', 'at most so many', integer(1, 1_000_000));
  run<Options>(command, io, async (cli, { options }) => {
    const { limit, query, project, health, sync, reason, cluster, namespace, repository, auto, label, sort } =
      options;
    const filter = {
      q: query,
      project,
      health,
      sync,
      reason,
      cluster,
      namespace,
      repository,
      auto,
      label,
      sort,
    };
    const rows = await listAll(
      cli.client(),
      'listApplications',
      filter,
      limit === undefined ? {} : { limit },
    );
    cli.output.list(rows, applicationShape);
  });
}
