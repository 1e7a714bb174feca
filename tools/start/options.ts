import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { help } from './help.mjs';

export type StartOptions = {
  root: string;
  /** Where everything of this installation lives. */
  dataDir: string;
  isDev: boolean;
  hasDemo: boolean;
  /** Port of the printed URL when the user insists on one. */
  port?: number;
  /** A PostgreSQL of the user's own; else the bundled one. */
  databaseUrl?: string;
};

/** Reads the command line and environment; throws one sentence about a wrong one. */
export function readOptions(root: string, args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parse(args);
  const port = values.port ?? env.BOWLINE_PORT;
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error(`The port ${port} is not a number.`);
  return {
    root,
    dataDir: resolve(root, env.BOWLINE_DATA || join(root, '.bowline')),
    isDev: values.dev ?? false,
    hasDemo: !(values['no-demo'] ?? false),
    port: port === undefined ? undefined : Number(port),
    databaseUrl: env.DATABASE_URL || undefined,
  };
}

function parse(args: string[]) {
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      options: { 'no-demo': flag, dev: flag, port: { type: 'string' } },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${help}`, { cause: error });
  }
}
