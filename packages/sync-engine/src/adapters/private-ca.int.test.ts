import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '../../../../tools/git-server/start-git-server.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/src/start.ts';
import type { GitPort, GitRepository } from '../ports/git.ts';
import type { KubePort } from '../ports/kube.ts';
import { createEgress } from './egress.ts';
import { createGit } from './git/git.ts';
import { createKube } from './kube/kube.ts';
import { systemClock, systemRandom } from './time/system-clock.ts';

// A certificate for 127.0.0.1 of an authority that no machine knows; the keys protect nothing else.
const pem = (name: string): string => readFileSync(new URL(`testdata/tls/${name}`, import.meta.url), 'utf8');
const [authority, otherAuthority] = [pem('ca.pem'), pem('other-ca.pem')];

let dir: string;
let gitServer: GitServer;
let sandbox: Sandbox;
let git: GitPort;
let kube: KubePort;
let gitUrl: string;
let clusterUrl: string;
const doors: Server[] = [];

/** The same server behind TLS; its URL. */
async function behindTls(target: string): Promise<string> {
  const door = createServer({ cert: pem('server.pem'), key: pem('server.key.pem') }, (incoming, answer) => {
    const { method, headers, url } = incoming;
    const forwarded = request(new URL(url ?? '/', target), { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    forwarded.once('error', () => answer.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  doors.push(door);
  return `https://127.0.0.1:${(door.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bowline-ca-'));
  [gitServer, sandbox] = await Promise.all([startGitServer(), startSandbox({ controllers: false })]);
  await gitServer.createRepository('app', { files: { a: '1' } });
  gitUrl = gitServer.urlOf('app').replace(gitServer.url, await behindTls(gitServer.url));
  clusterUrl = await behindTls(sandbox.url);
  const egress = createEgress({ allow: ['127.0.0.1:*'] });
  git = createGit({ dataDir: dir, clock: systemClock, egress });
  kube = createKube({ clock: systemClock, random: systemRandom, egress, fieldManager: 'bowline' });
});
afterAll(async () => {
  for (const door of doors) door.closeAllConnections();
  await Promise.all(doors.map((door) => new Promise((resolve) => door.close(resolve))));
  await Promise.all([gitServer.stop(), sandbox.stop()]);
  await rm(dir, { recursive: true, force: true });
});

describe('a repository behind a private certificate authority (X28)', () => {
  const look = (id: string, tls: Partial<GitRepository>) =>
    git.testConnection({
      id,
      url: gitUrl,
      credential: { kind: 'none' },
      insecureSkipTlsVerify: false,
      ...tls,
    });
  const refused = { ok: false, code: 'git_unreachable', message: expect.stringContaining('TLS certificate') };

  it('is read with that authority', async () => {
    expect(await look('with', { caPem: authority })).toMatchObject({ ok: true });
  });

  it('is refused without it, and with another one, and says why', async () => {
    expect(await look('without', {})).toMatchObject(refused);
    expect(await look('other', { caPem: otherAuthority })).toMatchObject(refused);
  });

  it('is read unverified where that was asked for, and no other repository is', async () => {
    expect(await look('skip', { insecureSkipTlsVerify: true })).toMatchObject({ ok: true });
    expect(await look('after', {})).toMatchObject(refused);
  });
});

describe('a cluster behind a private certificate authority (X28)', () => {
  const probe = async (id: string, field: string) => {
    const kubeconfig = sandbox.kubeconfig.replace(/server: .*/, `server: ${clusterUrl}\n${field}`);
    const answer = await kube.client({ id, name: id, kubeconfig }).probe();
    await kube.forget(id);
    return answer;
  };
  const indent = (): string => /\n( *)server:/.exec(sandbox.kubeconfig)?.[1] ?? '';
  const withAuthority = (text: string): string =>
    `${indent()}certificate-authority-data: ${Buffer.from(text).toString('base64')}`;
  const refused = {
    ok: false,
    code: 'cluster_unreachable',
    message: expect.stringContaining('certificate of the cluster could not be verified'),
  };

  it('is read with that authority', async () => {
    expect(await probe('with', withAuthority(authority))).toMatchObject({ ok: true });
  });

  it('is refused without it, and with another one, and says why', async () => {
    expect(await probe('without', '')).toMatchObject(refused);
    expect(await probe('other', withAuthority(otherAuthority))).toMatchObject(refused);
  });
});
