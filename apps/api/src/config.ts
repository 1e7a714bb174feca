import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { load } from 'js-yaml';
import type { z } from 'zod';
import { configSchema } from './config-fields.ts';

/** The settings of this process; frozen. */
export type Config = Readonly<z.output<typeof configSchema>>;
type Environment = Record<string, string | undefined>;

/** A setting is wrong or missing; the message names each with what is expected. */
export class ConfigError extends Error {}

/**
 * Settings from the environment, else from the YAML file that BOWLINE_CONFIG names, else their defaults. Throws ConfigError
 * naming every wrong setting at once, and unknown keys of the file.
 */
export function loadConfig(env: Environment = process.env): Config {
  const file = env.BOWLINE_CONFIG ? readFile(env.BOWLINE_CONFIG) : {};
  const given: Record<string, unknown> = { ...file };
  for (const { key, env: name } of settings()) {
    const value = env[name];
    if (value !== undefined && value !== '') given[key] = value;
  }
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) throw new ConfigError(describe(parsed.error));
  return Object.freeze({ ...parsed.data, dataDir: resolve(parsed.data.dataDir) });
}

export type SettingInfo = {
  key: string;
  env: string;
  about: string;
  isSecret: boolean;
  default: unknown;
  isRequired: boolean;
};

/** Every setting with its environment variable, for the reference. */
export function settings(): SettingInfo[] {
  return Object.entries(configSchema.shape).map(([key, schema]) => {
    const meta = metaOf(schema);
    const fallback = (schema as z.ZodType).safeParse(undefined);
    return {
      key,
      env: String(meta.env),
      about: String(meta.about),
      isSecret: meta.isSecret === true,
      default: fallback.success ? fallback.data : undefined,
      isRequired: !fallback.success,
    };
  });
}

function metaOf(schema: z.ZodType): Record<string, unknown> {
  return schema.meta() ?? {};
}

function readFile(path: string): Record<string, unknown> {
  const file = isAbsolute(path) ? path : resolve(path);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`BOWLINE_CONFIG: ${file} cannot be read.`, { cause });
  }
  const value = load(text) ?? {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ConfigError(`${file} must hold a mapping.`);
  return value as Record<string, unknown>;
}

// The value itself is never shown: it may be a secret in the wrong place.
function describe(error: z.ZodError): string {
  const names = new Map(settings().map((setting) => [setting.key, setting.env]));
  const lines = error.issues.map((issue) => {
    const key = String(issue.path[0] ?? '');
    const name = names.get(key);
    return `  ${name ? `${name} (${key})` : key || 'configuration'}: ${issue.message}`;
  });
  return `The configuration is wrong:\n${lines.join('\n')}`;
}
