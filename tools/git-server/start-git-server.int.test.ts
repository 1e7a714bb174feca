import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runGit } from './git.ts';
import { loadSample } from './samples.ts';
import { type GitServer, startGitServer } from './start-git-server.ts';

let server: GitServer;
let work: string;

beforeAll(async () => {
  server = await startGitServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'bowline-git-test-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const remoteHead = (url: string) =>
  runGit(work, ['ls-remote', url, 'HEAD']).then((line) => line.split('\t')[0]);

describe('git server', () => {
  it('serves commits made without a checkout, with links, modes and removals', async () => {
    const { url, commit } = await server.createRepository('knots', {
      files: { 'a.yaml': 'a: 1\n', 'deep/"odd" name.yaml': 'b: 2\n', gone: 'x' },
    });
    expect(await remoteHead(url)).toBe(commit);
    const second = await server.commit('knots', {
      files: { gone: null, link: { symlink: 'a.yaml' }, run: { content: '#!/bin/sh\n', mode: '100755' } },
      message: 'Tie a second knot',
      author: 'Ada <ada@example.com>',
    });
    await runGit(work, ['clone', '--quiet', url, 'clone']);
    const tree = await runGit(join(work, 'clone'), ['ls-tree', '-r', '-z', 'HEAD']);
    expect(
      tree
        .split('\0')
        .filter(Boolean)
        .map((line) => line.replace(/ blob \w+\t/, ' ')),
    ).toEqual(['100644 a.yaml', '100644 deep/"odd" name.yaml', '120000 link', '100755 run']);
    expect(await runGit(join(work, 'clone'), ['log', '-1', '--format=%H %an %s'])).toBe(
      `${second} Ada Tie a second knot`,
    );
  });

  it('serves only what was made or opened here, and lives on after a path that is none', async () => {
    await runGit(work, ['init', '--quiet', '--bare', 'hidden.git']);
    await runGit(work, ['init', '--quiet', '--bare', 'kept.git']);
    const other = await startGitServer({ root: work });
    other.setAccess('kept', {});
    const statusOf = async (path: string) => (await fetch(`${other.url}${path}`)).status;
    const open = ['/kept.git/HEAD', '/kept%2Egit/HEAD', '/../kept.git/HEAD'];
    expect(await Promise.all(open.map(statusOf))).toEqual([200, 200, 200]);
    const closed = ['/hidden.git/HEAD', '/%', '/kept.git/%', '/kept.git/..%2fhidden.git/HEAD'];
    expect(await Promise.all(closed.map(statusOf))).toEqual([404, 404, 404, 404]);
    expect(await statusOf('/kept.git/%252e%252e/hidden.git/HEAD')).toBe(404);
    await other.stop();
  });

  it('asks for credentials and takes pushes only where told to', async () => {
    const auth = { username: 'ada', password: 's3cret' };
    const { url } = await server.createRepository('guarded', { files: { a: '1' }, auth, canPush: true });
    await expect(remoteHead(url)).rejects.toThrow('could not read Username');
    const signedUrl = url.replace('http://', 'http://ada:s3cret@');
    await runGit(work, ['clone', '--quiet', signedUrl, 'clone']);
    writeFileSync(join(work, 'clone', 'b'), '2');
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    await runGit(join(work, 'clone'), ['add', '.']);
    await runGit(join(work, 'clone'), [...identity, 'commit', '--quiet', '-m', 'Add b']);
    await runGit(join(work, 'clone'), ['push', '--quiet', 'origin', 'main']);
    expect(await remoteHead(signedUrl)).toBe(await runGit(join(work, 'clone'), ['rev-parse', 'HEAD']));

    const { url: readOnly } = await server.createRepository('read-only', { files: { a: '1' } });
    await expect(
      runGit(join(work, 'clone'), ['push', '--quiet', readOnly, 'HEAD:refs/heads/x']),
    ).rejects.toThrow('403');
  });

  it('misbehaves on request and heals', async () => {
    const { url, commit } = await server.createRepository('faulty', { files: { a: '1' } });
    const { url: other, commit: otherCommit } = await server.createRepository('other', { files: { a: '2' } });
    server.setFault('faulty', { kind: 'down' });
    await expect(remoteHead(url)).rejects.toThrow(/Empty reply|reset/);
    server.setFault('faulty', { kind: 'unauthorized' });
    await expect(remoteHead(url)).rejects.toThrow('Username');
    server.setFault('faulty', { kind: 'redirect', to: `${other}/info/refs?service=git-upload-pack` });
    expect(await remoteHead(url)).toBe(otherCommit);
    server.setFault('faulty', { kind: 'hang' });
    await expect(fetch(`${url}/info/refs`, { signal: AbortSignal.timeout(100) })).rejects.toThrow('aborted');
    server.setFault('faulty', undefined);
    expect(await remoteHead(url)).toBe(commit);
  });

  it('tells a webhook of a commit, signed as GitHub signs', async () => {
    let receive: (push: { signature: unknown; body: unknown }) => void = () => {};
    const received = new Promise<{ signature: unknown; body: unknown }>((resolve) => (receive = resolve));
    const receiver = createServer(async (req, res) => {
      let text = '';
      for await (const chunk of req) text += chunk;
      receive({ signature: req.headers['x-hub-signature-256'], body: JSON.parse(text) });
      res.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as { port: number };
    await server.createRepository('hooked', { files: { a: '1' } });
    server.addWebhook('hooked', { url: `http://127.0.0.1:${port}/`, provider: 'github', secret: 'knot' });
    const commit = await server.commit('hooked', { files: { a: '2' } });
    const { signature, body } = await received;
    expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(body).toMatchObject({ ref: 'refs/heads/main', after: commit });
    receiver.close();
  });

  const sample = loadSample('podinfo');
  it.skipIf(!sample)('serves a public repository from its bundle', async () => {
    const { url, commit } = await server.createRepository('podinfo', sample as { bundle: string });
    expect(await remoteHead(url)).toBe(commit);
    expect(Number(await server.git('podinfo', ['rev-list', '--count', 'HEAD']))).toBeGreaterThan(100);
  });
});
