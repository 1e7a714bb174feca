import { type ErrorCode, errorCodes, type Problem } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { z } from 'zod';

export const problemType = 'application/problem+json';

/** RFC 9457 answer to any error. What is not an AppError is our bug: it says nothing of itself. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof AppError) {
    return {
      ...titleOf(error.code),
      status: error.status,
      code: error.code,
      detail: error.message,
      hint: error.hint,
      requestId,
      ...(error.data !== undefined && { data: error.data }),
    };
  }
  return {
    ...titleOf('internal'),
    status: 500,
    code: 'internal',
    detail: 'Something went wrong inside Bowline.',
    hint: 'Try again. If it stays, tell an administrator the request id: the log has the cause.',
    requestId,
  };
}

type Invalid = AppError & { errors: Problem['errors'] };

/** 400 invalid_request naming each wrong field by its path, never by its value. */
export function invalidRequest(error: z.ZodError, part: 'path' | 'query' | 'body'): Invalid {
  return invalidFields(
    error.issues.map((issue) => ({
      path: [part, ...issue.path.map(String)].join('.'),
      message: issue.message,
    })),
  );
}

/** 400 invalid_request of these fields, the first 50 of them. */
export function invalidFields(fields: NonNullable<Problem['errors']>): Invalid {
  const errors = fields.slice(0, 50);
  const first = errors[0];
  return Object.assign(badRequest(first ? `${first.path}: ${first.message}` : 'The request is not valid.'), {
    errors,
  });
}

/** 400 invalid_request. */
export function badRequest(message: string, hint = ''): AppError {
  return new AppError({ code: 'invalid_request', status: 400, message, hint });
}

/** An AppError of a code of the contract, with its status. */
export function problem(code: ErrorCode, message: string, hint = '', data?: unknown): AppError {
  return new AppError({ code, status: errorCodes[code] || 500, message, hint, data });
}

function titleOf(code: string): { type: string; title: string } {
  const words = code.replaceAll('_', ' ');
  return {
    type: `https://bowline.dev/errors/${code}`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
  };
}
