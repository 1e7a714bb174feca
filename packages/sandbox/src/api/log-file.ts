import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from './object.ts';
import type { Change, Store } from './store.ts';

interface Line {
  /** Revision after this line. */
  v: number;
  /** `group/plural`; absent on the first line, which only carries the revision. */
  r?: string;
  k?: string;
  /** The new state; absent for a removal. */
  o?: KubeObject;
}

const FILE = 'store.jsonl';
const REWRITE_BYTES_MIN = 64 * 1024 * 1024;

/**
 * Keeps the store in an append-only file of JSON lines, rewritten at start and when it has grown fourfold.
 * Written without fsync: a killed process loses at most the current turn of the event loop, a torn last line is dropped.
 */
export class LogFile {
  readonly #path: string;
  readonly #store: Store;
  readonly #unsubscribe: () => void;
  #fd: number;
  #pending: string[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #bytes = 0;
  #bytesAtRewrite = 0;

  /** Restores the store from the folder (made when missing) and follows it from then on. */
  constructor(dir: string, store: Store) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#path = join(dir, FILE);
    this.#store = store;
    restore(this.#path, store);
    this.#fd = this.#rewrite();
    this.#unsubscribe = store.subscribe(undefined, (change) => this.#append(change));
  }

  /** Writes what is pending and closes the file. */
  stop(): void {
    this.#unsubscribe();
    clearImmediate(this.#scheduled);
    this.#flush();
    closeSync(this.#fd);
  }

  #append(change: Change): void {
    const { revision: v, resource: r, key: k, stored } = change;
    this.#pending.push(
      JSON.stringify({ v, r, k, ...(change.type === 'DELETED' ? {} : { o: stored.object }) }),
    );
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.#flush();
      if (this.#bytes > Math.max(REWRITE_BYTES_MIN, 4 * this.#bytesAtRewrite)) {
        closeSync(this.#fd);
        this.#fd = this.#rewrite();
      }
    });
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#bytes += writeLines(this.#fd, this.#pending);
    this.#pending = [];
  }

  /** Writes the whole store to a new file that replaces the old one in a single step; returns it open. */
  #rewrite(): number {
    const next = `${this.#path}.next`;
    const fd = openSync(next, 'w', 0o600);
    let bytes = writeLines(fd, [JSON.stringify({ v: this.#store.revision })]);
    for (const resource of this.#store.resources()) {
      const lines = this.#store.list(resource).map(({ object }) => {
        const { namespace, name, resourceVersion } = object.metadata;
        return JSON.stringify({
          v: Number(resourceVersion),
          r: resource,
          k: `${namespace ?? ''}/${name}`,
          o: object,
        });
      });
      bytes += writeLines(fd, lines);
    }
    renameSync(next, this.#path);
    this.#bytes = bytes;
    this.#bytesAtRewrite = bytes;
    return fd;
  }
}

function writeLines(fd: number, lines: string[]): number {
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  let at = 0;
  while (at < bytes.length) at += writeSync(fd, bytes, at);
  return bytes.length;
}

function restore(path: string, store: Store): void {
  if (!existsSync(path)) return;
  const objects = new Map<string, { resource: string; key: string; object: KubeObject }>();
  let revision = 1;
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const text of lines.slice(0, -1)) {
    const line = JSON.parse(text) as Line;
    revision = Math.max(revision, line.v);
    if (line.r === undefined || line.k === undefined) continue;
    const id = `${line.r} ${line.k}`;
    if (line.o) objects.set(id, { resource: line.r, key: line.k, object: line.o });
    else objects.delete(id);
  }
  store.restore(revision, objects.values());
}
