import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GitServer } from '../../../../../tools/git-server/start-git-server.ts';
import { startGitServer } from '../../../../../tools/git-server/start-git-server.ts';
import type { GitPort, GitRepository } from '../../ports/git.ts';
import { createEgress } from '../egress.ts';
import { systemClock } from '../time/system-clock.ts';
import { createGit, defaultToolPath } from './git.ts';

// An `ssh` that notes what it was given and runs git's own upload-pack, as sshd would.
let dir: string;
let root: string;
let server: GitServer;
let git: GitPort;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "bowline-ssh it's "));
  root = join(dir, 'repos');
  server = await startGitServer({ root });
  await server.createRepository('app', { files: { a: '1' } });
  const bin = join(dir, 'bin');
  await mkdir(bin);
  const script = `#!/bin/sh
printf '%s\\n' "$@" > '${dir.replaceAll("'", `'\\''`)}/arguments'
while [ $# -gt 1 ]; do case "$1" in -i) cat "$2" > '${dir.replaceAll("'", `'\\''`)}/key';; esac; shift; done
case "$1" in *unknown*) echo 'Host key verification failed.' >&2; exit 255;; esac
cd '${root.replaceAll("'", `'\\''`)}' && exec git upload-pack app.git
`;
  await writeFile(join(bin, 'ssh'), script);
  await chmod(join(bin, 'ssh'), 0o755);
  git = createGit({
    dataDir: join(dir, 'data'),
    clock: systemClock,
    path: `${bin}:${defaultToolPath}`,
    egress: createEgress({ allow: [], resolve: async () => ['203.0.113.9'] }),
  });
});
afterAll(async () => {
  await git.forget('s');
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

const repo = (url: string): GitRepository => ({
  id: 's',
  url,
  credential: { kind: 'ssh', privateKey: 'PRIVATE', knownHosts: 'git.example.com ssh-ed25519 AAAA' },
  insecureSkipTlsVerify: false,
});

it('gives ssh the key, the known hosts and the checked address, and nothing of this machine (X25, X28)', async () => {
  const resolved = await git.resolve(repo('ssh://deploy@git.example.com:2222/app.git'), 'main');
  expect(resolved).toMatchObject({ ok: true });
  const given = (await readFile(join(dir, 'arguments'), 'utf8')).split('\n');
  expect(given).toEqual(
    expect.arrayContaining([
      'StrictHostKeyChecking=yes',
      'HostName=203.0.113.9',
      'HostKeyAlias=[git.example.com]:2222',
      'BatchMode=yes',
      'IdentityAgent=none',
      '/dev/null',
      '2222',
      'deploy@git.example.com',
    ]),
  );
  expect(await readFile(join(dir, 'key'), 'utf8')).toBe('PRIVATE\n');
  // Keys live as long as the one process that needs them.
  expect(await readdir(join(dir, 'data', 'git', 'scratch'))).toEqual([]);
});

it('explains an unknown host key, and a missing key', async () => {
  expect(await git.testConnection(repo('git@git.example.com:unknown.git'))).toMatchObject({
    code: 'git_host_key_unknown',
  });
  expect(
    await git.testConnection({ ...repo('git@git.example.com:app.git'), credential: { kind: 'none' } }),
  ).toMatchObject({ code: 'git_auth_failed' });
  expect(
    await git.testConnection({ ...repo('git@git.example.com:app.git'), proxy: 'http://p:1' }),
  ).toMatchObject({ code: 'git_url_invalid' });
});
