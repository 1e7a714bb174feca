import { access, lstat, mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GitServer } from '../../../../../tools/git-server/start-git-server.ts';
import { startGitServer } from '../../../../../tools/git-server/start-git-server.ts';
import type { GitPort, GitRepository } from '../../ports/git.ts';
import { createEgress } from '../egress.ts';
import { systemClock } from '../time/system-clock.ts';
import { createGit } from './git.ts';

let server: GitServer;
let dataDir: string;
let git: GitPort;
let first: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'bowline-git-'));
  server = await startGitServer();
  git = createGit({
    dataDir,
    clock: systemClock,
    egress: createEgress({ allow: [`127.0.0.1:${server.port}`] }),
  });
  await server.createRepository('team/app', { empty: true });
  first = await server.commit('team/app', {
    files: {
      'a/x.yaml': 'x: 1\n',
      'a/run.sh': { content: '#!/bin/sh\n', mode: '100755' },
      'b/y.yaml': 'y\n',
    },
    message: 'One\n\nBody',
    author: 'Ann <ann@example.com>',
    timestamp: 1_700_000_000,
  });
  await server.git('team/app', ['tag', 'v1.2.0']);
  await server.git('team/app', [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@t',
    'tag',
    '-a',
    '-m',
    'r',
    '1.3.0',
  ]);
});

afterAll(async () => {
  await git.forget('r1');
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const repo = (more: Partial<GitRepository> = {}): GitRepository => ({
  id: 'r1',
  url: server.urlOf('team/app'),
  credential: { kind: 'none' },
  insecureSkipTlsVerify: false,
  ...more,
});

function value<T>(result: { ok: true; value: T } | { ok: false; code: string; message: string }): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

describe('resolve (SRC-2)', () => {
  it.each(['', 'HEAD', 'main', 'v1.2.0', '1.3.0', '>=1.2', '1.x', 'refs/heads/main'])(
    '%j is the commit',
    async (target) => {
      expect(value(await git.resolve(repo(), target)).revision).toBe(first);
    },
  );

  it('takes whole and abbreviated ids, and a whole known id without any contact', async () => {
    expect(value(await git.resolve(repo(), first.slice(0, 8))).revision).toBe(first);
    const before = server.requestCount('team/app');
    expect(value(await git.resolve(repo(), first)).revision).toBe(first);
    expect(server.requestCount('team/app')).toBe(before);
  });

  it.each(['nope', 'deadbeef', 'f'.repeat(40), '--upload-pack=touch x', '-c'])(
    '%j does not exist (X7)',
    async (target) => {
      expect(await git.resolve(repo(), target)).toMatchObject({ ok: false, code: 'git_revision_not_found' });
    },
  );

  it('shares contacts between callers and sees a new commit afterwards', async () => {
    const before = server.requestCount('team/app');
    await Promise.all(Array.from({ length: 50 }, () => git.resolve(repo(), 'main')));
    expect(server.requestCount('team/app') - before).toBeLessThanOrEqual(4);
    const next = await server.commit('team/app', { files: { 'b/y.yaml': 'y: 2\n' }, message: 'Two' });
    expect(value(await git.resolve(repo(), 'main')).revision).toBe(next);
    expect(value(await git.isReachable(repo(), first, 'main'))).toBe(true);
    expect(value(await git.isReachable(repo(), next, first))).toBe(false);
    expect(value(await git.pathId(repo(), first, 'a'))).toBe(value(await git.pathId(repo(), next, 'a')));
    expect(value(await git.pathId(repo(), first, 'b'))).not.toBe(value(await git.pathId(repo(), next, 'b')));
  });

  it('follows a force-push and no longer finds the old commit reachable (X14)', async () => {
    await server.createRepository('forced', { files: { f: '1' } });
    await server.commit('forced', { files: { f: '2' } });
    const forced = repo({ id: 'forced', url: server.urlOf('forced') });
    const old = value(await git.resolve(forced, 'main')).revision;
    await server.git('forced', ['update-ref', 'refs/heads/main', `${old}~1`]);
    const now = value(await git.resolve(forced, 'main')).revision;
    expect(now).not.toBe(old);
    expect(value(await git.isReachable(forced, old, 'main'))).toBe(false);
    expect(value(await git.resolve(forced, old)).revision).toBe(old);
  });
});

describe('reading', () => {
  it('describes a commit', async () => {
    expect(value(await git.commitInfo(repo(), first))).toEqual({
      revision: first,
      author: 'Ann',
      email: 'ann@example.com',
      date: '2023-11-14T22:13:20.000Z',
      message: 'One\n\nBody',
    });
  });

  it('lists, reads and checks out', async () => {
    const flat = value(await git.listTree(repo(), first, 'a', { recurse: false }));
    expect(flat.map((entry) => [entry.path, entry.kind, entry.sizeBytes])).toEqual([
      ['a/run.sh', 'file', 10],
      ['a/x.yaml', 'file', 5],
    ]);
    const all = value(await git.listTree(repo(), first, '', { recurse: true }));
    expect(all.map((entry) => entry.path)).toEqual(['a', 'b', 'a/run.sh', 'a/x.yaml', 'b/y.yaml']);
    const files = value(await git.readFiles(repo(), first, ['a/x.yaml'], { sizeBytesMax: 10 }));
    expect(files.get('a/x.yaml')?.toString()).toBe('x: 1\n');
    expect(await git.readFiles(repo(), first, ['a/x.yaml'], { sizeBytesMax: 4 })).toMatchObject({
      code: 'render_too_large',
    });
    expect(await git.pathId(repo(), first, 'gone')).toMatchObject({ code: 'git_path_not_found' });
    expect(await git.pathId(repo(), first, '../x')).toMatchObject({ code: 'git_path_not_found' });
    const dir = join(dataDir, 'out');
    value(await git.checkout(repo(), first, 'a', dir));
    expect((await readdir(dir)).sort()).toEqual(['run.sh', 'x.yaml']);
    expect((await lstat(join(dir, 'run.sh'))).mode & 0o111).not.toBe(0);
  });

  it('reads 2,000 files quickly and whole', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`d/${i}.txt`, `${i}-`.repeat(i % 50)]),
    );
    const { commit } = await server.createRepository('many', { files });
    const many = repo({ id: 'many', url: server.urlOf('many') });
    const read = value(await git.readFiles(many, commit, Object.keys(files), { sizeBytesMax: 1e6 }));
    for (const [path, text] of Object.entries(files)) expect(read.get(path)?.toString()).toBe(text);
  });

  it('keeps symlinks inside and refuses those that leave (SRC-16, X2)', async () => {
    const { commit } = await server.createRepository('links', {
      files: {
        'in/real': 'r',
        'in/link': { symlink: 'real' },
        'esc/link': { symlink: '../../../etc/passwd' },
        'abs/link': { symlink: '/etc/passwd' },
        'chain/one': { symlink: '../in/link' },
        'chain/two': { symlink: '../in' },
        'chain/gone': { symlink: '../nothing' },
        'loop/a/up': { symlink: '../../other' },
        'other/back': { symlink: '../loop/a' },
        dir: { symlink: 'in' },
      },
    });
    const links = repo({ id: 'links', url: server.urlOf('links') });
    const dir = join(dataDir, 'links');
    value(await git.checkout(links, commit, 'in', dir));
    expect(await readlink(join(dir, 'link'))).toBe('real');
    expect(await readFile(join(dir, 'link'), 'utf8')).toBe('r');
    expect(
      value(await git.readFiles(links, commit, ['chain/one', 'dir/real'], { sizeBytesMax: 9 }))
        .get('chain/one')
        ?.toString(),
    ).toBe('r');
    const chain = join(dataDir, 'chain');
    value(await git.checkout(links, commit, 'chain', chain));
    expect(await readFile(join(chain, 'one'), 'utf8')).toBe('r');
    expect(await readFile(join(chain, 'two/link'), 'utf8')).toBe('r');
    expect((await lstat(join(chain, 'two'))).isDirectory()).toBe(true);
    await expect(lstat(join(chain, 'gone'))).rejects.toThrow('ENOENT');
    value(await git.checkout(links, commit, 'loop/a', join(dataDir, 'loop')));
    expect(await readlink(join(dataDir, 'loop/up/back'))).toBe('..');
    for (const path of ['esc', 'abs']) {
      expect(await git.checkout(links, commit, path, join(dataDir, `no-${path}`))).toMatchObject({
        code: 'path_escapes',
      });
    }
    expect(await git.readFiles(links, commit, ['esc/link'], { sizeBytesMax: 9 })).toMatchObject({
      code: 'path_escapes',
    });
  });

  it('runs no filter, hook or LFS of the repository (SRC-17, X8)', async () => {
    const { commit } = await server.createRepository('filters', {
      files: {
        '.gitattributes': '* filter=evil export-subst\n',
        a: '$Format:%H$\n',
        '.lfsconfig': '[lfs]\nurl=http://x\n',
      },
    });
    const filters = repo({ id: 'filters', url: server.urlOf('filters') });
    const dir = join(dataDir, 'filters');
    value(await git.checkout(filters, commit, '', dir));
    expect(await readFile(join(dir, 'a'), 'utf8')).toBe('$Format:%H$\n');
  });

  it('runs no hook, even one that got into the mirror (X8)', async () => {
    const hooked = repo({ id: 'hooked', url: server.urlOf('hooked') });
    const read = async (revision: string) =>
      value(await git.readFiles(hooked, revision, ['a'], { sizeBytesMax: 10 }))
        .get('a')
        ?.toString();
    const { commit: old } = await server.createRepository('hooked', { files: { a: 'old' } });
    expect(await read(old)).toBe('old');
    const names = await readdir(join(dataDir, 'git'), { recursive: true });
    const loose = names.find((name) => name.endsWith(`${old.slice(0, 2)}/${old.slice(2)}`));
    const hooks = join(dataDir, 'git', loose!.split('/objects/', 1)[0]!, 'hooks');
    const ran = join(dataDir, 'hook-ran');
    await mkdir(hooks, { recursive: true });
    // Git asks it before every change of a ref, and so at every fetch that brings one.
    await writeFile(join(hooks, 'reference-transaction'), `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
    const commit = await server.commit('hooked', { files: { a: 'new' }, message: 'new' });
    expect(await read(commit)).toBe('new');
    await expect(access(ran)).rejects.toThrow();
  });
});

describe('a damaged mirror', () => {
  it('is thrown away and fetched again', async () => {
    await server.createRepository('damaged', { files: { 'deep/tree/a.txt': 'a' } });
    const damaged = repo({ id: 'damaged', url: server.urlOf('damaged') });
    const { revision } = value(await git.resolve(damaged, 'main'));
    const names = await readdir(join(dataDir, 'git'), { recursive: true });
    const tree = await server.git('damaged', ['rev-parse', 'HEAD:deep/tree']);
    const loose = names.find((name) => name.endsWith(`${tree.slice(0, 2)}/${tree.slice(2)}`));
    await rm(join(dataDir, 'git', loose!));
    const read = await git.readFiles(damaged, revision, ['deep/tree/a.txt'], { sizeBytesMax: 10 });
    expect(value(read).get('deep/tree/a.txt')?.toString()).toBe('a');
  });

  it('says that the data folder cannot be written', async () => {
    const blocked = join(dataDir, 'blocked');
    const other = createGit({
      dataDir: blocked,
      clock: systemClock,
      egress: createEgress({ allow: ['127.0.0.1:*'] }),
    });
    await rm(blocked, { recursive: true });
    await writeFile(blocked, '');
    expect(await other.resolve(repo(), 'main')).toMatchObject({ ok: false, code: 'git_failed' });
    expect(await other.resolve(repo(), 'main')).toMatchObject({ ok: false, code: 'git_failed' });
  });
});

describe('failures', () => {
  it('says that credentials are refused, without saying which (X78)', async () => {
    await server.createRepository('private', {
      files: { a: 'a' },
      auth: { username: 'bot', password: 's3cret-token' },
    });
    const url = server.urlOf('private').replace('http://', 'http://bot:wr0ng-token@');
    const none = await git.testConnection(repo({ id: 'p', url }));
    expect(none).toMatchObject({ ok: false, code: 'git_auth_failed' });
    expect(JSON.stringify(none)).not.toContain('wr0ng');
    const wrong = await git.testConnection(
      repo({ id: 'p', url, credential: { kind: 'basic', username: 'bot', password: 'wr0ng-token' } }),
    );
    expect(wrong).toMatchObject({ ok: false, code: 'git_auth_failed' });
    const right = await git.testConnection(
      repo({ id: 'p', url, credential: { kind: 'basic', username: 'bot', password: 's3cret-token' } }),
    );
    expect(right).toEqual({ ok: true, value: { defaultBranch: 'main', refs: 1 } });
  });

  it('tells a missing repository, an unreachable server and a redirect apart (X25, X26)', async () => {
    expect(await git.testConnection(repo({ url: server.urlOf('nothing') }))).toMatchObject({
      code: 'git_not_found',
    });
    await server.createRepository('moved', { files: { a: 'a' } });
    // An answer that git would take, if it followed.
    const to = `${server.urlOf('team/app')}/info/refs?service=git-upload-pack`;
    server.setFault('moved', { kind: 'redirect', to });
    expect(await git.testConnection(repo({ url: server.urlOf('moved') }))).toMatchObject({
      code: 'git_not_found',
    });
    server.setFault('moved', { kind: 'down' });
    expect(await git.testConnection(repo({ url: server.urlOf('moved') }))).toMatchObject({
      code: 'git_unreachable',
    });
  });

  it('reaches the address that was checked, whatever the name stands for elsewhere (X25)', async () => {
    const egress = createEgress({ allow: ['127.0.0.1:*'], resolve: () => Promise.resolve(['127.0.0.1']) });
    const pinned = createGit({ dataDir, clock: systemClock, egress });
    const url = server.urlOf('team/app').replace('127.0.0.1', 'turns.invalid');
    expect(await pinned.testConnection(repo({ url }))).toMatchObject({ ok: true });
  });

  it.each([
    ['http://127.0.0.1:1/x', 'egress_refused'],
    ['http://169.254.169.254/latest', 'egress_refused'],
    ['http://[::1]:80/x', 'egress_refused'],
    ['http://2130706433/x', 'egress_refused'],
    ['ext::sh -c id', 'git_url_invalid'],
    ['file:///etc', 'git_url_invalid'],
    ['--upload-pack=id', 'git_url_invalid'],
    ['git@127.0.0.1:x', 'egress_refused'],
  ])('%s is %s (X7, X25)', async (url, code) => {
    expect(await git.testConnection(repo({ url, credential: { kind: 'none' } }))).toMatchObject({
      ok: false,
      code,
    });
  });
});
