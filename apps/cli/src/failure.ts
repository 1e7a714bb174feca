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

/** What a failure is called that the API has no code for; docs/guides/cli.md, Output. */
const ownCodes: Record<ExitCode, string> = {
  [exitCodes.ok]: '',
  [exitCodes.difference]: 'not_as_wanted',
  [exitCodes.error]: 'command_failed',
  [exitCodes.needsApproval]: 'consent_required',
  [exitCodes.timeout]: 'timeout',
};

type FailureOptions = {
  hint?: string;
  exitCode?: ExitCode;
  /** A code of the API, where it is the same that went wrong. */
  code?: string;
  /** What programs may want to see of it. */
  data?: unknown;
  cause?: unknown;
};

/** Ends the command with a sentence for people (what happened, what to do), an exit code and a stable code. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string;
  readonly code: string;
  readonly data: unknown;
  constructor(message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliFailure';
    this.hint = options.hint ?? '';
    this.exitCode = options.exitCode ?? exitCodes.error;
    this.code = options.code ?? ownCodes[this.exitCode];
    this.data = options.data;
  }

  /** Whether the code is one of the API's. */
  get isOfApi(): boolean {
    return this.code !== ownCodes[this.exitCode];
  }
}
