import { readFileSync } from 'node:fs';
import { parseYaml } from '@bowline/sync-engine/adapters/render/yaml';
import { ConfigError } from './config.ts';

type Problem = { where: string; message: string };

/**
 * What `read` makes of the YAML mapping in the file that `setting`, an environment variable, names. Argo CD's `argocd-cm` holds
 * YAML in strings, for which `read` gets the parser. Throws ConfigError naming every wrong entry.
 */
export function readCustomizationFile<T extends { problems: Problem[] }>(
  setting: string,
  file: string,
  read: (mapping: Record<string, unknown>, parse: (text: string) => unknown) => T,
): T {
  const result = read(readMapping(setting, file), parseOne);
  if (result.problems.length === 0) return result;
  const lines = result.problems.map(
    ({ where, message }) => `  ${where === '' ? '' : `${where}: `}${message}`,
  );
  throw new ConfigError(`${setting}: ${file} is wrong:\n${lines.join('\n')}`);
}

function readMapping(setting: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseOne(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError(`${setting}: ${file} cannot be read as YAML.`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ConfigError(`${setting}: ${file} must hold a mapping.`);
  return value as Record<string, unknown>;
}

function parseOne(text: string): unknown {
  return parseYaml(text, { duplicateKeys: 'last-wins' })[0] ?? null;
}
