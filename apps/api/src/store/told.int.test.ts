import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { auditStore } from './audit.ts';
import { type Database, openDatabase } from './database.ts';
import { outboxStore } from './outbox.ts';
import { wake } from './wake.ts';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  database = await openDatabase(created.url, { masterKey: Buffer.alloc(32, 7) });
});
afterAll(async () => {
  await database.close();
  await drop();
});

const event = (topic: string) => ({ topic, type: 'patch' as const, project: null, data: { topic } });
const audited = (message: string) => ({
  actor: { kind: 'user' as const, name: 'kim' },
  action: 'test.tell',
  object: { kind: 'Application', project: 'default', name: 'shop' },
  outcome: 'succeeded' as const,
  message,
});

// Entries are told in order, so a transaction of any other database of this server holds them back: polled for.
describe('what a transaction tells', () => {
  it('is written when it commits, in order, equal events once', async () => {
    const start = await outboxStore(database).end();
    await database.transaction(async (tx) => {
      await outboxStore(tx).append([event('a'), event('b')]);
      await auditStore(tx).append(audited('one'));
      await outboxStore(tx).append([event('a'), event('c')]);
      await auditStore(tx).append(audited('two'));
      await wake(tx, { kind: 'cluster', name: 'here' });
      expect(await tx.prisma.outbox.count({ where: { topic: { in: ['a', 'b', 'c'] } } })).toBe(0);
    });
    await expect
      .poll(async () => (await outboxStore(database).after(start, 10)).map(({ topic }) => topic))
      .toEqual(['b', 'a', 'c']);
    const { items } = await auditStore(database).list({ action: 'test.tell', limit: 10 });
    expect(items.map(({ message }) => message)).toEqual(['two', 'one']);
    expect(await auditStore(database).firstBroken()).toBeNull();
  });

  it('is lost with it', async () => {
    const start = await outboxStore(database).end();
    const failed = database.transaction(async (tx) => {
      await outboxStore(tx).append([event('never')]);
      await auditStore(tx).append(audited('never'));
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await outboxStore(database).append([event('later')]);
    await expect
      .poll(async () => (await outboxStore(database).after(start, 10)).map(({ topic }) => topic))
      .toEqual(['later']);
    expect((await auditStore(database).list({ action: 'test.tell', limit: 10 })).total).toBe(2);
  });
});
