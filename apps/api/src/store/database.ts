import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client.ts';
import { type Keyring, loadKeyring } from './keyring.ts';
import { type Told, tell } from './told.ts';
import { transactionLimits } from './transaction-limits.ts';

/** What every store is made from: a connection or a transaction, and the keys. Opaque outside the store. */
export type Db = {
  readonly prisma: Prisma.TransactionClient;
  readonly keyring: Keyring;
  /** What a transaction tells others and the trail, written once in front of its commit; absent outside of one. */
  readonly told?: Told;
};

/** The pool. `transaction` gives `fn` a Db whose writes commit together; it rolls back when `fn` throws. */
export type Database = Db & {
  readonly url: string;
  transaction<T>(fn: (tx: Db) => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Database clock. */
  now(): Promise<Date>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** 32 bytes that wrap the keys stored in the database. */
  masterKey: Buffer;
  poolMax?: number;
};

/** Connects to a migrated database and opens its keys, creating them at the first start. */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const prisma = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: options.poolMax ?? 10,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    }),
    transactionOptions: transactionLimits,
  });
  try {
    const keyring = await loadKeyring(prisma, options.masterKey);
    return toDatabase(url, prisma, keyring);
  } catch (error) {
    await prisma.$disconnect();
    throw error;
  }
}

function toDatabase(url: string, prisma: PrismaClient, keyring: Keyring): Database {
  return {
    url,
    prisma,
    keyring,
    transaction: (fn) =>
      prisma.$transaction(async (tx) => {
        const told: Told = { events: [], wakeUps: [], audit: [] };
        const result = await fn({ prisma: tx, keyring, told });
        await tell(tx, told);
        return result;
      }),
    async ping() {
      await prisma.$queryRaw`SELECT 1`;
    },
    async now() {
      const rows = await prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
      return rows[0]?.now ?? new Date(Number.NaN);
    },
    close: () => prisma.$disconnect(),
  };
}
