import { AppError } from '@bowline/sync-engine/core/app-error';
import { Prisma } from './generated/client.ts';

/** True when a write broke a unique constraint. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2002' || (error.code === 'P2010' && String(error.meta?.code) === '23505');
}

/** Answer to creating what exists: 409 already_exists. */
export function alreadyExists(kind: string, name: string, cause?: unknown): AppError {
  return new AppError({
    code: 'already_exists',
    status: 409,
    message: `${kind} ${name} exists already.`,
    hint: 'Choose another name, or change the existing one.',
    cause,
  });
}

/** Answer to an edit of an older version: 412 version_mismatch. */
export function versionMismatch(kind: string, name: string): AppError {
  return new AppError({
    code: 'version_mismatch',
    status: 412,
    message: `${kind} ${name} was changed in the meantime.`,
    hint: 'Load it again and repeat the change.',
  });
}

/** 404 not_found. */
export function notFound(kind: string, name: string): AppError {
  return new AppError({
    code: 'not_found',
    status: 404,
    message: `${kind} ${name} does not exist.`,
    hint: missingHints[kind] ?? 'Check the name; what you may not see answers the same.',
  });
}

const missingHints: Record<string, string | undefined> = {
  Stream: 'It ended, or another credential opened it: open a stream and use the id of its first event.',
  'Pod below': 'Its Pods are gone or not there yet: refresh the Application and look at its resources.',
  Resource: 'Take the id of a node of the tree; the object may be gone since it was listed.',
  Plan: 'Take the id from the list of Plans; closed ones that nothing came of are deleted in time.',
};
