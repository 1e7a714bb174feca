import { createHmac, randomBytes } from 'node:crypto';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { HashKey } from '@bowline/sync-engine/core/secrets';
import { masterKeyId, seal, unseal } from './envelope.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';

/**
 * The opened keys. Data keys are versioned: new values take the newest, old ones name theirs. The hash key masks Secret
 * values in digests and diffs; rotation never changes it, or every stored digest would lose its meaning.
 */
export type Keyring = {
  readonly hashKey: HashKey;
  /** Seals under the newest data key; `context` binds the value to its place, e.g. `repository:<id>`. */
  encrypt(plaintext: Uint8Array, context: string): Buffer;
  decrypt(sealed: Uint8Array, context: string): Buffer;
  /** Version of the data key a sealed value was written with. */
  versionOf(sealed: Uint8Array): number;
  /** Keyed hash naming a blob by its content, hex. */
  blobId(content: Uint8Array): string;
};

type Purpose = 'data' | 'hash' | 'blob';
type OpenKey = { purpose: Purpose; version: number; key: Buffer };
const keyBytes = 32;
const keyringLock = 72707371;

/** Opens the stored keys with the master key; creates them in an empty database (one replica does, the others wait). */
export async function loadKeyring(prisma: PrismaClient, masterKey: Buffer): Promise<Keyring> {
  if (masterKey.length !== keyBytes) throw wrongMasterKey(`master key has ${masterKey.length} bytes`);
  const keys = await prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${keyringLock})::text`;
    const stored = await openAll(tx, masterKey);
    return stored.length > 0 ? stored : createAll(tx, masterKey);
  });
  return toKeyring(keys);
}

/** Wraps every key with `next` in one transaction, and adds a new data key that later writes take. */
export async function rotateMasterKey(
  prisma: PrismaClient,
  keys: { current: Buffer; next: Buffer },
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${keyringLock})::text`;
    const open = await openAll(tx, keys.current);
    const newest = Math.max(...open.filter((key) => key.purpose === 'data').map((key) => key.version));
    await tx.wrappedKey.deleteMany({});
    const next: OpenKey = { purpose: 'data', version: newest + 1, key: randomBytes(keyBytes) };
    await save(tx, [...open, next], keys.next);
  });
}

/** Whether the stored keys are wrapped with this master key. */
export async function isWrappedWith(prisma: PrismaClient, masterKey: Buffer): Promise<boolean> {
  return (await prisma.wrappedKey.count({ where: { masterKeyId: masterKeyId(masterKey) } })) > 0;
}

async function openAll(tx: Prisma.TransactionClient, masterKey: Buffer): Promise<OpenKey[]> {
  const rows = await tx.wrappedKey.findMany({ orderBy: [{ purpose: 'asc' }, { version: 'asc' }] });
  return rows.map((row) => {
    if (row.masterKeyId !== masterKeyId(masterKey)) throw wrongMasterKey(`wants ${row.masterKeyId}`);
    const purpose = row.purpose as Purpose; // written by save() only
    return { purpose, version: row.version, key: unseal(masterKey, row.wrapped, contextOf(row)) };
  });
}

async function createAll(tx: Prisma.TransactionClient, masterKey: Buffer): Promise<OpenKey[]> {
  const purposes: Purpose[] = ['data', 'hash', 'blob'];
  const keys = purposes.map((purpose) => ({ purpose, version: 1, key: randomBytes(keyBytes) }));
  await save(tx, keys, masterKey);
  return keys;
}

async function save(tx: Prisma.TransactionClient, keys: OpenKey[], masterKey: Buffer): Promise<void> {
  await tx.wrappedKey.createMany({
    data: keys.map((key) => ({
      purpose: key.purpose,
      version: key.version,
      wrapped: new Uint8Array(seal(masterKey, key.key, contextOf(key))),
      masterKeyId: masterKeyId(masterKey),
    })),
  });
}

function contextOf(key: { purpose: string; version: number }): string {
  return `key:${key.purpose}:${key.version}`;
}

function toKeyring(keys: OpenKey[]): Keyring {
  const data = new Map(keys.filter((key) => key.purpose === 'data').map((key) => [key.version, key.key]));
  const newest = Math.max(...data.keys());
  const hash = newestOf(keys, 'hash');
  const blob = newestOf(keys, 'blob');
  const dataKey = (version: number): Buffer => {
    const key = data.get(version);
    if (!key) throw wrongMasterKey(`data key ${version} is unknown`);
    return key;
  };
  const versionOf = (sealed: Uint8Array): number => Buffer.from(sealed).readUInt32BE(0);
  return {
    hashKey: { version: hash.version, key: hash.key },
    versionOf,
    encrypt(plaintext, context) {
      const header = Buffer.alloc(4);
      header.writeUInt32BE(newest);
      return Buffer.concat([header, seal(dataKey(newest), plaintext, context)]);
    },
    decrypt: (sealed, context) => unseal(dataKey(versionOf(sealed)), sealed.subarray(4), context),
    blobId: (content) => createHmac('sha256', blob.key).update(content).digest('hex'),
  };
}

function newestOf(keys: OpenKey[], purpose: Purpose): OpenKey {
  const key = keys.filter((candidate) => candidate.purpose === purpose).at(-1);
  if (!key) throw wrongMasterKey(`no ${purpose} key`);
  return key;
}

function wrongMasterKey(detail: string): AppError {
  return new AppError({
    code: 'unavailable',
    status: 503,
    message: 'The master key does not open the keys in this database.',
    hint: 'Start with the master key (file or BOWLINE_MASTER_KEY) that this database was written with.',
    detail,
  });
}
