/**
 * An exceptional outcome with a stable code (one page each in docs/errors), a public sentence that says what happened and
 * what to do, and an internal detail for the log. Neither may hold a secret.
 */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly hint: string;
  readonly detail: string;
  readonly data: unknown;

  constructor(input: {
    code: string;
    /** HTTP status class of the error, 400..599. */
    status: number;
    message: string;
    hint?: string;
    detail?: string;
    data?: unknown;
    cause?: unknown;
  }) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.name = 'AppError';
    this.code = input.code;
    this.status = input.status;
    this.hint = input.hint ?? '';
    this.detail = input.detail ?? '';
    this.data = input.data;
  }
}
