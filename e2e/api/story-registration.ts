import { expect, test } from 'vitest';
import { applicationInput, refusal, repository } from '../support/flow.ts';
import { settings, shopFiles } from '../support/shop.ts';
import type { Stack } from '../support/stack.ts';

/** The first steps of the story: signing in, and registering the repository `shop`. */
export function testRegistration(stack: () => Stack): void {
  test('1: given the one-time password, when signing in, then nothing works before a new one is set', async () => {
    const anonymous = stack().as(null);
    const body = { username: 'admin', password: stack().firstPassword };
    const session = stack().asSession(await anonymous.call('login', { body }));
    expect((await session.call('getSession', {})).mustChangePassword).toBe(true);
    expect(await refusal(session.call('listApplications', {}))).toMatchObject({
      status: 403,
      code: 'password_change_required',
    });
    const next = 'a long enough passphrase';
    await session.call('changePassword', { body: { current: stack().firstPassword, next } });
    expect(await refusal(anonymous.call('login', { body }))).toMatchObject({ code: 'login_failed' });
    const again = stack().asSession(await anonymous.call('login', { body: { ...body, password: next } }));
    expect((await again.call('listApplications', {})).total).toBe(0);
  });

  test('3: given a repository of their own, when tested, then the answer says exactly what failed', async () => {
    const created = await stack().git.createRepository('private', {
      files: { 'a.yaml': settings('private') },
      auth: { username: 'robot', password: 'let-me-in' },
    });
    const spec = { url: created.url };
    const credential = { kind: 'basic' as const, username: 'robot', password: 'let-me-in' };
    const ask = async (input: object) =>
      stack().client.call('testRepository', { body: { metadata: { name: 'private' }, spec, ...input } });
    expect(await ask({})).toMatchObject({ ok: false, code: 'git_auth_failed' });
    expect(await ask({ credential: { ...credential, password: 'wrong' } })).toMatchObject({
      ok: false,
      code: 'git_auth_failed',
    });
    expect(await ask({ spec: { url: `${stack().git.url}/nowhere.git` } })).toMatchObject({
      ok: false,
      code: 'git_not_found',
    });
    expect(await ask({ credential })).toMatchObject({ ok: true, defaultBranch: 'main', refs: 1 });
    await stack().client.call('createRepository', {
      body: { metadata: { name: 'private' }, spec, credential },
    });
    const seen = await stack().client.call('getRepository', { params: { name: 'private' } });
    expect(seen.status.credential).toBe('basic');
    expect(JSON.stringify(seen)).not.toContain('let-me-in');
  });

  test('3: given a path from the browsed tree, when previewed, then renderer and objects show and nothing is saved', async () => {
    const url = await repository(stack(), 'shop', { files: shopFiles() });
    const browse = (path: string) =>
      stack().client.call('browseRepository', { params: { name: 'shop' }, query: { path } });
    expect((await browse('')).entries.map((entry) => entry.name)).toEqual([
      'chart',
      'kustom',
      'other',
      'shop',
    ]);
    const renderers = { shop: 'plain', kustom: 'kustomize', chart: 'helm' };
    for (const [path, renderer] of Object.entries(renderers)) {
      expect((await browse(path)).detected).toMatchObject({ renderer });
      const body = applicationInput({ name: path, repoURL: url, path });
      const preview = await stack().client.call('previewApplication', { body });
      expect(preview).toMatchObject({ renderer, failure: null });
      expect(preview.destination).toMatchObject({ reachable: true, namespaceExists: false });
      expect(preview.objects.length).toBe(path === 'shop' ? 6 : 1);
    }
    expect((await stack().client.call('listApplications', {})).total).toBe(0);
  });
}
