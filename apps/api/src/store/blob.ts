import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzipSync } from 'node:zlib';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Db } from './database.ts';
import { sealContext } from './seal-context.ts';

const gunzipAsync = promisify(gunzip);
const gzip = (bytes: Buffer): Buffer => gzipSync(bytes, { level: 3 });
/** Compressed bytes up to which opening at once is quicker than handing over to another thread. */
const smallMax = 16_384;
const batchSize = 500;
const batchBytes = 16 * 1024 * 1024;
const readBatch = 1000;

/** JSON values by content: equal values are one row. Compressed, encrypted, named by keyed hash. */
export function blobStore(db: Db) {
  return {
    /** Saves values, each once; returns their ids in order. */
    async putAll(values: readonly unknown[]): Promise<string[]> {
      const contents = values.map((value) => Buffer.from(JSON.stringify(value)));
      const ids = contents.map((content) => db.keyring.blobId(content));
      const unique = new Map(ids.map((id, index) => [id, contents[index] as Buffer])); // same length
      const known = await touch(db, [...unique.keys()]);
      const fresh = [...unique].filter(([id]) => !known.has(id));
      for (const part of parts(fresh)) await insert(db, part);
      return ids;
    },

    /** Reads values in the order of `ids`; throws when one is gone or damaged. */
    async getAll<T>(ids: readonly string[]): Promise<T[]> {
      const unique = [...new Set(ids)];
      const values = new Map<string, T>();
      for (let start = 0; start < unique.length; start += readBatch) {
        const rows = await db.prisma.blob.findMany({
          where: { id: { in: unique.slice(start, start + readBatch) } },
          select: { id: true, bytes: true },
        });
        for (const row of rows) values.set(row.id, await open<T>(db, row));
      }
      return ids.map((id) => {
        if (!values.has(id)) throw damaged(id, 'missing');
        return values.get(id) as T; // checked above
      });
    },

    /** Deletes blobs nothing points at that were last saved before `before`. Returns how many. */
    async sweep(before: Date): Promise<number> {
      return db.prisma.$executeRaw`
        DELETE FROM "blob" b WHERE b."touched_at" < ${before}
          AND NOT EXISTS (SELECT 1 FROM "plan" p WHERE p."head_blob" = b."id")
          AND NOT EXISTS (SELECT 1 FROM "plan_item" i WHERE i."body_blob" = b."id")
          AND NOT EXISTS (SELECT 1 FROM "plan_item" i WHERE i."manifest_blob" = b."id")
          AND NOT EXISTS (SELECT 1 FROM "release_item" r WHERE r."masked_blob" = b."id")
          AND NOT EXISTS (SELECT 1 FROM "release_item" r WHERE r."manifest_blob" = b."id")`;
    },

    /** Re-encrypts up to `limit` blobs that an older data key sealed. Returns how many; 0 = done. */
    async reseal(limit: number): Promise<number> {
      const newest = db.keyring.versionOf(db.keyring.encrypt(new Uint8Array(0), 'version'));
      const rows = await db.prisma.blob.findMany({
        where: { keyVersion: { lt: newest } },
        take: limit,
        select: { id: true, bytes: true },
      });
      for (const row of rows) {
        const context = sealContext.blob(row.id);
        const bytes = db.keyring.encrypt(db.keyring.decrypt(row.bytes, context), context);
        await db.prisma.blob.update({
          where: { id: row.id },
          data: { bytes: new Uint8Array(bytes), keyVersion: newest },
        });
      }
      return rows.length;
    },
  };
}

// The sweep takes only rows untouched for a day, so a blob found here stays until this transaction points at it.
async function touch(db: Db, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.prisma.$queryRaw<{ id: string }[]>`
    WITH found AS (SELECT "id", "touched_at" FROM "blob" WHERE "id" = ANY(${ids})),
    touched AS (UPDATE "blob" SET "touched_at" = now()
      WHERE "id" IN (SELECT "id" FROM found WHERE "touched_at" < now() - interval '1 hour' ORDER BY "id"))
    SELECT "id" FROM found`;
  return new Set(rows.map((row) => row.id));
}

async function insert(db: Db, entries: [string, Buffer][]): Promise<void> {
  const rows = entries
    .map(([id, content]) => {
      const bytes = db.keyring.encrypt(gzip(content), sealContext.blob(id));
      return {
        id,
        bytes: Buffer.from(bytes).toString('base64'),
        keyVersion: db.keyring.versionOf(bytes),
        sizeBytes: content.length,
      };
    })
    // One order for all writers: two plans of equal content must not wait for each other crosswise.
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  // As one value: thousands of parameters cost more than the rows.
  await db.prisma.$executeRaw`
    INSERT INTO "blob" ("id", "bytes", "key_version", "size_bytes")
    SELECT v."id", decode(v."bytes", 'base64'), v."keyVersion", v."sizeBytes"
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS v("id" text, "bytes" text, "keyVersion" int, "sizeBytes" int)
    ON CONFLICT DO NOTHING`;
}

/** Entries in parts of at most so many, and of so many bytes unless a single one is larger. */
function* parts(entries: readonly [string, Buffer][]): Generator<[string, Buffer][]> {
  let part: [string, Buffer][] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (part.length === batchSize || (part.length > 0 && bytes + entry[1].length > batchBytes)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(entry);
    bytes += entry[1].length;
  }
  if (part.length > 0) yield part;
}

async function open<T>(db: Db, row: { id: string; bytes: Uint8Array }): Promise<T> {
  try {
    const bytes = db.keyring.decrypt(row.bytes, sealContext.blob(row.id));
    const content = bytes.length <= smallMax ? gunzipSync(bytes) : await gunzipAsync(bytes);
    return JSON.parse(content.toString('utf8')) as T;
  } catch (cause) {
    throw damaged(row.id, 'cannot be opened', cause);
  }
}

function damaged(id: string, detail: string, cause?: unknown): AppError {
  return new AppError({
    code: 'internal',
    status: 500,
    message: 'A stored snapshot is missing or damaged.',
    hint: 'Restore the database from a backup, or build a new plan.',
    detail: `blob ${id}: ${detail}`,
    cause,
  });
}
