import { afterAll, beforeAll, expect, it } from 'vitest';
import { userStore } from '../store/user.ts';
import { abortWhenRevoked } from './abort-when-revoked.ts';
import { startTestApp, type TestApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  await test.project('shop');
});
afterAll(() => test.stop());

it('X36, X37: a stream ends when its reader is disabled or loses the permission, and not before', async () => {
  for (const change of [{ isDisabled: true }, { role: 'none' as const }]) {
    const { user, token } = await test.user(`reader-${Object.keys(change)[0]}`, 'viewer');
    const principal = await test.deps.auth.authenticate(
      { kind: 'token', secret: token },
      { ip: '', agent: '' },
    );
    const abort = new AbortController();
    const stop = abortWhenRevoked(test.deps, { principal, permission: 'logs:get', project: 'shop' }, abort);
    const ended = new Promise((resolve) => abort.signal.addEventListener('abort', resolve));
    expect(abort.signal.aborted).toBe(false);
    await userStore(test.db).update(user.id, change);
    await ended;
    stop();
  }
});
