import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp, testPassword } from '../../test-app.ts';

let test: TestApp;
let admin: string;

beforeAll(async () => {
  test = await startTestApp();
  admin = (await test.user('root', 'admin')).token;
});
afterAll(() => test.stop());

const login = (username: string, password: string) => test.send('login', { body: { username, password } });
const update = (name: string, body: object) =>
  test.send('updateUser', { token: admin, params: { name }, body });

describe('users', () => {
  it('are created with a one-time password that must be changed (X38)', async () => {
    const made = await test.send('createUser', { token: admin, body: { name: 'kim', role: 'viewer' } });
    expect(made.status).toBe(201);
    const once = String(made.body.oneTimePassword);
    expect(once).toMatch(/^([a-z2-9]{5}-){4}[a-z2-9]{5}$/);
    const session = await login('kim', once);
    expect(session).toMatchObject({ status: 200, body: { info: { mustChangePassword: true } } });
    const trail = await test.send('listActivity', { token: admin });
    expect(JSON.stringify(trail.body)).not.toContain(once);
    expect(
      (await test.send('createUser', { token: admin, body: { name: 'kim', role: 'viewer' } })).body.code,
    ).toBe('already_exists');
  });

  it('lose every session at once when they are disabled (X37)', async () => {
    await test.user('lee', 'operator');
    const cookie = String((await login('lee', testPassword)).body.session);
    expect((await test.send('getSession', { cookie })).status).toBe(200);
    expect((await update('lee', { disabled: true })).body.disabled).toBe(true);
    expect((await test.send('getSession', { cookie })).status).toBe(401);
    expect((await login('lee', testPassword)).status).toBe(401);
    await update('lee', { disabled: false });
    expect((await test.send('getSession', { cookie })).status).toBe(401);
    expect((await login('lee', testPassword)).status).toBe(200);
  });

  it('have the rights of their role as it is now', async () => {
    const { token } = await test.user('max', 'admin');
    expect((await test.send('listUsers', { token })).status).toBe(200);
    await update('max', { role: 'viewer' });
    expect((await test.send('listUsers', { token })).status).toBe(403);
  });

  it('get a new one-time password', async () => {
    await test.user('joe', 'viewer');
    const cookie = String((await login('joe', testPassword)).body.session);
    const once = String((await update('joe', { resetPassword: true })).body.oneTimePassword);
    expect((await test.send('getSession', { cookie })).status).toBe(401);
    expect((await login('joe', testPassword)).status).toBe(401);
    expect((await login('joe', once)).status).toBe(200);
  });

  it('keep one administrator', async () => {
    for (const body of [{ disabled: true }, { role: 'viewer' }]) {
      expect(await update('root', body)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
    expect((await test.send('deleteUser', { token: admin, params: { name: 'root' } })).status).toBe(409);
    expect((await test.send('deleteUser', { token: admin, params: { name: 'max' } })).status).toBe(200);
    expect((await test.send('deleteUser', { token: admin, params: { name: 'max' } })).status).toBe(404);
  });

  it('are listed page by page', async () => {
    const first = await test.send('listUsers', { token: admin, query: { limit: '2' } });
    const second = await test.send('listUsers', {
      token: admin,
      query: { limit: '2', cursor: String(first.body.next) },
    });
    const names = [
      ...(first.body.items as { name: string }[]),
      ...(second.body.items as { name: string }[]),
    ].map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(4);
  });
});
