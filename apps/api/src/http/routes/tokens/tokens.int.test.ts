import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userStore } from '../../../store/user.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';

let test: TestApp;
let admin: string;
let operator: string;

beforeAll(async () => {
  test = await startTestApp();
  admin = (await test.user('root', 'admin')).token;
  operator = (await test.user('kim', 'operator')).token;
  await test.project('shop');
});
afterAll(() => test.stop());

const create = (token: string, body: object) => test.send('createToken', { token, body });

describe('API tokens (X36)', () => {
  it('are shown once, stored as a hash, and found by their prefix', async () => {
    const made = await create(operator, { name: 'ci', role: 'operator', expiresInDays: 7 });
    expect(made.status).toBe(201);
    const secret = String(made.body.token);
    expect(secret).toMatch(/^bow_[\w-]{43}$/);
    expect(made.body).toMatchObject({ prefix: secret.slice(0, 8), owner: 'kim', isExpired: false });
    const listed = await test.send('listTokens', { token: operator });
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(JSON.stringify(await test.db.prisma.token.findMany())).not.toContain(secret);
    expect(
      JSON.stringify(await test.db.prisma.auditEvent.findMany(), (_, v) =>
        typeof v === 'bigint' ? String(v) : v,
      ),
    ).not.toContain(secret);
  });

  it('say when, whence and by what they were used last', async () => {
    const made = await create(operator, { name: 'used', role: 'viewer' });
    await test.send('getSession', { token: String(made.body.token), headers: { 'user-agent': 'curl/8' } });
    const listed = await test.send('listTokens', { token: operator });
    const found = (listed.body.items as { name: string }[]).find((token) => token.name === 'used');
    expect(found).toMatchObject({ lastUsedAt: expect.any(String), lastUsedAgent: 'curl/8' });
  });

  it('end at once when revoked, expired, or their owner is disabled', async () => {
    const made = await create(operator, { name: 'short', role: 'viewer' });
    const token = String(made.body.token);
    expect((await test.send('getSession', { token })).status).toBe(200);
    expect(
      (await test.send('deleteToken', { token: operator, params: { id: String(made.body.id) } })).status,
    ).toBe(200);
    expect((await test.send('getSession', { token })).status).toBe(401);

    const { user } = await test.user('lee', 'viewer');
    const expired = await test.token(user, { role: 'viewer', expiresAt: new Date(Date.now() - 1) });
    expect((await test.send('getSession', { token: expired })).status).toBe(401);
    const good = await test.token(user, { role: 'viewer' });
    expect((await test.send('getSession', { token: good })).status).toBe(200);
    const disabled = { token: admin, params: { name: 'lee' }, body: { disabled: true } };
    expect((await test.send('updateUser', disabled)).status).toBe(200);
    expect((await test.send('getSession', { token: good })).status).toBe(401);
  });

  it('of others are neither seen nor revoked without the right', async () => {
    const made = await create(admin, { name: 'roots', role: 'viewer' });
    const params = { id: String(made.body.id) };
    const listed = await test.send('listTokens', { token: operator });
    expect((listed.body.items as { owner: string }[]).every((token) => token.owner === 'kim')).toBe(true);
    expect((await test.send('deleteToken', { token: operator, params })).status).toBe(404);
    const all = await test.send('listTokens', { token: admin });
    expect(new Set((all.body.items as { owner: string }[]).map((token) => token.owner)).size).toBeGreaterThan(
      1,
    );
  });

  it('make no wider token', async () => {
    const kim = await userStore(test.db).find('kim');
    if (!kim) throw new Error('kim is there');
    const narrow = await test.token(kim, { permissions: ['applications:get'], project: 'shop' });
    expect((await create(narrow, { name: 'x', role: 'operator' })).status).toBe(403);
    expect((await create(narrow, { name: 'x', permissions: ['applications:get'] })).status).toBe(403);
    expect(
      (await create(narrow, { name: 'x', permissions: ['applications:*'], project: 'shop' })).status,
    ).toBe(403);
    expect(
      (await create(narrow, { name: 'x', permissions: ['applications:get'], project: 'shop' })).status,
    ).toBe(201);
  });

  it.each([
    [{ name: 'a' }, 400],
    [{ name: 'a', permissions: ['applications:.*'] }, 400],
    [{ name: 'a', role: 'viewer', expiresInDays: 1000 }, 400],
    [{ name: 'a', role: 'viewer', project: 'nowhere' }, 404],
  ])('refuse %j', async (body, status) => {
    expect((await create(operator, body)).status).toBe(status);
  });
});

describe('idempotency keys', () => {
  it('give the first answer again, and run once', async () => {
    const headers = { 'idempotency-key': 'abc-1' };
    const body = { name: 'once', role: 'viewer' };
    const [first, second] = [
      await test.send('createToken', { token: operator, body, headers }),
      await test.send('createToken', { token: operator, body, headers }),
    ];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const rows = await test.db.prisma.idempotencyKey.findMany();
    expect(JSON.stringify(rows)).not.toContain(String(first.body.token));
    const other = await test.send('createToken', {
      token: operator,
      body: { ...body, name: 'other' },
      headers,
    });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } });
    const mine = await test.send('createToken', { token: admin, body, headers });
    expect(mine.body.id).not.toBe(first.body.id);
  });

  it('of twenty requests at once let one through', async () => {
    const headers = { 'idempotency-key': 'abc-2' };
    const body = { name: 'race', role: 'viewer' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.send('createToken', { token: operator, body, headers })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201, 409]));
    expect(await test.db.prisma.token.count({ where: { name: 'race' } })).toBe(1);
  });

  it('belong to one token: another of the same name and owner gets no answer of it (X43)', async () => {
    const headers = { 'idempotency-key': 'abc-4' };
    const { user, token: strong } = await test.user('pat', 'operator');
    const weak = await test.token(user, { permissions: ['applications:get'], project: 'shop' });
    const body = { name: 'new', role: 'viewer' };
    const first = await test.send('createToken', { token: strong, body, headers });
    const second = await test.send('createToken', { token: weak, body, headers });
    expect(first.status).toBe(201);
    expect(second.headers.get('idempotency-replayed')).toBeNull();
    expect(JSON.stringify(second.body)).not.toContain(String(first.body.token));
  });

  it('are free again after a refusal', async () => {
    const headers = { 'idempotency-key': 'abc-3' };
    const send = (project: string) =>
      test.send('createToken', {
        token: operator,
        body: { name: 'again', role: 'viewer', project },
        headers,
      });
    expect((await send('nowhere')).status).toBe(404);
    expect((await send('shop')).status).toBe(201);
  });
});
