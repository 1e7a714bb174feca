import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CommitInput, toFastImport } from './fast-import.ts';
import { runGit } from './git.ts';

export type RepositorySeed =
  | { files: CommitInput['files']; message?: string; timestamp?: number }
  | { bundle: string }
  | { empty: true };

const serverConfig = {
  'uploadpack.allowFilter': 'true',
  'uploadpack.allowAnySHA1InWant': 'true',
  'gc.auto': '0',
  'core.logAllRefUpdates': 'false',
};

/** Creates the bare repository `<root>/<name>.git`; rejects when the name is taken. */
export async function createBareRepository(
  root: string,
  name: string,
  seed: RepositorySeed,
): Promise<string> {
  const dir = join(root, `${name}.git`);
  if (existsSync(dir)) throw new Error(`The repository ${name} exists already.`);
  if ('bundle' in seed) await runGit(root, ['clone', '--quiet', '--mirror', seed.bundle, dir]);
  else await runGit(root, ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  for (const [key, value] of Object.entries(serverConfig)) await runGit(dir, ['config', key, value]);
  if ('files' in seed) await writeCommit(dir, seed);
  return dir;
}

/** Adds a commit to a bare repository without a checkout; the refs before and after, and the commit's id. */
export async function writeCommit(
  dir: string,
  input: CommitInput,
): Promise<{ ref: string; before: string; after: string }> {
  const branch = input.branch ?? (await runGit(dir, ['symbolic-ref', '--short', 'HEAD']));
  const ref = `refs/heads/${branch}`;
  const refs = await listRefs(dir);
  const parent = refs.get(ref) ?? refs.get(await runGit(dir, ['symbolic-ref', 'HEAD']));
  const timestamp = input.timestamp ?? Math.floor(Date.now() / 1000);
  const stream = toFastImport({ ...input, branch, timestamp }, parent);
  await runGit(dir, ['fast-import', '--quiet', '--done', '--date-format=raw'], stream);
  const after = await runGit(dir, ['rev-parse', ref]);
  return { ref, before: refs.get(ref) ?? '0'.repeat(40), after };
}

/** Every ref of a repository and the object it names. */
export async function listRefs(dir: string): Promise<Map<string, string>> {
  const lines = (await runGit(dir, ['for-each-ref', '--format=%(refname) %(objectname)']))
    .split('\n')
    .filter(Boolean);
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}
