import { readFileSync } from 'node:fs';
import { parseYaml } from '@bowline/sync-engine/adapters/render/yaml';
import {
  type ComparisonSettings,
  plainComparison,
  readComparisonSettings,
} from '@bowline/sync-engine/core/diff/comparison-settings';
import type { DeletionBudget } from '@bowline/sync-engine/core/model';
import { type Config, ConfigError } from './config.ts';
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
  const { settings, problems, notes } = readComparisonSettings(readMapping(file), parseOne);
  if (problems.length > 0) {
    const lines = problems.map(({ where, message }) => `  ${where}: ${message}`);
    throw new ConfigError(`BOWLINE_COMPARISON_CUSTOMIZATIONS: ${file} is wrong:\n${lines.join('\n')}`);
  }
  for (const { where, message } of notes)
    log.warn({ file, where, message }, 'a compare option has no effect');
  return settings;
}

function readMapping(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseOne(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError(`BOWLINE_COMPARISON_CUSTOMIZATIONS: ${file} cannot be read as YAML.`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ConfigError(`BOWLINE_COMPARISON_CUSTOMIZATIONS: ${file} must hold a mapping.`);
  return value as Record<string, unknown>;
}

function parseOne(text: string): unknown {
  return parseYaml(text, { duplicateKeys: 'last-wins' })[0] ?? null;
}
