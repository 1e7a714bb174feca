import { AppError } from '@bowline/sync-engine/core/app-error';
import { Prisma } from './generated/client.ts';

/** Prisma: not reached, not in time, connection closed. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1017']);
/** PostgreSQL: it shuts down, has crashed, or is still starting. */
const postgresCodes = new Set(['57P01', '57P02', '57P03']);

/** 503 unavailable for an error that says only that the database could not be asked; any other error as it is. */
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
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const driver = error.meta?.driverAdapterError as { cause?: { code?: unknown } } | undefined;
  return prismaCodes.has(error.code) || postgresCodes.has(String(driver?.cause?.code));
}
