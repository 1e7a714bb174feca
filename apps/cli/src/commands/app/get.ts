import type { Application } from '@bowline/contract';
import type { Command } from 'commander';
import { run } from '../../cli.ts';
import type { CommandIo } from '../command.ts';
import { printable } from '../../output/printable.ts';
import { type Style, toneOf } from '../../output/style.ts';
import { applicationCommand, findTarget } from './target.ts';

/** `bowline app get`. */
export function appGet(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'get').description(
    'show an Application; -o yaml and json give the whole object',
  );
  run<{ project?: string }>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const params = await findTarget(cli, client, { text, ...options });
    const application = await client.call('getApplication', { params });
    cli.output.one(application, {
      name: ({ metadata }) => `application/${metadata.project}/${metadata.name}`,
      describe: (value) => describe(value, cli.style),
    });
  });
}

function describe({ metadata, spec, status }: Application, style: Style): string {
  const { health, sync, release, operation, hold } = status;
  const rows: [string, string][] = [
    ['Application', `${metadata.project}/${metadata.name}${metadata.deletionTimestamp ? ' (Deleting)' : ''}`],
    ['Health', withMessage(style(health.status, toneOf(health.status)), health.message)],
    [
      'Sync',
      withMessage(style(sync.status, toneOf(sync.status)), `${reasonText(sync.reasons)}${sync.message}`),
    ],
    [
      'Destination',
      `${spec.destination.name ?? spec.destination.server ?? ''}/${spec.destination.namespace}`,
    ],
    ...spec.sources.map((source): [string, string] => [
      'Source',
      `${source.repoURL} ${source.chart ?? source.path ?? '.'} @ ${source.targetRevision || 'HEAD'}`,
    ]),
    ...status.desired.sources.map((source): [string, string] => [
      'Desired',
      `${source.revision.slice(0, 12)} ${source.message.split('\n')[0]} (${source.author})`,
    ]),
    [
      'Live',
      release
        ? `release ${release.number}, ${release.revision.slice(0, 12)}, by ${release.by.name} at ${release.at}`
        : 'nothing released yet',
    ],
    ['Auto-sync', hold ? `hold by ${hold.owner}: ${hold.reason}` : status.autoSync],
    [
      'Resources',
      `${status.counts.resources}, ${status.counts.changed} changed, ${status.counts.problems} with problems`,
    ],
  ];
  if (operation)
    rows.push([
      'Operation',
      withMessage(
        `${operation.number} ${style(operation.phase, toneOf(operation.phase))}`,
        operation.message,
      ),
    ]);
  if (metadata.managedBy !== null) rows.push(['Managed by', metadata.managedBy]);
  for (const condition of status.conditions)
    rows.push(['Condition', `${condition.type} [${condition.code}] ${condition.message}`]);
  if (status.decision && status.decision.reasons.length > 0)
    rows.push(['Why', status.decision.reasons.map((reason) => reason.message).join(' ')]);
  if (status.liveAsOf !== null) rows.push(['Known at', status.liveAsOf]);
  return rows.map(([title, text]) => `${`${title}:`.padEnd(13)}${text}\n`).join('');
}

function withMessage(word: string, message: string): string {
  return message.trim() === '' ? word : `${word}  ${printable(message.trim())}`;
}

function reasonText(reasons: Application['status']['sync']['reasons']): string {
  const words = Object.entries(reasons).filter(([, count]) => count > 0);
  return words.length === 0 ? '' : `${words.map(([word, count]) => `${count} ${word}`).join(', ')}. `;
}
