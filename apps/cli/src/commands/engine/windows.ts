import type { Command } from 'commander';
import type { WindowVerdict } from '@bowline/sync-engine/core/policy/windows';
import { CliFailure, exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { toJson, toYaml } from '../../output/output.ts';
import { engineCommand, needed } from './engine-command.ts';

type Options = {
  filename?: string;
  at?: string;
  app: string;
  cluster: string;
  server?: string;
  namespace: string;
  label: string[];
};

/** `bowline engine windows`. */
export function engineWindows(parent: Command, io: CommandIo): void {
  const command = parent
    .command('windows')
    .description(
      'whether sync windows allow a sync; exit code 1 when they allow neither a manual nor an automatic one',
    )
    .option('-f, --filename <path>', 'file or - with syncWindows: an AppProject, a Project or the list')
    .option('--at <time>', 'RFC 3339 (default: now)')
    .option('--app <name>', 'name that applications of a window are matched with', '')
    .option('--cluster <name>', 'name that clusters are matched with', 'in-cluster')
    .option('--server <url>', 'API URL that clusters are matched with as well')
    .option('-n, --namespace <name>', 'destination namespace', '')
    .option(
      '--label <name=value>',
      'label that matchLabels is matched with; may be repeated',
      (text, all: string[]) => [...all, text],
      [],
    );
  engineCommand<Options>(command, io, {
    formats: ['json', 'yaml', 'text'],
    schema: async () => (await import('./schemas.ts')).engineSchema('windows'),
    async handle(cli, { options, format }) {
      const { readDocuments } = await import('../../input/documents.ts');
      const { readWindows } = await import('../../engine/application.ts');
      const { checked, timeShape } = await import('../../engine/shapes.ts');
      const { evaluateWindows } = await import('@bowline/sync-engine/core/policy/windows');
      const { reasonText } = await import('../../engine/reason-text.ts');
      const path = needed(options.filename, '-f');
      const documents = await readDocuments(cli.io, path);
      if (documents.length === 0)
        throw new CliFailure(`${path === '-' ? 'standard input' : path}:1: there is no document.`);
      const warn = (text: string) => cli.io.err(`warning: ${text}\n`);
      const windows = documents.flatMap((document) => readWindows(document, warn));
      const at = options.at?.replace(' ', 'T').toUpperCase();
      const now = at === undefined ? cli.io.now() : new Date(checked(timeShape, at, '--at'));
      const { app, cluster, server, namespace } = options;
      const verdict = evaluateWindows({
        windows,
        application: {
          name: app,
          cluster,
          namespace,
          labels: labelsOf(options.label),
          ...(server === undefined ? {} : { clusterServer: server }),
        },
        now,
      });
      const { manual, auto, active, next, unchangedUntil, reasons } = verdict;
      const result = { manual, auto, active, next, unchangedUntil, reasons };
      if (format === 'json') cli.io.out(toJson(result));
      else if (format === 'yaml') cli.io.out(toYaml(result));
      else {
        const lines = [
          `manual: ${word(manual)}`,
          `automatic: ${word(auto)}`,
          ...reasons.map(reasonText),
          futureOf(verdict),
        ];
        cli.io.out(lines.map((line) => `${line}\n`).join(''));
      }
      return manual || auto ? exitCodes.ok : exitCodes.difference;
    },
  });
}

function labelsOf(texts: string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new CliFailure(`--label ${text}: name=value is expected.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** What is known of the time to come, no more. */
function futureOf({ next, unchangedUntil }: Pick<WindowVerdict, 'next' | 'unchangedUntil'>): string {
  if (next !== null) return `${next.at}: ${next.change}`;
  return unchangedUntil === null ? 'Nothing ever changes.' : `Nothing changes before ${unchangedUntil}.`;
}

function word(isAllowed: boolean): string {
  return isAllowed ? 'allowed' : 'not allowed';
}
