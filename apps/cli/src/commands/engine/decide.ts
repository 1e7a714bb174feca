import type { Command } from 'commander';
import { exitCodes } from '../../failure.ts';
import type { CommandIo } from '../command.ts';
import { toJson, toYaml } from '../../output/output.ts';
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
      const decision = decideSituation(document, cli.io.now());
      if (format === 'json') cli.io.out(toJson(decision));
      else if (format === 'yaml') cli.io.out(toYaml(decision));
      else
        cli.io.out(
          [decision.kind, ...decision.reasons.map(({ code, message }) => `  [${code}] ${message}`)]
            .map((line) => `${line}\n`)
            .join(''),
        );
      return decision.kind === 'run' ? exitCodes.ok : exitCodes.difference;
    },
  });
}
