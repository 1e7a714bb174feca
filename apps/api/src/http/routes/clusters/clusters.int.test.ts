import type { KubePort } from '@bowline/sync-engine/ports/kube';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterStore } from '../../../store/cluster.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';

let test: TestApp;
let admin: string;
const probed: string[] = [];
const kube = {
  client: (connection: { kubeconfig: string }) => ({
    async probe() {
      probed.push(connection.kubeconfig);
      return { ok: true, value: { version: 'v1.36.3', latencyMs: 1 }, warnings: [] };
    },
  }),
  forget: async () => {},
} as unknown as KubePort;

beforeAll(async () => {
  test = await startTestApp({ deps: { kube } });
  admin = (await test.user('root', 'admin')).token;
});
afterAll(() => test.stop());

const kubeconfig = (server: string, token = 'very-secret-value') => `apiVersion: v1
kind: Config
current-context: main
contexts: [{ name: main, context: { cluster: c, user: u } }, { name: other, context: { cluster: d, user: u } }]
clusters: [{ name: c, cluster: { server: '${server}' } }, { name: d, cluster: { server: 'https://d.example' } }]
users: [{ name: u, user: { token: ${token} } }]
`;
const create = (name: string, change: object = {}) =>
  test.send('createCluster', {
    token: admin,
    body: { metadata: { name }, spec: {}, kubeconfig: kubeconfig('https://c.example:6443'), ...change },
  });

describe('clusters', () => {
  it('take their server from the kubeconfig and never give that away (X75)', async () => {
    const made = await create('prod', { spec: { server: 'https://evil.example' } });
    expect(made).toMatchObject({
      status: 201,
      body: { spec: { server: 'https://c.example:6443' }, status: { state: 'unknown' } },
    });
    expect((await create('other', { context: 'other' })).body.spec).toMatchObject({
      server: 'https://d.example',
    });
    const seen = [
      made.body,
      (await test.send('getCluster', { token: admin, params: { name: 'prod' } })).body,
      (await test.send('listClusters', { token: admin })).body,
      (await test.send('listActivity', { token: admin })).body,
    ];
    expect(JSON.stringify(seen)).not.toContain('very-secret-value');
    const stored = await test.db.prisma.cluster.findFirstOrThrow();
    expect(Buffer.from(stored.kubeconfig).includes('very-secret-value')).toBe(false);
  });

  it.each([
    ['no kubeconfig', { kubeconfig: undefined }],
    ['broken YAML', { kubeconfig: 'a: [very-secret-value' }],
    ['no such context', { context: 'nowhere' }],
    ['no server', { kubeconfig: 'apiVersion: v1' }],
  ])('with %s are refused without quoting it', async (_, change) => {
    const answer = await create('bad', change);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(JSON.stringify(answer.body)).not.toContain('very-secret-value');
  });

  it('keep the kubeconfig when none is sent, whatever server is named (X26)', async () => {
    await create('kept');
    const body = { metadata: { name: 'kept' }, spec: { server: 'https://evil.example', namespaces: ['a'] } };
    const updated = await test.send('updateCluster', { token: admin, params: { name: 'kept' }, body });
    expect(updated).toMatchObject({
      status: 200,
      body: { spec: { server: 'https://c.example:6443', namespaces: ['a'] } },
    });
    expect((await clusterStore(test.db).open('kept'))?.kubeconfig).toContain('c.example:6443');
  });

  it('are found by any spelling of their server (X47)', async () => {
    for (const server of ['https://c.example:6443', 'https://c.example:6443/', 'https://C.example:6443']) {
      expect((await clusterStore(test.db).findByServer(server))?.server).toBe('https://c.example:6443');
    }
    expect(await clusterStore(test.db).findByServer('https://c.example')).toBeNull();
  });

  it('are tested, saved or not', async () => {
    const run = (body: object) => test.send('testCluster', { token: admin, body: { spec: {}, ...body } });
    const unsaved = { metadata: { name: 'new' }, kubeconfig: kubeconfig('https://n.example') };
    expect(await run(unsaved)).toMatchObject({
      body: { ok: true, message: 'Connected: Kubernetes v1.36.3.' },
    });
    await run({ metadata: { name: 'prod' } });
    expect(probed.at(-1)).toContain('c.example');
    expect((await run({ metadata: { name: 'nowhere' } })).status).toBe(400);
  });
});
