import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeObject } from '../../core/model.ts';
import { stableJson } from '../../core/schema/json.ts';
import type { Rendered } from './renderer.ts';

/** Raised whenever the same inputs would give another result, so that old entries are not found. */
const formatVersion = 1;
const memoryBytesMax = 128 * 1024 * 1024;
const ageMsMax = 14 * 24 * 3600_000;

/** `bytes`: length of the manifests as JSON. */
export type CachedRender = Rendered & { digest: string; bytes: number };

/**
 * Renders by everything that decides them (architecture.md, idea 4): in memory, and in files that survive a restart. A set
 * with a Secret stays in memory: its values are never written to disk in the clear (X76).
 */
export class RenderCache {
  private readonly dir: string;
  private readonly entries = new Map<string, { value: CachedRender; bytes: number }>();
  private bytes = 0;

  constructor(dir: string) {
    this.dir = join(dir, 'renders');
  }

  async get(key: string): Promise<CachedRender | undefined> {
    const held = this.entries.get(key);
    if (held !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, held);
      return held.value;
    }
    const text = await readFile(this.fileOf(key), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const value = parseEntry(text);
    if (value === undefined) return undefined;
    this.hold(key, value, text.length);
    const now = new Date();
    await utimes(this.fileOf(key), now, now).catch(() => {});
    return value;
  }

  /** Keeps a render and returns it with its digest. A disk that is full costs the file, not the render. */
  async put(key: string, rendered: Rendered): Promise<CachedRender> {
    const bytes = JSON.stringify(rendered.manifests).length;
    const value: CachedRender = { ...rendered, digest: digestOf(rendered.manifests), bytes };
    const text = JSON.stringify(value);
    this.hold(key, value, text.length);
    if (!rendered.manifests.some((manifest) => manifest.kind === 'Secret')) {
      await this.write(key, text).catch(() => {});
    }
    return value;
  }

  /** Removes files that were not used for two weeks. */
  async sweep(nowMs: number): Promise<void> {
    const folders = await readdir(this.dir).catch(() => []);
    for (const folder of folders) {
      for (const name of await readdir(join(this.dir, folder)).catch(() => [])) {
        const file = join(this.dir, folder, name);
        const found = await stat(file).catch(() => undefined);
        if (found !== undefined && nowMs - found.mtimeMs > ageMsMax) await rm(file, { force: true });
      }
    }
  }

  private hold(key: string, value: CachedRender, bytes: number): void {
    const old = this.entries.get(key);
    if (old !== undefined) this.bytes -= old.bytes;
    this.entries.delete(key);
    this.entries.set(key, { value, bytes });
    this.bytes += bytes;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= memoryBytesMax || oldest === key) break;
      this.entries.delete(oldest);
      this.bytes -= entry.bytes;
    }
  }

  private async write(key: string, text: string): Promise<void> {
    const file = this.fileOf(key);
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${process.pid}.tmp`;
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, file);
  }

  private fileOf(key: string): string {
    return join(this.dir, key.slice(0, 2), `${key}.json`);
  }
}

/** Key of a render: a hash over all that decides it. */
export function renderKey(parts: unknown): string {
  return createHash('sha256')
    .update(stableJson([formatVersion, parts]))
    .digest('hex');
}

/** Hex sha256 over manifests in order. */
export function digestOf(manifests: KubeObject[]): string {
  const hash = createHash('sha256');
  for (const manifest of manifests) hash.update(stableJson(manifest)).update('\n');
  return hash.digest('hex');
}

function parseEntry(text: string): CachedRender | undefined {
  try {
    const value = JSON.parse(text) as CachedRender;
    // A damaged or tampered file is rendered again: the digest has to fit the manifests.
    return Array.isArray(value.manifests) && value.digest === digestOf(value.manifests) ? value : undefined;
  } catch {
    return undefined;
  }
}
