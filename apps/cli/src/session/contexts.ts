import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliFailure } from '../failure.ts';

/** How requests prove who sends them: a session opened by `login`, or an API token. */
export type StoredCredential =
  | { kind: 'token'; token: string }
  | { kind: 'session'; cookie: string; id: string; expiresAt: string };

/** One installation that this person signs in to. */
export type StoredContext = { url: string; user: string; project?: string; credential: StoredCredential };

export type ContextFile = { current: string; contexts: Record<string, StoredContext> };

type Env = Record<string, string | undefined>;

/** `$BOWLINE_CLI_CONFIG`, else `bowline/config.json` in the XDG configuration folder. */
export function contextFilePath(env: Env): string {
  if (env.BOWLINE_CLI_CONFIG) return env.BOWLINE_CLI_CONFIG;
  const base = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config');
  return join(base, 'bowline', 'config.json');
}

/** The stored contexts; none when there is no file. */
export function loadContexts(env: Env): ContextFile {
  const path = contextFilePath(env);
  if (!existsSync(path)) return { current: '', contexts: {} };
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<ContextFile>;
    return { current: file.current ?? '', contexts: file.contexts ?? {} };
  } catch (cause) {
    throw new CliFailure(`${path} cannot be read.`, { hint: 'Remove it and run `bowline login`.', cause });
  }
}

/** Writes the contexts, readable by this user alone; half a file is never seen. */
export function saveContexts(env: Env, file: ContextFile): string {
  const path = contextFilePath(env);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
  return path;
}
