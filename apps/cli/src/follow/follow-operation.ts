import type { Operation } from '@bowline/contract';
import { ApiError, type Client } from '@bowline/contract/client';
import type { Cli } from '../cli.ts';
import { CliFailure, type ExitCode, exitCodes } from '../failure.ts';
import { isServerAway } from '../session/client.ts';
import { hasEnded } from './has-ended.ts';
import { Progress } from './progress.ts';

const pollMs = 700;

/**
 * Shows an Operation until it ends, over restarts of the server. Null: it is gone with its Application, as after a deletion.
 * Throws CliFailure with the exit code of timeouts; the Operation itself goes on.
 */
export async function followOperation(
  cli: Cli,
  client: Client,
  input: { id: string; timeoutMs: number },
): Promise<Operation | null> {
  const progress = new Progress(cli.io, cli.style);
  const deadline = cli.io.now().getTime() + input.timeoutMs;
  try {
    for (;;) {
      const operation = await load(client, input.id, progress);
      if (operation === null) return null;
      if (operation !== undefined) {
        progress.show(operation);
        if (hasEnded(operation)) return operation;
      }
      if (cli.io.now().getTime() >= deadline) {
        throw new CliFailure(`Operation ${input.id} has not ended in time; it goes on.`, {
          exitCode: exitCodes.timeout,
          hint: `Follow it with \`bowline op watch ${input.id}\`.`,
        });
      }
      await cli.io.sleep(pollMs);
    }
  } finally {
    progress.end();
  }
}

/** undefined: the server is away for now. */
async function load(client: Client, id: string, progress: Progress): Promise<Operation | null | undefined> {
  try {
    return await client.call('getOperation', { params: { id } });
  } catch (error) {
    if (error instanceof ApiError && error.problem.code === 'not_found') return null;
    if (!isServerAway(error)) throw error;
    progress.note('The server does not answer; trying again.');
    return undefined;
  }
}

/** Exit code of how an Operation ended. */
export function exitCodeOfOperation(operation: Operation | null): ExitCode {
  return operation === null || operation.phase === 'Succeeded' ? exitCodes.ok : exitCodes.difference;
}
