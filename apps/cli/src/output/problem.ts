import { ApiError } from '@bowline/contract/client';
import { CliFailure, type ExitCode, exitCodes } from '../failure.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** What went wrong, for standard error, and the exit code that belongs to it. */
export function describeFailure(error: unknown, style: Style): { text: string; exitCode: ExitCode } {
  if (error instanceof ApiError) return { text: describeProblem(error, style), exitCode: exitCodeOf(error) };
  if (error instanceof CliFailure) {
    const lines = [`${style('error', 'bad')}: ${error.message}`];
    if (error.hint !== '') lines.push(`  hint: ${error.hint}`);
    return { text: lines.map((line) => `${line}\n`).join(''), exitCode: error.exitCode };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { text: `${style('error', 'bad')}: ${printable(message)}\n`, exitCode: exitCodes.error };
}

function exitCodeOf(error: ApiError): ExitCode {
  return error.problem.code === 'approval_required' ? exitCodes.needsApproval : exitCodes.error;
}

function describeProblem({ problem }: ApiError, style: Style): string {
  const lines = [`[${problem.code}]: ${problem.detail || problem.title}`];
  for (const error of problem.errors ?? []) {
    // The first one is the detail already.
    if (!problem.detail.startsWith(error.path)) lines.push(`  ${error.path}: ${error.message}`);
  }
  for (const reason of reasonsOf(problem.data)) lines.push(`  ${reason.code}: ${reason.message}`);
  const output = outputOf(problem.data);
  if (output !== '') lines.push(...output.split('\n').map((line) => `  | ${line}`));
  const hint = problem.hint || hints[problem.code] || '';
  if (hint !== '') lines.push(`  hint: ${hint}`);
  if (problem.requestId !== '') lines.push(`  request id: ${problem.requestId}`);
  return `${style('error', 'bad')} ${lines.map((line) => printable(line)).join('\n')}\n`;
}

// The API does not know how this program is called.
const hints: Record<string, string> = {
  unauthenticated: 'Run `bowline login`, or check BOWLINE_TOKEN.',
  network_error: 'Check the URL (`bowline context list`) and that the server runs.',
  unexpected_answer: 'Check that the URL is that of a Bowline.',
};

function reasonsOf(data: unknown): { code: string; message: string }[] {
  const reasons = (data as { reasons?: unknown } | null | undefined)?.reasons;
  return Array.isArray(reasons) ? (reasons as { code: string; message: string }[]) : [];
}

function outputOf(data: unknown): string {
  const output = (data as { output?: unknown } | null | undefined)?.output;
  return typeof output === 'string' ? output.trim() : '';
}
