import type { Application } from '@bowline/contract';
import type { Client } from '@bowline/contract/client';
import type { Command } from 'commander';
import { type Cli, run } from '../../cli.ts';
import { CliFailure, type ExitCode, exitCodes } from '../../failure.ts';
import { hasEnded } from '../../follow/has-ended.ts';
import { timeoutOption } from '../../input/timeout-option.ts';
import type { CommandIo } from '../command.ts';
import { isServerAway } from '../../session/client.ts';
import { applicationCommand, findTarget, type Target } from './target.ts';

type Wanted = { sync?: boolean; health?: boolean; operation?: boolean };
type Options = Wanted & { project?: string; timeout: number };

const pollMs = 1000;
/** Degraded for so long, with nothing running: it will not become healthy by waiting. */
const settledMs = 15_000;

export type WaitState =
  | { kind: 'reached' }
  | { kind: 'failed' | 'waiting'; message: string; isSettled: boolean };

/** `bowline app wait`. */
export function appWait(parent: Command, io: CommandIo): void {
  const command = applicationCommand(parent, 'wait')
    .description('wait until an Application is Synced, Healthy and idle, or only what is asked for')
    .option('--sync', 'until it is Synced')
    .option('--health', 'until it is Healthy')
    .option('--operation', 'until no Operation runs; exit code 1 when the last one failed')
    .addOption(timeoutOption(10));
  run<Options>(command, io, async (cli, { args: [text = ''], options }) => {
    const client = cli.client();
    const { project, timeout } = options;
    const target = await findTarget(cli, client, { text, project });
    const isAll = !options.sync && !options.health && !options.operation;
    return wait(cli, client, target, {
      wanted: isAll ? { sync: true, health: true, operation: true } : options,
      timeoutMs: timeout,
    });
  });
}

async function wait(
  cli: Cli,
  client: Client,
  target: Target,
  options: { wanted: Wanted; timeoutMs: number },
): Promise<ExitCode> {
  const start = cli.io.now().getTime();
  let failedSince: number | undefined;
  let said = '';
  for (;;) {
    const application = await load(client, target);
    const nowMs = cli.io.now().getTime();
    const state: WaitState =
      application === undefined
        ? { kind: 'waiting', message: 'The server does not answer.', isSettled: false }
        : waitState(application, options.wanted);
    if (state.kind === 'reached' && application) {
      cli.output.one(application, {
        name: ({ metadata }) => `application/${metadata.project}/${metadata.name}`,
        describe: ({ metadata, status }) =>
          `${metadata.project}/${metadata.name} is ${status.sync.status} and ${status.health.status}.\n`,
      });
      return exitCodes.ok;
    }
    if (state.kind === 'reached') continue;
    if (state.kind === 'failed') failedSince ??= nowMs;
    else failedSince = undefined;
    const isFinal = state.isSettled || (failedSince !== undefined && nowMs - failedSince >= settledMs);
    if (state.kind === 'failed' && isFinal)
      throw new CliFailure(state.message, {
        exitCode: exitCodes.difference,
        hint: `\`bowline app explain ${target.name}\` says why.`,
      });
    if (nowMs - start >= options.timeoutMs)
      throw new CliFailure(`Not reached in time: ${state.message}`, { exitCode: exitCodes.timeout });
    if (state.message !== said) cli.io.err(`${state.message}\n`);
    said = state.message;
    await cli.io.sleep(pollMs);
  }
}

async function load(client: Client, params: Target): Promise<Application | undefined> {
  try {
    return await client.call('getApplication', { params });
  } catch (error) {
    if (!isServerAway(error)) throw error;
    return undefined;
  }
}

/** Whether what is wanted is so, will not become so, or may become so. */
export function waitState(application: Pick<Application, 'status'>, wanted: Wanted): WaitState {
  const { sync, health, operation } = application.status;
  const isRunning = operation !== null && !hasEnded(operation);
  if (wanted.operation) {
    if (isRunning)
      return waiting(`Operation ${operation.number} is ${operation.phase}: ${operation.message}`);
    if (operation !== null && operation.phase !== 'Succeeded') {
      const message = `Operation ${operation.number} has ended as ${operation.phase}: ${operation.message}`;
      return { kind: 'failed', message, isSettled: true };
    }
  }
  if (wanted.sync && sync.status !== 'Synced') return waiting(`It is ${sync.status}. ${sync.message}`);
  if (wanted.health && health.status !== 'Healthy') {
    const message = `It is ${health.status}. ${health.message}`;
    const isBad = !isRunning && (health.status === 'Degraded' || health.status === 'Missing');
    return isBad ? { kind: 'failed', message, isSettled: false } : waiting(message);
  }
  return { kind: 'reached' };
}

function waiting(message: string): WaitState {
  return { kind: 'waiting', message: message.trim(), isSettled: false };
}
