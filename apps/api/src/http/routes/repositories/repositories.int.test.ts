import type { GitCredential, GitPort, GitRepository } from '@bowline/sync-engine/ports/git';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationStore } from '../../../store/application.ts';
import { repositoryStore } from '../../../store/repository.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';

let test: TestApp;
let admin: string;
const asked: GitRepository[] = [];
const git = {
  async testConnection(repo: GitRepository) {
    asked.push(repo);
    return repo.url.includes('good')
      ? { ok: true, value: { defaultBranch: 'main', refs: 3 } }
      : {
          ok: false,
          code: 'git_auth_failed',
          message: 'The server refused the credential.',
          hint: 'Check it.',
        };
  },
  forget: async () => {},
} as unknown as GitPort;

beforeAll(async () => {
  test = await startTestApp({ context: { git } });
  admin = (await test.user('root', 'admin')).token;
  const roles = [{ name: 'owner', permissions: ['repositories:*'], users: ['lee'] }];
  await test.project('shop', { roles });
  await test.project('bank');
});
afterAll(() => test.stop());

const secret = 'very-secret-value';
const basic: GitCredential = { kind: 'basic', username: 'kim', password: secret };
const body = (name: string, change: object = {}, spec: object = {}) => ({
  metadata: { name },
  spec: { url: `https://good.example/${name}.git`, ...spec },
  credential: basic,
  ...change,
});
const create = (input: object, token = admin) => test.send('createRepository', { token, body: input });
const update = (name: string, input: object, more: object = {}) =>
  test.send('updateRepository', { token: admin, params: { name }, body: input, ...more });

describe('repositories', () => {
  it('never give their credential away (X75)', async () => {
    const made = await create(body('shop', { webhookSecret: secret }));
    expect(made).toMatchObject({
      status: 201,
      body: { status: { credential: 'basic', hasWebhookSecret: true } },
    });
    const seen = [
      made.body,
      (await test.send('getRepository', { token: admin, params: { name: 'shop' } })).body,
      (await test.send('listRepositories', { token: admin })).body,
      (await test.send('listActivity', { token: admin })).body,
      await test.db.prisma.repository.findMany(),
      (await test.send('updateRepository', { token: admin, params: { name: 'shop' }, body: body('shop') }))
        .body,
    ];
    expect(JSON.stringify(seen)).not.toContain(secret);
    const stored = await test.db.prisma.repository.findFirstOrThrow();
    expect(Buffer.from(stored.credential ?? []).includes(secret)).toBe(false);
    expect((await repositoryStore(test.db).open('shop'))?.credential).toEqual(basic);
  });

  it('keep the credential for the same server only (X26)', async () => {
    await create(body('kept'));
    const without = (spec: object) => ({ ...body('kept', { credential: undefined }, spec) });
    expect((await update('kept', without({ url: 'https://good.example/renamed.git' }))).status).toBe(200);
    expect((await repositoryStore(test.db).open('kept'))?.credential).toEqual(basic);
    for (const spec of [
      { url: 'https://evil.example/kept.git' },
      { url: 'http://good.example/kept.git' },
      { url: 'https://good.example:8443/kept.git' },
      { proxy: 'http://evil.example:3128' },
      { insecureSkipTlsVerify: true },
      { caPem: 'other' },
    ]) {
      expect(await update('kept', without(spec)), JSON.stringify(spec)).toMatchObject({ status: 400 });
    }
    expect((await update('kept', body('kept', {}, { url: 'https://evil.example/kept.git' }))).status).toBe(
      200,
    );
  });

  it('are tested with the stored credential for the same server only (X26)', async () => {
    await create(body('tested'));
    const run = (spec: object) =>
      test.send('testRepository', { token: admin, body: body('tested', { credential: undefined }, spec) });
    expect(await run({})).toMatchObject({ status: 200, body: { ok: true, refs: 3, defaultBranch: 'main' } });
    expect(asked.at(-1)?.credential).toEqual(basic);
    expect(await run({ url: 'https://evil.example/x' })).toMatchObject({
      body: { ok: false, code: 'git_auth_failed' },
    });
    expect(asked.at(-1)?.credential).toEqual({ kind: 'none' });
    expect((await repositoryStore(test.db).find('tested'))?.state).toBe('connected');
  });

  it('take no user or password in the URL (X78)', async () => {
    expect(await create(body('userinfo', {}, { url: 'https://kim:pw@good.example/x' }))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  it('are changed under the version that was seen', async () => {
    const made = await create(body('versions'));
    expect(made.headers.get('etag')).toBe('"1"');
    const first = await update('versions', body('versions'), { headers: { 'if-match': '"1"' } });
    expect(first).toMatchObject({ status: 200, body: { metadata: { resourceVersion: '2' } } });
    expect(await update('versions', body('versions'), { headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 412,
      body: { code: 'version_mismatch' },
    });
    const get = { token: admin, params: { name: 'versions' }, headers: { 'if-none-match': '"2"' } };
    expect((await test.send('getRepository', get)).status).toBe(304);
    expect((await create(body('versions'))).body.code).toBe('already_exists');
    expect((await update('versions', body('other'))).status).toBe(400);
  });

  it('stay while an Application uses them', async () => {
    await create(body('used'));
    await applicationStore(test.db).create({
      name: 'a',
      spec: {
        project: 'shop',
        sources: [{ repoURL: 'https://good.example/used' }],
        destination: { name: 'c', namespace: 'n' },
      },
      labels: {},
      annotations: {},
      managedBy: null,
      cluster: 'c',
      repositories: ['good.example/used'],
    });
    const remove = () => test.send('deleteRepository', { token: admin, params: { name: 'used' } });
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'in_use' } });
    await test.db.prisma.application.deleteMany();
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
  });

  it('of charts are used by Applications below them, and say so (SRC-14, SRC-15)', async () => {
    const registry = { metadata: { name: 'registry' }, spec: { type: 'oci', url: 'oci://r.example/team' } };
    expect((await create({ ...registry, credential: { kind: 'none' } })).status).toBe(201);
    const application = (name: string, path: string) =>
      applicationStore(test.db).create({
        name,
        spec: {
          project: 'shop',
          sources: [{ repoURL: `oci://r.example/${path}` }],
          destination: { name: 'c', namespace: 'n' },
        },
        labels: {},
        annotations: {},
        managedBy: null,
        cluster: 'c',
        repositories: [`r.example/${path}`],
      });
    await application('below', 'team/web');
    await application('beside', 'teams');
    const one = await test.send('getRepository', { token: admin, params: { name: 'registry' } });
    expect(one.body).toMatchObject({
      spec: { type: 'oci', url: 'oci://r.example/team' },
      status: { applications: 1 },
    });
    const list = await test.send('listRepositories', { token: admin, query: { q: 'registry' } });
    expect(list.body.items).toMatchObject([{ status: { applications: 1 } }]);
    const used = (repository: string) =>
      test.send('listApplications', { token: admin, query: { repository, project: 'shop' } });
    expect((await used('oci://r.example/team')).body.items).toMatchObject([{ name: 'below' }]);
    expect((await used('-oci://r.example/team')).body.items).toMatchObject([{ name: 'beside' }]);
    const remove = () => test.send('deleteRepository', { token: admin, params: { name: 'registry' } });
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'in_use' } });
    await test.db.prisma.application.deleteMany();
    expect((await remove()).status).toBe(200);
  });

  it.each([
    ['a key for SSH', { credential: { kind: 'ssh', privateKey: 'k', knownHosts: 'h' } }, {}],
    ['a proxy', {}, { proxy: 'http://proxy.example' }],
    ['a registry without oci://', {}, { type: 'oci' }],
    ['an address of ssh', {}, { url: 'ssh://git@h.example/charts' }],
  ])('of charts have not %s', async (_what, change, spec) => {
    const input = body('odd', change, { type: 'helm', ...spec });
    expect(await create(input)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('belong to a Project, and are not moved out of or into another (X44)', async () => {
    const { token } = await test.user('lee', 'none');
    const mine = (project: string) => ({ ...body('mine'), metadata: { name: 'mine', project } });
    expect((await create(mine('bank'), token)).status).toBe(403);
    expect((await create(body('shared'), token)).status).toBe(403);
    expect((await create(mine('shop'), token)).status).toBe(201);
    const move = (project: string | undefined) =>
      test.send('updateRepository', {
        token,
        params: { name: 'mine' },
        body: { ...body('mine'), metadata: { name: 'mine', project } },
      });
    expect((await move('bank')).status).toBe(403);
    expect((await move(undefined)).status).toBe(403);
    expect((await move('shop')).status).toBe(200);
    await create({ ...body('theirs'), metadata: { name: 'theirs', project: 'bank' } });
    expect((await test.send('getRepository', { token, params: { name: 'theirs' } })).status).toBe(403);
    expect(
      (
        await test.send('testRepository', {
          token,
          body: { ...mine('shop'), metadata: { name: 'theirs', project: 'shop' } },
        })
      ).status,
    ).toBe(403);
    const listed = await test.send('listRepositories', { token });
    const names = (listed.body.items as { metadata: { name: string; project: string } }[]).map(
      (item) => item.metadata,
    );
    expect(names.every(({ project }) => project === '' || project === 'shop')).toBe(true);
  });

  it('are listed page by page', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await test.send('listRepositories', {
        token: admin,
        query: { limit: '2', ...(cursor && { cursor }) },
      });
      seen.push(...(page.body.items as { metadata: { name: string } }[]).map((item) => item.metadata.name));
      cursor = (page.body.next as string | null) ?? undefined;
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toContain('versions');
    expect(
      (await test.send('listRepositories', { token: admin, query: { cursor: 'nonsense' } })).status,
    ).toBe(400);
  });
});
