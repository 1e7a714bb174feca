import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export type SourceFile = { path: string; text: string };

/** Every text file that git tracks or would track, read. */
export function loadSourceFiles(): SourceFile[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 }).split('\0');
  return [...new Set(paths)]
    .filter((path) => path && existsSync(join(root, path)) && !/\.(png|woff2|ico|bundle|tgz)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Whether a file holds code of ours. */
export function isCode(path: string): boolean {
  return (
    /\.(ts|tsx|mjs)$/.test(path) && !/(^|\/)(generated|testdata)\//.test(path) && !path.endsWith('.d.ts')
  );
}

/** Whether a file is a test or serves tests only: the directions do not bind it. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|\.bench\.ts$|(^|\/)(testing|conformance|fixtures)\/|(^|\/)test-[\w-]+\.ts$/.test(
    path,
  );
}
