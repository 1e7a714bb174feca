import type { Command } from 'commander';
import { type Cli, run } from '../../cli.ts';
import { CliFailure, type ExitCode, exitCodes } from '../../failure.ts';
import { parseFormat, toJson } from '../../output/output.ts';
import type { CommandIo } from '../command.ts';

/** JSON Schemas of what a command reads and writes. */
export type EngineSchema = { input: object; output: object };

type EngineFormat = 'json' | 'yaml' | 'text';

/**
 * Binds a command of the engine: `--schema`, its own formats, and exit code 2 with a message for whatever goes wrong. The
 * engine itself is loaded by the handler, so that other commands start without it.
 */
export function engineCommand<O>(
  command: Command,
  io: CommandIo,
  kind: {
    formats: readonly EngineFormat[];
    schema: () => Promise<EngineSchema>;
    handle: (cli: Cli, input: { args: string[]; options: O; format: EngineFormat }) => Promise<ExitCode>;
  },
): void {
  command.option('--schema', 'print the JSON Schema of input and output');
  run<O & { schema?: boolean }>(command, io, async (cli, { args, options }) => {
    if (options.schema) {
      cli.io.out(toJson(await kind.schema()));
      return exitCodes.ok;
    }
    const format = parseFormat(cli.options.output, kind.formats, kind.formats[0] ?? 'json');
    return kind.handle(cli, { args, options, format });
  });
}

/** The value of an option without which the command cannot run; not mandatory for commander, so that --schema stands alone. */
export function needed(value: string | undefined, option: string): string {
  if (value === undefined)
    throw new CliFailure(`${option} is missing.`, {
      hint: 'It takes a file, a folder, or - for standard input.',
    });
  return value;
}
