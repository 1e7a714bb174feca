import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { Client } from 'pg';

/** First line of a backup. */
export type BackupHeader = { format: 1; createdAt: string; migrations: string[]; tables: string[] };

const magic = Buffer.from('BOWLINE-BACKUP-1\n');
const saltBytes = 16;
const ivBytes = 12;
const tagBytes = 16;
const batch = 200;

/** What lives for moments only, or lets somebody in who signed in before: it is not carried over. */
const transient = ['session', 'login_attempt', 'outbox', 'lease', 'stream_topics', 'idempotency_key'];

/**
 * Writes every table, as of one moment, as JSON lines, compressed and encrypted under a key made of the master key. The
 * writer is ended. Returns the rows written by table.
 */
export async function writeBackup(
  url: string,
  options: { masterKey: Buffer; to: Writable; now: Date },
): Promise<Record<string, number>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const tables = await tablesInOrder(client);
    const header: BackupHeader = {
      format: 1,
      createdAt: options.now.toISOString(),
      migrations: await appliedMigrations(client),
      tables,
    };
    const lines = new PassThrough();
    const written = encryptTo(lines, options);
    // A failure to write is told by `written`, below.
    written.catch((error: Error) => lines.destroy(error));
    await writeLine(lines, JSON.stringify(header));
    const counts: Record<string, number> = {};
    for (const table of tables) counts[table] = await writeTable(client, table, lines);
    await writeLine(lines, JSON.stringify({ end: counts }));
    lines.end();
    await written;
    return counts;
  } finally {
    await client.end();
  }
}

async function writeTable(client: Client, table: string, lines: Writable): Promise<number> {
  await writeLine(lines, JSON.stringify({ table }));
  await client.query(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM "${table}" t`,
  );
  let count = 0;
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${batch} FROM rows`);
    if (rows.length === 0) break;
    count += rows.length;
    for (const { row } of rows) await writeLine(lines, row);
  }
  await client.query('CLOSE rows');
  return count;
}

async function writeLine(lines: Writable, text: string): Promise<void> {
  if (!lines.write(`${text}\n`)) await once(lines, 'drain');
}

async function encryptTo(
  lines: Readable,
  { masterKey, to }: { masterKey: Buffer; to: Writable },
): Promise<void> {
  const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)];
  const cipher = createCipheriv('aes-256-gcm', backupKey(masterKey, salt), iv);
  cipher.setAAD(magic);
  to.write(Buffer.concat([magic, salt, iv]));
  await pipeline(lines, createGzip(), cipher, to, { end: false });
  to.end(cipher.getAuthTag());
  await once(to, 'finish');
}

function backupKey(masterKey: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, salt, 'bowline backup', 32));
}

/** Reads what stands in front of the rows. Throws AppError backup_invalid. */
export async function readBackupHeader(file: string, masterKey: Buffer): Promise<BackupHeader> {
  for await (const line of backupLines(file, masterKey)) return parseHeader(line);
  throw damaged('it is empty');
}

/**
 * Fills a migrated, empty database from a backup, all of it or nothing: a backup that was cut off or changed is noticed at its
 * end, before anything is committed. Returns the rows by table.
 */
export async function restoreRows(
  url: string,
  options: { masterKey: Buffer; file: string },
): Promise<Record<string, number>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await refuseFilled(client);
    const counts = await insertAll(client, backupLines(options.file, options.masterKey));
    await resetSequences(client, Object.keys(counts));
    await client.query('COMMIT');
    return counts;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
}

async function insertAll(client: Client, lines: AsyncIterable<string>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let header: BackupHeader | undefined;
  let table = '';
  let rows: string[] = [];
  let isWhole = false;
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return;
    await client.query(
      `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`,
      [`[${rows.join(',')}]`],
    );
    counts[table] = (counts[table] ?? 0) + rows.length;
    rows = [];
  };
  for await (const line of lines) {
    if (header === undefined) {
      header = parseHeader(line);
      // Triggers would chain the audit trail anew; it comes back as it was.
      for (const name of header.tables) await client.query(`ALTER TABLE ${known(name)} DISABLE TRIGGER USER`);
    } else if (line.startsWith('{"table":')) {
      await flush();
      table = (JSON.parse(line) as { table: string }).table;
      if (!header.tables.includes(table)) throw damaged(`it holds rows of "${table}"`);
      counts[table] = 0;
    } else if (line.startsWith('{"end":')) {
      await flush();
      isWhole = true;
    } else {
      rows.push(line);
      if (rows.length >= batch) await flush();
    }
  }
  if (header === undefined || !isWhole) throw damaged('it ends early');
  for (const name of header.tables) await client.query(`ALTER TABLE ${known(name)} ENABLE TRIGGER USER`);
  return counts;
}

function known(table: string): string {
  if (!/^[a-z_]{1,63}$/.test(table)) throw damaged('it names a table that cannot be');
  return `"${table}"`;
}

async function refuseFilled(client: Client): Promise<void> {
  const { rows } = await client.query<{ filled: boolean }>(
    'SELECT EXISTS (SELECT FROM "user") OR EXISTS (SELECT FROM "wrapped_key") AS filled',
  );
  if (rows[0]?.filled !== true) return;
  throw new AppError({
    code: 'conflict',
    status: 409,
    message: 'The database is not empty: a backup is restored into an empty one only.',
    hint: 'Name another database in DATABASE_URL, or drop this one. With npm start: stop it and move the folder postgres of its data away.',
  });
}

/** New rows take numbers beyond those that came back. */
async function resetSequences(client: Client, tables: string[]): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT table_name AS table, column_name AS column, pg_get_serial_sequence(format('%I', table_name), column_name) AS sequence
     FROM information_schema.columns WHERE table_schema = 'public' AND column_default LIKE 'nextval(%'`,
  );
  for (const { table, column, sequence } of rows.filter((row) => tables.includes(row.table))) {
    await client.query(
      `SELECT setval($1::regclass, m) FROM (SELECT max("${column}") AS m FROM "${table}") q WHERE m IS NOT NULL`,
      [sequence],
    );
  }
}

/** Parents before children, by foreign keys. */
async function tablesInOrder(client: Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname",
  );
  const { rows: keys } = await client.query<{ child: string; parent: string }>(
    `SELECT c.relname AS child, p.relname AS parent FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f'`,
  );
  const left = tables
    .map(({ name }) => name)
    .filter((name) => name !== '_prisma_migrations' && !transient.includes(name));
  const order: string[] = [];
  while (left.length > 0) {
    const next = left.findIndex((name) =>
      keys.every(({ child, parent }) => child !== name || parent === name || !left.includes(parent)),
    );
    order.push(...left.splice(Math.max(next, 0), 1));
  }
  return order;
}

async function appliedMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL ORDER BY migration_name',
  );
  return rows.map(({ name }) => name);
}

/** Lines of a backup. The last one comes only when the whole file is what was written. */
async function* backupLines(file: string, masterKey: Buffer): AsyncGenerator<string> {
  const handle = await open(file, 'r');
  const start = magic.length + saltBytes + ivBytes;
  let end: number;
  const head = Buffer.alloc(start);
  const tag = Buffer.alloc(tagBytes);
  try {
    end = (await handle.stat()).size - tagBytes;
    if (end <= start) throw damaged('it is too short');
    await handle.read(head, 0, start, 0);
    await handle.read(tag, 0, tagBytes, end);
  } finally {
    await handle.close();
  }
  if (!head.subarray(0, magic.length).equals(magic)) throw damaged('it is no backup of Bowline');
  const key = backupKey(masterKey, head.subarray(magic.length, magic.length + saltBytes));
  const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(magic.length + saltBytes));
  decipher.setAAD(magic);
  decipher.setAuthTag(tag);
  const lines = new PassThrough();
  const reading = pipeline(createReadStream(file, { start, end: end - 1 }), decipher, createGunzip(), lines);
  reading.catch((error: Error) => lines.destroy(error));
  try {
    // readline swallows errors of its input, so the end is told by `reading`.
    let held: string | undefined;
    for await (const line of createInterface({ input: lines, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (held !== undefined) yield held;
      held = line;
    }
    await reading;
    if (held !== undefined) yield held;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw damaged('it is damaged, or was written with another master key', error);
  } finally {
    lines.destroy();
  }
}

function parseHeader(line: string): BackupHeader {
  const header = JSON.parse(line) as BackupHeader;
  if (header.format !== 1)
    throw damaged(`its format ${String(header.format)} is newer than this version of Bowline`);
  return header;
}

function damaged(why: string, cause?: unknown): AppError {
  return new AppError({
    code: 'invalid_request',
    status: 400,
    message: `The backup cannot be read: ${why}.`,
    hint: 'Use the master key (BOWLINE_MASTER_KEY or its file) that the backup was made with.',
    cause,
  });
}
