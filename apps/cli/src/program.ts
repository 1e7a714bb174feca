import { Command, CommanderError } from 'commander';
import { addGlobalOptions, type GlobalOptions } from './cli.ts';
import { adminCommands } from './commands/admin.ts';
import { appCommands } from './commands/app/app.ts';
import { applyCommand } from './commands/apply.ts';
import type { AddCommand, CommandIo } from './commands/command.ts';
import { contextCommands } from './commands/context.ts';
import { doctorCommand } from './commands/doctor.ts';
import { engineCommands } from './commands/engine/engine.ts';
import { getCommand } from './commands/get.ts';
import { loginCommand } from './commands/login.ts';
import { logoutCommand } from './commands/logout.ts';
import { operationCommands } from './commands/op/op.ts';
import { planCommands } from './commands/plan/plan.ts';
import { clusterCommands } from './commands/registry/cluster.ts';
import { projectCommands } from './commands/registry/project.ts';
import { repositoryCommands } from './commands/registry/repo.ts';
import { tokenCommands } from './commands/registry/token.ts';
import { userCommands } from './commands/registry/user.ts';
import { whoamiCommand } from './commands/whoami.ts';
import { type ExitCode, exitCodes } from './failure.ts';
import type { Io } from './io.ts';
import { formats, Output } from './output/output.ts';
import { describeFailure } from './output/problem.ts';
import { createStyle } from './output/style.ts';
import { version } from './version.ts';

const commands: readonly AddCommand[] = [
  loginCommand,
  logoutCommand,
  whoamiCommand,
  contextCommands,
  appCommands,
  planCommands,
  operationCommands,
  repositoryCommands,
  clusterCommands,
  projectCommands,
  tokenCommands,
  userCommands,
  getCommand,
  applyCommand,
  engineCommands,
  adminCommands,
  doctorCommand,
];

const exitCodeHelp = `
Exit codes: 0 fine; 1 a difference, a failed Operation or something unhealthy; 2 an error; 3 needs approval or consent;
20 not reached in time.`;

/** The whole command line. */
export function createProgram(io: CommandIo): Command {
  const program = new Command('bowline')
    .description('GitOps continuous delivery for Kubernetes, with review built in')
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodeHelp);
  addGlobalOptions(program);
  for (const add of commands) add(program, io);
  configure(program, io);
  program.hook('preAction', (_, action) => dropKind(action));
  return program;
}

/** `-o name` writes `plan/ID`, which is an ID where one of a Plan is asked for; of Applications see `findTarget`. */
function dropKind({ parent, processedArgs }: Command): void {
  const [text] = processedArgs;
  if (parent === null || parent.name() === 'app' || typeof text !== 'string') return;
  const [kind = '', name, ...rest] = text.split('/');
  if (name && rest.length === 0 && [parent.name(), ...parent.aliases()].includes(kind))
    processedArgs[0] = name;
}

/** Commander writes through `io` and throws instead of ending the process; settings are not inherited by what exists. */
function configure(command: Command, io: Io): void {
  command
    .exitOverride()
    .showHelpAfterError('(add --help for the options)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) });
  for (const child of command.commands) configure(child, io);
}

/**
 * Runs one command line (without program name) and answers with its exit code. A failure is told on standard error, and with
 * `-o json` or `yaml` it is the document on standard output.
 */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const commandIo: CommandIo = { ...io, exit: (code) => void (exitCode = code) };
  const program = createProgram(commandIo);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end with 0.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    const { output, color } = program.opts<GlobalOptions>();
    const style = createStyle(io, color);
    const failure = describeFailure(error, style);
    // Wrong usage has been told by commander itself.
    if (!(error instanceof CommanderError)) io.err(failure.text);
    const format = formats.find((known) => known === output) ?? 'table';
    new Output(io, format, style).problem(failure.problem);
    return failure.exitCode;
  }
}
