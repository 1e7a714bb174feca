import type { Command } from 'commander';
import type { ExitCode } from '../failure.ts';
import type { Io } from '../io.ts';

/** The terminal of a run, which also keeps the exit code of the command that ran. */
export type CommandIo = Io & { exit: (code: ExitCode) => void };

/** Adds one command, or a group of them, to its parent. */
export type AddCommand = (parent: Command, io: CommandIo) => void;
