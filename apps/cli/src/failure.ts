/** What scripts can rely on; docs/guides/cli.md, Exit codes. */
export const exitCodes = {
  ok: 0,
  /** A difference was found, an Operation failed, something waited for is unhealthy, or a decision says no. */
  difference: 1,
  error: 2,
  needsApproval: 3,
  timeout: 20,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a sentence for people (what happened, what to do) and an exit code. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string;
  constructor(message: string, options: { hint?: string; exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliFailure';
    this.hint = options.hint ?? '';
    this.exitCode = options.exitCode ?? exitCodes.error;
  }
}
