import type { Command } from 'commander';
import type { AddCommand, CommandIo } from '../command.ts';
import { appActions } from './action.ts';
import { appApprove, appReject } from './approve.ts';
import { appCreate } from './create.ts';
import { appDelete } from './delete.ts';
import { appDiff } from './diff.ts';
import { appEvents } from './events.ts';
import { appExplain } from './explain.ts';
import { appGet } from './get.ts';
import { appHistory } from './history.ts';
import { appHold, appResume } from './hold.ts';
import { appList } from './list.ts';
import { appLogs } from './logs.ts';
import { appPlan } from './plan.ts';
import { appRefresh } from './refresh.ts';
import { appResources } from './resources.ts';
import { appRollback } from './rollback.ts';
import { appSet } from './set.ts';
import { appSync } from './sync.ts';
import { appTerminate } from './terminate.ts';
import { appWait } from './wait.ts';

const commands: readonly AddCommand[] = [
  appList,
  appGet,
  appCreate,
  appSet,
  appDiff,
  appPlan,
  appApprove,
  appReject,
  appSync,
  appRefresh,
  appWait,
  appTerminate,
  appRollback,
  appHistory,
  appResources,
  appEvents,
  appExplain,
  appHold,
  appResume,
  appLogs,
  appActions,
  appDelete,
];

/** `bowline app …`. */
export function appCommands(parent: Command, io: CommandIo): void {
  const group = parent
    .command('app')
    .alias('application')
    .description('Applications: register, review, sync, roll back');
  for (const add of commands) add(group, io);
}
