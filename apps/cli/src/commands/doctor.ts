import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '@bowline/contract/client';
import type { Command } from 'commander';
import { type Cli, run } from '../cli.ts';
import { CliFailure, exitCodes } from '../failure.ts';
import type { Shape } from '../output/output.ts';
import type { Tone } from '../output/style.ts';
import { version } from '../version.ts';
import type { CommandIo } from './command.ts';
import { listAll } from './list-all.ts';

type Check = { name: string; state: 'ok' | 'notice' | 'failed'; message: string };

const tones: Record<Check['state'], Tone> = { ok: 'good', notice: 'warn', failed: 'bad' };
const shape: Shape<Check> = {
  name: (check) => check.name,
  columns: [
    { title: 'STATE', value: (check) => check.state, tone: (check) => tones[check.state] },
    { title: 'CHECK', value: (check) => check.name },
    { title: 'MESSAGE', value: (check) => check.message },
  ],
};

/** `bowline doctor`. */
export function doctorCommand(parent: Command, io: CommandIo): void {
  const command = parent
    .command('doctor')
    .description(
      'check this machine, and the server when signed in; exit code 1 when something does not work',
    )
    .option('--local', 'this machine only');
  run<{ local?: boolean }>(command, io, async (cli, { options }) => {
    const checks = [...(await localChecks(cli)), ...(options.local ? [] : await serverChecks(cli))];
    cli.output.list(checks, shape);
    return checks.some((check) => check.state === 'failed') ? exitCodes.difference : exitCodes.ok;
  });
}

async function localChecks(cli: Cli): Promise<Check[]> {
  const { createRender } = await import('@bowline/sync-engine/adapters/render/render');
  const { systemClock } = await import('@bowline/sync-engine/adapters/time/system-clock');
  const { createLocalTree } = await import('../engine/local-tree.ts');
  const { env } = cli.io;
  const scratch = await mkdtemp(join(tmpdir(), 'bowline-doctor-'));
  try {
    const render = createRender({
      git: createLocalTree({ root: scratch, linkRoot: scratch, extraFiles: new Map() }),
      dataDir: scratch,
      cacheDir: join(scratch, 'cache'),
      toolPaths: { helm: env.BOWLINE_HELM ?? '', kustomize: env.BOWLINE_KUSTOMIZE ?? '' },
      ...(env.PATH === undefined ? {} : { path: env.PATH }),
      clock: systemClock,
    });
    const tools = (await render.tools()).map((tool) => toolCheck('', tool));
    return [nodeCheck(), ...tools];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  const message = `Node.js ${process.versions.node}${isEnough ? '' : '; at least 20.19 is needed'}, bowline ${version}`;
  return { name: 'node', state: isEnough ? 'ok' : 'failed', message };
}

type Tool = { name: string; version: string; origin: string; available: boolean; reason: string };

function toolCheck(where: string, tool: Tool): Check {
  const name = `${where}${tool.name}`;
  if (!tool.available) return { name, state: 'failed', message: tool.reason };
  const found = `${tool.version} (${tool.origin})`;
  return tool.reason === ''
    ? { name, state: 'ok', message: found }
    : { name, state: 'notice', message: `${found}; ${tool.reason}` };
}

async function serverChecks(cli: Cli): Promise<Check[]> {
  try {
    const client = cli.client();
    const system = await client.call('getSystem', {});
    const checks: Check[] = [
      {
        name: 'server',
        state: 'ok',
        message: `Bowline ${system.version} at ${cli.url()}, roles ${system.roles.join(', ')}`,
      },
      ...system.tools.map((tool) => toolCheck('server ', tool)),
    ];
    for (const { metadata, status } of await listAll(client, 'listClusters', {}))
      checks.push(connectionCheck(`cluster ${metadata.name}`, status));
    for (const { metadata, status } of await listAll(client, 'listRepositories', {}))
      checks.push(connectionCheck(`repository ${metadata.name}`, status));
    return checks;
  } catch (error) {
    if (error instanceof CliFailure) return [{ name: 'server', state: 'notice', message: error.message }];
    if (!(error instanceof ApiError)) throw error;
    return [{ name: 'server', state: 'failed', message: `[${error.problem.code}] ${error.problem.detail}` }];
  }
}

function connectionCheck(name: string, status: { state: string; code: string; message: string }): Check {
  if (status.state === 'connected') return { name, state: 'ok', message: 'connected' };
  if (status.state === 'unknown')
    return { name, state: 'notice', message: status.message || 'not looked at yet' };
  return { name, state: 'failed', message: `[${status.code}] ${status.message}` };
}
