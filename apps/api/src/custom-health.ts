import { readFileSync } from 'node:fs';
import { CustomHealth } from '@bowline/sync-engine/adapters/lua/custom-health';
import { parseYaml } from '@bowline/sync-engine/adapters/render/yaml';
import { readCustomizations } from '@bowline/sync-engine/core/health/customizations';
import { type Config, ConfigError } from './config.ts';

/** The health customisations of the configured file; undefined without one. Throws ConfigError naming every wrong entry. */
export function openCustomHealth(config: Pick<Config, 'healthCustomizations'>): CustomHealth | undefined {
  const file = config.healthCustomizations;
  if (file === '') return undefined;
  const { customizations, problems } = readCustomizations(readMapping(file), parseOne);
  if (problems.length > 0) {
    const lines = problems.map(({ where, message }) => `  ${where === '' ? '' : `${where}: `}${message}`);
    throw new ConfigError(`BOWLINE_HEALTH_CUSTOMIZATIONS: ${file} is wrong:\n${lines.join('\n')}`);
  }
  return new CustomHealth(customizations);
}

function readMapping(file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseOne(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError(`BOWLINE_HEALTH_CUSTOMIZATIONS: ${file} cannot be read as YAML.`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ConfigError(`BOWLINE_HEALTH_CUSTOMIZATIONS: ${file} must hold a mapping.`);
  return value as Record<string, unknown>;
}

function parseOne(text: string): unknown {
  return parseYaml(text, { duplicateKeys: 'last-wins' })[0] ?? null;
}
