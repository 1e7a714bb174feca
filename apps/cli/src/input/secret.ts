import { CliFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { readText } from './documents.ts';

/**
 * A secret from standard input, from a file, or typed unseen: never from the command line, where every user of the machine
 * can read it. Throws CliFailure.
 */
export async function readSecret(
  io: Pick<Io, 'readStdin' | 'askSecret' | 'isInteractive'>,
  input: { what: string; fromStdin?: boolean; file?: string; hint: string },
): Promise<string> {
  const text = await read(io, input);
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new CliFailure(`The ${input.what} is empty.`);
  return secret;
}

async function read(
  io: Pick<Io, 'readStdin' | 'askSecret' | 'isInteractive'>,
  input: { what: string; fromStdin?: boolean; file?: string; hint: string },
): Promise<string> {
  if (input.file !== undefined) return readText(input.file);
  if (input.fromStdin) return io.readStdin();
  if (!io.isInteractive) throw new CliFailure(`The ${input.what} is missing.`, { hint: input.hint });
  return io.askSecret(`${input.what.charAt(0).toUpperCase()}${input.what.slice(1)}: `);
}
