import type { Command } from 'commander';
import type { AddCommand, CommandIo } from '../command.ts';
import { engineDecide } from './decide.ts';
import { engineDiff } from './diff.ts';
import { engineHealth } from './health.ts';
import { enginePlan } from './plan.ts';
import { engineRender } from './render.ts';
import { engineTree } from './tree.ts';
import { engineWindows } from './windows.ts';

const commands: readonly AddCommand[] = [
  engineRender,
  engineDiff,
  engineHealth,
  enginePlan,
  engineDecide,
  engineWindows,
  engineTree,
];

/** `bowline engine …`. */
export function engineCommands(parent: Command, io: CommandIo): void {
  const group = parent
    .command('engine')
    .description('the sync engine on files, without a server or a cluster');
  for (const add of commands) add(group, io);
}
