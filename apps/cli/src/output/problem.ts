import type { Problem } from '@bowline/contract';
import { ApiError } from '@bowline/contract/client';
import { CommanderError } from 'commander';
import { CliFailure, type ExitCode, exitCodes } from '../failure.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** What went wrong: for people, for programs, and the exit code that belongs to it. */
export type Failure = { text: string; problem: Problem; exitCode: ExitCode };

export function describeFailure(error: unknown, style: Style): Failure {
  const { problem, exitCode } = toProblem(error);
  // The rest is a sentence of this program or of Node, without a code worth showing.
  const hasCode = error instanceof ApiError || (error instanceof CliFailure && error.isOfApi);
  return { text: describe(problem, { hasCode, style }), problem, exitCode };
}

/** The Problem of an error, in the API's shape; those of this program have no status and no request. */
function toProblem(error: unknown): { problem: Problem; exitCode: ExitCode } {
  if (error instanceof ApiError) {
    const { problem } = error;
    return {
      problem: { ...problem, hint: problem.hint || hints[problem.code] || '' },
      exitCode: problem.code === 'approval_required' ? exitCodes.needsApproval : exitCodes.error,
    };
  }
  if (error instanceof CliFailure) {
    const { code, message, hint, data, exitCode } = error;
    return { problem: ownProblem({ code, detail: message, hint, data }), exitCode };
  }
  const message = error instanceof Error ? error.message : String(error);
  const problem =
    error instanceof CommanderError
      ? ownProblem({
          code: 'command_invalid',
          detail: message.replace(/^error: /, ''),
          hint: 'Add --help for the options.',
        })
      : ownProblem({ code: 'internal', detail: message, hint: '' });
  return { problem, exitCode: exitCodes.error };
}

function ownProblem(known: Pick<Problem, 'code' | 'detail' | 'hint' | 'data'>): Problem {
  const words = known.code.replaceAll('_', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { type: 'about:blank', title, status: 0, requestId: '', ...known };
}

function describe(problem: Problem, { hasCode, style }: { hasCode: boolean; style: Style }): string {
  const lines = [`${hasCode ? ` [${problem.code}]` : ''}: ${problem.detail || problem.title}`];
  for (const error of problem.errors ?? []) {
    // The first one is the detail already.
    if (!problem.detail.startsWith(error.path)) lines.push(`  ${error.path}: ${error.message}`);
  }
  for (const reason of reasonsOf(problem.data)) lines.push(`  ${reason.code}: ${reason.message}`);
  const output = outputOf(problem.data);
  if (output !== '') lines.push(...output.split('\n').map((line) => `  | ${line}`));
  if (problem.hint !== '') lines.push(`  hint: ${problem.hint}`);
  if (problem.requestId !== '') lines.push(`  request id: ${problem.requestId}`);
  return `${style('error', 'bad')}${lines.map((line) => printable(line)).join('\n')}\n`;
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
