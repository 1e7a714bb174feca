import type { Client } from '@bowline/contract/client';
import { type Command, Option } from 'commander';
import type { CommandIo } from './commands/command.ts';
import type { Io } from './io.ts';
import { formats, Output, parseFormat } from './output/output.ts';
import { createStyle, type Style } from './output/style.ts';
import { connect } from './session/client.ts';
import { type Connection, findConnection } from './session/connection.ts';
import { type ExitCode, exitCodes } from './failure.ts';

/** What the options that every command has say. */
export type GlobalOptions = {
  output?: string;
  color: boolean;
  context?: string;
  /** It was agreed to before. */
  yes?: boolean;
  url?: string;
  token?: string;
};

/** One run of the program: the terminal, the options and, once asked for, the connection. */
export type Cli = {
  io: Io;
  options: GlobalOptions;
  style: Style;
  output: Output;
  connection(): Connection;
  client(): Client;
  /** Origin to print links with. */
  url(): string;
};

type Handler<O> = (cli: Cli, input: { args: string[]; options: O }) => Promise<ExitCode | void>;

/** Adds the options that every command has. */
export function addGlobalOptions(program: Command): void {
  program
    .option('-o, --output <format>', `output format: ${formats.join(', ')}`)
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .option('--context <name>', 'stored context to use (BOWLINE_CONTEXT)')
    .option('-y, --yes', 'agree to what the command would ask')
    .option('--url <url>', 'server to talk to (BOWLINE_URL)')
    .addOption(new Option('--token <token>', 'API token (better: BOWLINE_TOKEN)').hideHelp());
}

/** Binds a handler to a command. Its exit code is kept in `io.exit`, so that buffered output is not cut off. */
export function run<O>(command: Command, io: CommandIo, handler: Handler<O>): void {
  command.action(async (...all: unknown[]) => {
    const self = all.at(-1) as Command; // commander passes the arguments, the options and the command
    const options = self.optsWithGlobals<GlobalOptions & O>();
    const args = all.slice(0, -2).flatMap((arg) => (arg === undefined ? [] : (arg as string | string[])));
    io.exit((await handler(createCli(io, options), { args, options })) ?? exitCodes.ok);
  });
}

export function createCli(io: Io, options: GlobalOptions): Cli {
  const style = createStyle(io, options.color);
  let output: Output | undefined;
  let connection: Connection | undefined;
  const connected = (): Connection => (connection ??= findConnection(io.env, options));
  return {
    io,
    options,
    style,
    get output() {
      output ??= new Output(io, parseFormat(options.output, formats, 'table'), style);
      return output;
    },
    connection: connected,
    client: () => connect(io, connected()),
    url: () => connected().url,
  };
}
