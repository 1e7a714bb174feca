import { setImmediate } from 'node:timers/promises';
import { csrfHeader } from '@bowline/contract/session-cookie';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { verifyPassword } from '../../../auth/password.ts';
import { auditStore } from '../../../store/audit.ts';
import { userStore } from '../../../store/user.ts';
import { type Sent, startTestApp, type TestApp, testPassword } from '../../test-app.ts';

vi.mock('../../../auth/password.ts', { spy: true });

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp({
    env: { BOWLINE_LOGIN_ATTEMPTS_PER_ACCOUNT: '5', BOWLINE_LOGIN_ATTEMPTS_PER_ADDRESS: '100000' },
  });
  await test.user('kim', 'operator');
});
afterAll(() => test.stop());

const login = (username: string, password: string, headers = {}) =>
  test.send('login', { body: { username, password }, headers });

async function sessionOf(username: string): Promise<string> {
  const answer = await login(username, testPassword);
  expect(answer.status).toBe(200);
  return String(answer.body.session);
}

/** 200 wrong passwords for one account at once. */
const guesses = (username: string) =>
  Array.from({ length: 200 }, (_, index) =>
    login(index % 2 ? username : username.toUpperCase(), `guess ${index}`),
  );

/** Until the test ends, time passes for nobody who waits unless the test lets it pass. */
function stopTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('sign-in', () => {
  it('opens a session whose cookie says nothing, and closes it', async () => {
    const answer = await login('kim', testPassword);
    expect(answer).toMatchObject({
      status: 200,
      body: { cookie: 'bowline-session', info: { user: 'kim', role: 'operator' } },
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^bowline-session=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Lax$/,
    );
    const cookie = String(answer.body.session);
    expect(await test.send('getSession', { cookie })).toMatchObject({ status: 200, body: { user: 'kim' } });
    expect((await test.send('logout', { cookie })).status).toBe(200);
    expect(await test.send('getSession', { cookie })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
    const stored = await test.db.prisma.session.findMany();
    expect(JSON.stringify(stored)).not.toContain(cookie);
  });

  it('says the same of a wrong password, an unknown and a disabled user (X35)', async () => {
    const { user } = await test.user('gone', 'viewer');
    await userStore(test.db).update(user.id, { isDisabled: true });
    const answers = [
      await login('kim', 'wrong password'),
      await login('nobody-here', 'wrong password'),
      await login('gone', testPassword),
    ];
    for (const { status, body } of answers) {
      const { requestId: _, ...said } = body;
      expect({ status, said }).toEqual({
        status: 401,
        said: expect.objectContaining({ code: 'login_failed' }),
      });
    }
    const said = answers.map(({ body }) => JSON.stringify({ ...body, requestId: '' }));
    expect(new Set(said).size).toBe(1);
  });

  it('lets through few of 200 guesses at once, right ones after them included, and a restart resets nothing (X34)', async () => {
    await test.user('target', 'viewer');
    stopTimers(); // a slow machine must not end the wait for a connection
    const answers = await Promise.all(guesses('target'));
    const tried = answers.filter((guess) => guess.status === 401).length;
    const throttled = answers.filter((guess) => guess.body.code === 'login_throttled');
    expect(tried).toBeLessThanOrEqual(5);
    expect(throttled.length).toBe(200 - tried);
    expect(Number(throttled[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login('target', testPassword)).status).toBe(429);
    // The count is in the database: nothing of it is in this process.
    expect(await test.db.prisma.loginAttempt.count({ where: { lockedUntil: { gt: new Date() } } })).toBe(1);
    expect((await login('kim', testPassword)).status).toBe(200);
  });

  it('answers 503 to a guess that gets no connection, and looks at no password for it (X34)', async () => {
    await test.user('crowd', 'viewer');
    const verify = vi.mocked(verifyPassword).mockClear();
    stopTimers();
    const sent = await test.db.transaction(async (tx) => {
      // Whoever got a connection waits for this lock; all others wait for a connection.
      await tx.prisma.$executeRaw`LOCK TABLE "login_attempt"`;
      const answers: Sent[] = [];
      const all = guesses('crowd').map(async (guess) => answers.push(await guess));
      while (answers.length === 0) {
        await vi.advanceTimersByTimeAsync(100);
        await setImmediate();
      }
      expect(verify).not.toHaveBeenCalled();
      return { all, answers };
    });
    await Promise.all(sent.all);
    const said = sent.answers.map(({ status, body }) => `${status} ${body.code}`);
    const refusals = ['401 login_failed', '429 login_throttled', '503 unavailable'];
    expect([...new Set(said)].filter((one) => !refusals.includes(one))).toEqual([]);
    expect(said).toContain('503 unavailable');
    expect(said).toHaveLength(200);
    expect(said.filter((one) => one === '401 login_failed').length).toBeLessThanOrEqual(5);
    expect(verify.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('refuses unknown fields, other types and foreign pages (X61)', async () => {
    const body = { username: 'kim', password: testPassword };
    expect(await test.send('login', { body: { ...body, admin: true } })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
    const plain = { headers: { 'content-type': 'text/plain' } };
    expect((await test.send('login', { body: JSON.stringify(body), ...plain })).status).toBe(400);
    const foreign = { origin: 'https://evil.example' };
    expect(await login('kim', testPassword, foreign)).toMatchObject({
      status: 403,
      body: { code: 'csrf_refused' },
    });
  });

  it('writes down who signed in and who failed', async () => {
    const { items } = await auditStore(test.db).list({ action: 'session.create', limit: 100 });
    expect(items.some((item) => item.outcome === 'succeeded' && item.actor.name === 'kim')).toBe(true);
    expect(items.some((item) => item.outcome === 'denied' && item.actor.name === 'nobody-here')).toBe(true);
    expect(JSON.stringify(items)).not.toContain('wrong password"');
  });
});

describe('cookie writes (X61)', () => {
  it.each([
    ['no header', { [csrfHeader]: undefined }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['the null origin', { origin: 'null' }],
    ['a sibling origin', { origin: 'http://127.0.0.1:3000.evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:3001' }],
  ])('with %s are refused', async (_, change) => {
    const cookie = await sessionOf('kim');
    const headers: Record<string, string> = {
      cookie: `bowline-session=${cookie}`,
      [csrfHeader]: '1',
      origin: 'http://127.0.0.1:3000',
    };
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) delete headers[name];
      else headers[name] = value;
    }
    expect(await test.send('logout', { headers })).toMatchObject({
      status: 403,
      body: { code: 'csrf_refused' },
    });
    expect((await test.send('getSession', { cookie })).status).toBe(200);
  });

  it('of our own page pass, under each name of the loopback address', async () => {
    for (const origin of ['http://127.0.0.1:3000', 'http://localhost:3000']) {
      const cookie = await sessionOf('kim');
      expect((await test.send('logout', { cookie, headers: { origin } })).status).toBe(200);
    }
  });
});

describe('password', () => {
  it('must be changed before anything else when it was given once (X38)', async () => {
    const { user } = await test.user('fresh', 'admin');
    await userStore(test.db).update(user.id, { mustChangePassword: true });
    const cookie = await sessionOf('fresh');
    expect(await test.send('listProjects', { cookie })).toMatchObject({
      status: 403,
      body: { code: 'password_change_required' },
    });
    expect(await test.send('getSession', { cookie })).toMatchObject({
      status: 200,
      body: { mustChangePassword: true },
    });
    const change = (next: string, current = testPassword) =>
      test.send('changePassword', { cookie, body: { current, next } });
    expect(await change('aaaaaaaaaaaaaaaa')).toMatchObject({
      status: 400,
      body: { code: 'password_too_weak' },
    });
    expect((await change('fresh fresh 1234')).body.code).toBe('password_too_weak');
    expect((await change(testPassword)).status).toBe(400);
    expect((await change('quite another phrase', 'not the current')).status).toBe(401);
    const other = await sessionOf('fresh');
    expect(await change('quite another phrase')).toMatchObject({
      status: 200,
      body: { mustChangePassword: false },
    });
    expect((await test.send('getSession', { cookie })).status).toBe(200);
    expect((await test.send('getSession', { cookie: other })).status).toBe(401);
  });
});

describe('an Authorization header', () => {
  it.each(['Bearer ', 'Bearer bow_wrong', 'Basic a2ltOng=', 'bow_x'])(
    '%s decides, even beside a good cookie (X33)',
    async (authorization) => {
      const cookie = await sessionOf('kim');
      const headers = { cookie: `bowline-session=${cookie}`, authorization };
      expect((await test.send('getSession', { headers })).status).toBe(401);
    },
  );

  it('and headers of a web framework open nothing (X39)', async () => {
    const headers = {
      'x-middleware-subrequest': 'middleware:middleware:middleware',
      rsc: '1',
      'next-router-prefetch': '1',
    };
    expect((await test.send('getSession', { headers })).status).toBe(401);
  });
});
