import type { SyncOptions, SyncPolicy } from './model.ts';

/**
 * The options of a SyncPolicy as values (SYNC-4): strings such as `CreateNamespace=true` stop here. Unknown options and
 * values that are none of an option's count as not written, which `optionNotes` says; the last of two wins. Pruning is on
 * where `automated.prune` is.
 */
export function parseSyncOptions(policy: SyncPolicy | undefined): SyncOptions {
  const written = new Map<string, string>();
  for (const option of policy?.syncOptions ?? []) {
    const at = option.indexOf('=');
    if (at > 0) written.set(option.slice(0, at).trim(), option.slice(at + 1).trim());
  }
  const flag = (name: string, fallback = false): boolean => {
    const value = written.get(name);
    return value === 'true' ? true : value === 'false' ? false : fallback;
  };
  const options: SyncOptions = {
    // `Prune=false` is what objects start from, and each may say otherwise (B4).
    prune: written.get('Prune') === 'true' || (policy?.automated?.prune ?? false),
    pruneLast: flag('PruneLast'),
    prunePropagation: propagation(written.get('PrunePropagationPolicy')),
    replace: flag('Replace'),
    force: flag('Force'),
    createNamespace: flag('CreateNamespace'),
    applyOutOfSyncOnly: flag('ApplyOutOfSyncOnly'),
    respectIgnoreDifferences: flag('RespectIgnoreDifferences'),
    failOnSharedResource: flag('FailOnSharedResource'),
    validate: flag('Validate', !flag('DisableKubectlValidation')),
    skipDryRunOnMissingResource: flag('SkipDryRunOnMissingResource'),
  };
  const defaults: NonNullable<SyncOptions['resourceDefaults']> = {};
  const prune = permission(written.get('Prune'));
  const remove = permission(written.get('Delete'));
  if (prune !== undefined) defaults.prune = prune;
  if (remove !== undefined) defaults.delete = remove;
  if (written.get('ServerSideApply') === 'false') defaults.serverSideApply = false;
  if (written.get('ClientSideApplyMigration') === 'false') defaults.migrateClientSideApply = false;
  if (Object.keys(defaults).length > 0) options.resourceDefaults = defaults;
  return options;
}

function permission(value: string | undefined): 'never' | 'confirm' | undefined {
  return value === 'false' ? 'never' : value === 'confirm' ? 'confirm' : undefined;
}

function propagation(value: string | undefined): SyncOptions['prunePropagation'] {
  return value === 'background' || value === 'orphan' ? value : 'foreground';
}
