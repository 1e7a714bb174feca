import type { Command } from 'commander';
import type { Decision } from '@bowline/sync-engine/core/model';
import { exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { toJson, toYaml } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { engineCommand, needed } from './engine-command.ts';

/** `bowline engine decide`. */
export function engineDecide(parent: Command, io: CommandIo): void {
  const command = parent
    .command('decide')
    .description("the gate's Decision on a situation; exit code 1 unless it is run")
    .option('-f, --filename <path>', 'file or - with application, project, windows, approvals, history, now');
  engineCommand<{ filename?: string }>(command, io, {
    formats: ['json', 'yaml', 'text'],
    schema: async () => (await import('./schemas.ts')).engineSchema('decide'),
    async handle(cli, { options, format }) {
      const { readDocument } = await import('../../input/documents.ts');
      const { decideSituation } = await import('../../engine/decide-situation.ts');
      const document = await readDocument(cli.io, needed(options.filename, '-f'));
      const { reasonText } = await import('../../engine/reason-text.ts');
      const decision = decideSituation(document, {
        now: cli.io.now(),
        warn: (text) => cli.io.err(`warning: ${text}\n`),
      });
      if (format === 'json') cli.io.out(toJson(decision));
      else if (format === 'yaml') cli.io.out(toYaml(decision));
      else
        cli.io.out(
          [headOf(decision), ...decision.reasons.map((reason) => `  ${reasonText(reason)}`)]
            .map((line) => `${line}\n`)
            .join(''),
        );
      return decision.kind === 'run' ? exitCodes.ok : exitCodes.difference;
    },
  });
}

/** `wait until …`, or `run` with what it does beside applying. */
function headOf(decision: Decision): string {
  if (decision.kind === 'wait')
    return decision.nextAt === undefined ? decision.kind : `wait until ${printable(decision.nextAt)}`;
  if (decision.kind !== 'run') return decision.kind;
  const what = [...(decision.selfHeal ? ['self-heal'] : []), ...(decision.prune ? ['with pruning'] : [])];
  return what.length === 0 ? 'run' : `run (${what.join(', ')})`;
}
