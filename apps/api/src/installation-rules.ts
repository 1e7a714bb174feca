import {
  type ComparisonSettings,
  plainComparison,
  readComparisonSettings,
} from '@bowline/sync-engine/core/diff/comparison-settings';
import type { DeletionBudget } from '@bowline/sync-engine/core/model';
import type { Config } from './config.ts';
import { readCustomizationFile } from './customization-file.ts';
import type { Log } from './log.ts';

type Settings = Pick<Config, 'comparisonCustomizations' | 'deletionsMax' | 'deletionShareMax'>;

/** What the configuration says for all Applications. Throws ConfigError naming every wrong entry of the file. */
export function openInstallationRules(
  config: Settings,
  log: Pick<Log, 'warn'>,
): { guards: DeletionBudget; comparison: ComparisonSettings } {
  const { deletionsMax, deletionShareMax } = config;
  const guards = {
    ...(deletionsMax === undefined ? {} : { deletionsMax }),
    ...(deletionShareMax === undefined ? {} : { deletionShareMax }),
  };
  return { guards, comparison: readFile(config.comparisonCustomizations, log) };
}

function readFile(file: string, log: Pick<Log, 'warn'>): ComparisonSettings {
  if (file === '') return plainComparison;
  const { settings, notes } = readCustomizationFile(
    'BOWLINE_COMPARISON_CUSTOMIZATIONS',
    file,
    readComparisonSettings,
  );
  for (const { where, message } of notes)
    log.warn({ file, where, message }, 'a compare option has no effect');
  return settings;
}
