import type { PlanInput } from '@bowline/contract';
import type { Command } from 'commander';
import { collect } from '../../input/flags.ts';
import { timeoutOption } from '../../input/timeout-option.ts';

/** Options of `app plan` and `app sync` that say what to plan. */
export type SyncPlanOptions = {
  revision?: string;
  prune?: boolean;
  force?: boolean;
  replace?: boolean;
  createNamespace?: boolean;
  outOfSyncOnly?: boolean;
  resource?: string[];
};

export function addSyncPlanOptions(command: Command): Command {
  return command
    .option('--revision <revision>', 'another revision than the target revision')
    .option('--prune', 'delete what is no longer in git')
    .option('--force', 'delete and create what cannot be changed in place')
    .option('--replace', 'replace objects instead of applying them')
    .option('--create-namespace', 'create the destination namespace')
    .option('--out-of-sync-only', 'leave out objects that are in sync')
    .option(
      '--resource <group/kind/namespace/name>',
      'only this object (a partial plan); repeat for more',
      collect,
    );
}

/** The body that asks for a sync Plan. */
export function syncPlanInput(
  target: { project: string; name: string },
  options: SyncPlanOptions,
): Extract<PlanInput, { kind: 'sync' }> {
  const { prune, force, replace, createNamespace, outOfSyncOnly } = options;
  const given = Object.fromEntries(
    Object.entries({ prune, force, replace, createNamespace, applyOutOfSyncOnly: outOfSyncOnly }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  return {
    kind: 'sync',
    project: target.project,
    application: target.name,
    ...(options.revision === undefined ? {} : { revision: options.revision }),
    ...(Object.keys(given).length === 0 ? {} : { options: given }),
    ...(options.resource === undefined ? {} : { resources: options.resource }),
  };
}

/** Options of everything that executes a Plan. */
export function addExecuteOptions(command: Command): Command {
  return command
    .option('--accept-risks', 'accept all risks that need a person')
    .option('--accept-risk <id>', 'accept the risk with this id or code; repeat for more', collect)
    .option('--comment <text>', 'why, for the record')
    .option('--no-wait', 'return once the Operation has started')
    .addOption(timeoutOption(30));
}
