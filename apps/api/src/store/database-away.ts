import { AppError } from '@bowline/sync-engine/core/app-error';
import { Prisma } from './generated/client.ts';

/** Prisma: not reached, not in time, connection closed. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017']);
/** The pool has no code for a wait for a connection that was too long, only these messages. */
const poolMessages = new Set([
  'timeout exceeded when trying to connect',
  'Connection terminated due to connection timeout',
]);
/** Nor has Prisma for a transaction that never began: it shares its code with one that took too long. */
const notBegun = 'Unable to start a transaction';
/** PostgreSQL: it shuts down, has crashed, or is still starting. */
const postgresCodes = new Set(['57P01', '57P02', '57P03']);

/** 503 unavailable for an error that says only that the database could not be asked, or not in time; any other error as it is. */
export function orUnavailable(error: unknown): unknown {
  if (!isDatabaseAway(error)) return error;
  return new AppError({
    code: 'unavailable',
    status: 503,
    message: 'The database does not answer.',
    hint: 'Try again shortly; /readyz of the server tells when it does.',
    cause: error,
  });
}

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError))
    return error instanceof Error && poolMessages.has(error.message);
  if (error.code === 'P2028') return error.message.includes(notBegun);
  const driver = error.meta?.driverAdapterError as { cause?: { code?: unknown } } | undefined;
  return prismaCodes.has(error.code) || postgresCodes.has(String(driver?.cause?.code));
}
