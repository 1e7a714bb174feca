import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { type Database, openDatabase } from './database.ts';
import { leaseStore } from './lease.ts';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const test = await createTestDatabase();
  db = await openDatabase(test.url, { masterKey: randomBytes(32) });
  drop = async () => {
    await db.close();
    await test.drop();
  };
});
afterAll(() => drop());

const ttlMs = 600_000;

describe('a lease', () => {
  it('is kept by its holder, under one epoch, and by nobody else', async () => {
    const leases = leaseStore(db);
    expect(await leases.acquire('cluster:a', { holder: 'one', ttlMs })).toMatchObject({ epoch: 1 });
    expect(await leases.acquire('cluster:a', { holder: 'one', ttlMs })).toMatchObject({ epoch: 1 });
    expect(await leases.acquire('cluster:a', { holder: 'two', ttlMs })).toBeNull();
    await leases.release('cluster:a', 'one');
    expect(await leases.acquire('cluster:a', { holder: 'two', ttlMs })).toMatchObject({ epoch: 2 });
  });

  it('of a holder that has certainly ended is taken at once, by one of all who ask, under a new epoch', async () => {
    const leases = leaseStore(db);
    await leases.acquire('cluster:b', { holder: 'killed', ttlMs });
    const hasEnded = (holder: string): boolean => holder === 'killed';
    const taken = await Promise.all(
      ['two', 'three', 'four'].map((holder) => leases.acquire('cluster:b', { holder, ttlMs, hasEnded })),
    );
    expect(taken.filter((lease) => lease !== null)).toEqual([
      expect.objectContaining({ name: 'cluster:b', epoch: 2 }),
    ]);
    expect(await leases.acquire('cluster:b', { holder: 'five', ttlMs, hasEnded })).toBeNull();
  });
});
