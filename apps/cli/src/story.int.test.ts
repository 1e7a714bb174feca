import type { Operation, Problem } from '@bowline/contract';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemoFiles } from '../../../tools/demo/repositories.ts';
import { createTestDatabase } from '../../../tools/postgres/test-database.ts';
import { processIo } from './io.ts';
import { main } from './program.ts';
import { startTestServer, type TestServer } from './testing/start-server.ts';

const dir = mkdtempSync(join(tmpdir(), 'bowline-story-'));
const file = (name: string) => join(dir, name);
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(await createTestDatabase());
  await server.git.createRepository('plain', {
    files: loadDemoFiles('demo-plain'),
    message: 'Add the first version',
  });
  writeFileSync(file('kubeconfig'), server.sandbox.kubeconfig);
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});

type Run = { exitCode: number; out: string; err: string };

/** One command against the real server, by API token unless `env` says otherwise. */
async function bowline(
  line: string,
  input: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Run> {
  const written = { out: '', err: '' };
  const env = input.env ?? { BOWLINE_URL: server.url, BOWLINE_TOKEN: server.token, XDG_CONFIG_HOME: dir };
  const exitCode = await main(line.split(' '), {
    ...processIo(),
    env: { PATH: process.env.PATH, HOME: dir, ...env },
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    isTerminal: false,
    isInteractive: false,
    readStdin: () => Promise.resolve(input.stdin ?? ''),
  });
  return { exitCode, ...written };
}

async function json<T>(line: string): Promise<T> {
  const { exitCode, out, err } = await bowline(`${line} -o json`);
  expect(err + exitCode).toMatch(/0$/);
  return JSON.parse(out) as T;
}

describe('the story by command line and API token', () => {
  it('registers a cluster and a repository, testing each', async () => {
    expect(await bowline(`cluster add sandbox --kubeconfig ${file('kubeconfig')}`)).toMatchObject({
      exitCode: 0,
    });
    const other = 'cluster accept-identity sandbox nobody';
    expect((await bowline(other)).exitCode).toBe(3);
    expect((await bowline(`${other} --yes`)).err).toContain('no cluster with this identity has answered');
    expect(await bowline(`repo add plain ${server.git.urlOf('plain')}`)).toMatchObject({ exitCode: 0 });
    const wrong = await bowline(`repo add wrong ${server.git.urlOf('wrong')}`);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.err).toMatch(/git_not_found/);
    expect(await json<object[]>('repo list')).toHaveLength(1);
  });

  it('previews, registers, compares and plans without touching anything', async () => {
    const create = `app create web --repo ${server.git.urlOf('plain')} --path guestbook --destination sandbox -n web --sync-option CreateNamespace=true`;
    expect((await bowline(`${create} --dry-run`)).out).toMatch(/^plain at \w{12}: 7 objects/);
    const lost = create.replace('create web', 'create lost').replace('/plain', '/unregistered');
    const refused = await bowline(`${lost} -o json`);
    expect([refused.exitCode, (JSON.parse(refused.out) as Problem).code]).toEqual([2, 'repository_unknown']);
    expect(refused.err).toMatch(/hint: .*--no-test/);
    expect((await bowline('app list -o name')).out).toBe('');
    expect(await bowline(`${lost} --no-test`)).toMatchObject({ exitCode: 0 });
    expect(await bowline('app delete lost --forget --yes')).toMatchObject({ exitCode: 0 });
    const nowhere = create.replace('create web', 'create nowhere').replace('sandbox', 'nobodys');
    expect(await bowline(nowhere)).toMatchObject({
      exitCode: 0,
      err: 'warning: the destination: No such cluster is registered.\n',
    });
    const undeletable = await bowline('app delete nowhere --yes');
    expect([undeletable.exitCode, undeletable.err]).toEqual([2, expect.stringMatching(/hint: .*--forget/)]);
    expect(await bowline('app delete nowhere --forget --yes')).toMatchObject({ exitCode: 0 });
    expect(await bowline(create)).toMatchObject({ exitCode: 0, err: '' });
    expect((await bowline('app refresh web')).exitCode).toBe(0);
    const diff = await bowline('app diff web');
    expect(diff).toMatchObject({ exitCode: 1 });
    expect(diff.out).toMatch(/\+ Deployment web\/guestbook-web {2}\(create\)/);
    const plan = await bowline('app plan web');
    expect(plan.out).toMatch(/digest {4}[0-9a-f]{64}/);
    // What one command names, another one takes.
    const named = (await bowline('app list -o name')).out.trim();
    expect(named).toBe('application/default/web');
    expect((await bowline(`app get ${named} -o name`)).out.trim()).toBe(named);
    const planned = (await bowline('plan list -o name')).out.split('\n')[0];
    expect((await bowline(`plan get ${planned} -o name`)).out.trim()).toBe(planned);
    expect((await bowline('app list')).out).toMatch(/default +web +Missing +OutOfSync/);
  });

  it('executes nothing without consent, then exactly the digest, to Healthy', async () => {
    const refused = await bowline('app sync web');
    expect(refused.exitCode).toBe(3);
    expect(refused.err).toMatch(/Nothing was executed/);
    const forPrograms = await bowline('app sync web -o json');
    expect(forPrograms.exitCode).toBe(3);
    expect(JSON.parse(forPrograms.out)).toMatchObject({
      code: 'consent_required',
      data: { plan: { digest: expect.any(String), decision: { kind: 'run' } } },
    });
    const unknown = await bowline('app sync default/nobody --yes -o json');
    expect(unknown.exitCode).toBe(2);
    expect(JSON.parse(unknown.out)).toMatchObject({ code: 'not_found', requestId: expect.any(String) });
    const synced = await bowline('app sync web --yes');
    expect(synced.err).toMatch(/done +1\/\d+ PreSync wave 0: apply Namespace web/);
    expect(synced).toMatchObject({ exitCode: 0 });
    expect(synced.out).toMatch(/Operation 1 Succeeded as release 1/);
    expect((await bowline('app wait web --timeout 60s')).exitCode).toBe(0);
    expect((await bowline('app diff web')).exitCode).toBe(0);
    expect((await bowline('app resources web')).out).toMatch(
      /Deployment +web +guestbook-web +Healthy +Synced/,
    );
    expect((await bowline('app logs web Deployment/guestbook-web --tail 5')).exitCode).toBe(0);
  });

  it('round-trips YAML, and edits through the same gate', async () => {
    const { out } = await bowline('get application web -o yaml');
    const projects = (await bowline('get projects -o yaml')).out;
    for (const command of ['apply -f - --dry-run', 'apply -f -'])
      expect(await bowline(command, { stdin: `${projects}---\n${out}` })).toMatchObject({
        exitCode: 0,
        out: expect.stringMatching(/Project .* unchanged.*\nApplication .* unchanged/),
      });
    const bare = 'apiVersion: bowline.dev/v1alpha1\nkind: Cluster\nmetadata: {name: bare}\nspec: {}\n';
    expect(await bowline('apply -f - --dry-run', { stdin: bare })).toMatchObject({
      exitCode: 2,
      out: expect.stringMatching(/failed +\[command_failed\] .*bowline cluster add bare/),
    });
    expect((await bowline('app set web --label tier=front --yes')).exitCode).toBe(0);
    expect(await json('app get web')).toMatchObject({ metadata: { labels: { tier: 'front' } } });
    expect((await json<Operation[]>('op list'))[0]?.message).toBe('Saved: labels.');
    expect(
      (await bowline('apply -f -', { stdin: out.replace('path: guestbook', 'path: ./guestbook') })).out,
    ).toMatch(/configured/);
  });

  it('shows drift with its writer, wants the risk accepted, and rolls back', async () => {
    expect(
      (await bowline('app actions web scale Deployment/guestbook-web --replicas 3 --yes')).exitCode,
    ).toBe(0);
    expect((await bowline('app refresh web')).exitCode).toBe(0);
    expect((await bowline('app wait web --sync --timeout 1s')).exitCode).toBe(20);
    expect((await bowline('app diff web')).out).toMatch(/spec\.replicas {2}\[drift by/);
    const risky = await bowline('app rollback web 1 --yes');
    expect(risky).toMatchObject({ exitCode: 3, err: expect.stringMatching(/take-back-drift/) });
    expect(await bowline('app rollback web 1 --yes --accept-risk take-back-drift')).toMatchObject({
      exitCode: 0,
    });
    expect(await json('app get web')).toMatchObject({ status: { hold: { release: expect.anything() } } });
    expect((await bowline('app history web')).out).toMatch(/rollback to 1/);
    expect(await json('app rollback web 1 --yes')).toMatchObject({ code: 'nothing_to_do' });
    expect((await bowline('app resume web')).out).toContain('has ended');
    expect(await bowline('app resume web')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('is not held'),
    });
  });

  it('asks for the approvals of a Project', async () => {
    const objects = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: careful, namespace: argocd}
spec:
  sourceRepos: ['*']
  destinations: [{server: '*', namespace: '*'}]
  clusterResourceWhitelist: [{group: '*', kind: '*'}]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: slow, namespace: argocd}
spec:
  project: careful
  source: {repoURL: '${server.git.urlOf('plain')}', path: guestbook, targetRevision: HEAD}
  destination: {name: sandbox, namespace: slow}
  syncPolicy: {syncOptions: [CreateNamespace=true]}
`;
    expect(await bowline('apply -f -', { stdin: objects })).toMatchObject({ exitCode: 0 });
    const rules = (await bowline('get project careful -o yaml')).out.replace(
      'spec:',
      'spec:\n  approvals: {required: 2}',
    );
    expect((await bowline('apply -f -', { stdin: rules })).out).toMatch(/configured/);
    expect(await bowline('app sync slow --yes')).toMatchObject({
      exitCode: 3,
      err: expect.stringMatching(/needs approval/),
    });
    const [plan] = await json<{ id: string; digest: string }[]>('plan list -a slow --state open');
    expect((await bowline(`app approve slow --digest ${'0'.repeat(64)}`)).exitCode).toBe(2);
    expect((await bowline(`plan approve ${plan?.id} --digest ${plan?.digest}`)).out).toMatch(/1 of 2/);
    expect((await bowline(`plan reject ${plan?.id} --reason later`)).exitCode).toBe(0);
  });

  it('deletes with the live objects', async () => {
    const asked = await bowline('app delete web');
    expect(asked.exitCode).toBe(3);
    const consent = asked.err.match(/`bowline (plan execute .*)`/)?.[1] ?? '';
    expect((await bowline(consent)).exitCode).toBe(0);
    expect(await bowline('app get web')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/no Application "web"/),
    });
  });

  it('signs in by password, keeps the session to its owner, and ends it', async () => {
    const env = { XDG_CONFIG_HOME: dir };
    const first = readFileSync(join(server.dir, 'first-password'), 'utf8');
    writeFileSync(file('next'), 'correct horse battery\n');
    const login = `login ${server.url} -u admin --password-stdin`;
    expect(await bowline(login, { env, stdin: 'wrong' })).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/login_failed/),
    });
    expect(
      await bowline(`${login} --new-password-file ${file('next')}`, { env, stdin: first }),
    ).toMatchObject({ exitCode: 0 });
    expect(statSync(join(dir, 'bowline', 'config.json')).mode & 0o777).toBe(0o600);
    expect((await bowline('whoami', { env })).out).toMatch(/^admin \(admin\)/);
    const added = await bowline('token add ci --role viewer', { env });
    expect(added.out).toMatch(/^bow_\S{43}\n$/);
    const viewer = { BOWLINE_URL: server.url, BOWLINE_TOKEN: added.out.trim() };
    expect(await bowline('project add nope', { env: viewer })).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/forbidden/),
    });
    expect((await bowline('token delete ci', { env })).exitCode).toBe(0);
    expect(await bowline('whoami', { env: viewer })).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/unauthenticated/),
    });
    expect((await bowline('logout', { env })).exitCode).toBe(0);
    expect((await bowline('whoami', { env })).exitCode).toBe(2);
  });
});
