import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChartPackage } from '../../../ports/charts.ts';

const heldBytesMax = 128 * 1024 * 1024;
const ageMsMax = 30 * 24 * 3600_000;

/**
 * Packages by who may read them and which version they are: a version never changes, so what was fetched once is there while
 * its repository is not. In memory, and with a `dir` in files that survive a restart.
 */
export class PackageStore {
  private readonly dir: string | undefined;
  private readonly held = new Map<string, ChartPackage>();

  constructor(dir: string | undefined) {
    this.dir = dir;
  }

  /** `onDisk`: a name without secrets, or absent when nothing may be kept in files. */
  async get(key: string, onDisk: string | undefined): Promise<ChartPackage | undefined> {
    const known = this.held.get(key);
    if (known !== undefined) {
      this.held.delete(key);
      this.held.set(key, known);
      return known;
    }
    const file = this.fileOf(onDisk);
    if (file === undefined) return undefined;
    const found = await readPackage(file);
    if (found === undefined) return undefined;
    this.hold(key, found);
    const now = new Date();
    await utimes(`${file}.tgz`, now, now).catch(() => {});
    return found;
  }

  async put(key: string, onDisk: string | undefined, value: ChartPackage): Promise<void> {
    this.hold(key, value);
    const file = this.fileOf(onDisk);
    // A disk that is full costs the file, not the render.
    if (file !== undefined) await writePackage(file, value).catch(() => {});
  }

  /** Removes files that were not used for a month. */
  async sweep(nowMs: number): Promise<void> {
    if (this.dir === undefined) return;
    for (const name of await readdir(this.dir).catch(() => [])) {
      if (!name.endsWith('.tgz')) continue;
      const file = join(this.dir, name);
      const found = await stat(file).catch(() => undefined);
      if (found === undefined || nowMs - found.mtimeMs <= ageMsMax) continue;
      await rm(file.replace(/\.tgz$/, '.json'), { force: true });
      await rm(file, { force: true });
    }
  }

  private fileOf(onDisk: string | undefined): string | undefined {
    if (this.dir === undefined || onDisk === undefined) return undefined;
    return join(this.dir, createHash('sha256').update(onDisk).digest('hex'));
  }

  private hold(key: string, value: ChartPackage): void {
    this.held.set(key, value);
    let bytes = [...this.held.values()].reduce((sum, one) => sum + one.archive.length, 0);
    for (const [oldest, one] of this.held) {
      if (bytes <= heldBytesMax || oldest === key) break;
      this.held.delete(oldest);
      bytes -= one.archive.length;
    }
  }
}

async function writePackage(file: string, { archive, ...about }: ChartPackage): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  // The description comes last: a package without one does not count.
  for (const [name, content] of [
    [`${file}.tgz`, archive],
    [`${file}.json`, JSON.stringify(about)],
  ] as const) {
    await writeFile(`${name}.${process.pid}.tmp`, content, { mode: 0o600 });
    await rename(`${name}.${process.pid}.tmp`, name);
  }
}

async function readPackage(file: string): Promise<ChartPackage | undefined> {
  try {
    const about = JSON.parse(await readFile(`${file}.json`, 'utf8')) as Omit<ChartPackage, 'archive'>;
    const archive = await readFile(`${file}.tgz`);
    // A damaged file is fetched again.
    const isWhole = createHash('sha256').update(archive).digest('hex') === about.digest;
    return isWhole ? { ...about, archive } : undefined;
  } catch {
    return undefined;
  }
}
