import type { ConnectionTest } from '@bowline/contract';
import type { z } from 'zod';
import type { Cli } from '../../cli.ts';
import { CliFailure } from '../../failure.ts';

type TestResult = z.infer<typeof ConnectionTest>;

/** Says how a connection test went, on standard error. Throws CliFailure when it failed. */
export function reportTest(cli: Cli, result: TestResult, options: { hint: string }): void {
  if (!result.ok)
    throw new CliFailure(`The connection test failed: ${result.message}`, {
      code: result.code,
      hint: [result.hint, options.hint].filter(Boolean).join(' '),
    });
  cli.io.err(testText(result));
}

/** One line of what a connection test found. */
export function testText(result: TestResult): string {
  if (!result.ok) return `Failed [${result.code}]: ${result.message} ${result.hint}\n`;
  const refs = result.refs > 0 ? `, ${result.refs} refs, default branch ${result.defaultBranch}` : '';
  return `Connected in ${Math.round(result.latencyMs)} ms${refs}. ${result.message}\n`;
}
