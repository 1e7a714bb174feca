import { type EndpointName, endpoints, routes } from '@bowline/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GlobalRole } from '../../store/user.ts';
import { startTestApp, type TestApp } from '../test-app.ts';

let test: TestApp;
const tokens = {} as Record<GlobalRole, string>;

beforeAll(async () => {
  test = await startTestApp();
  for (const role of ['admin', 'operator', 'viewer', 'none'] as const) {
    tokens[role] = (await test.user(role, role)).token;
  }
  await test.project('shop');
});
afterAll(() => test.stop());

const params = { project: 'shop', name: 'shop', number: '1', id: 'pl_none', provider: 'github' };
const spec = {
  project: 'shop',
  sources: [{ repoURL: 'https://git.example/a' }],
  destination: { name: 'c', namespace: 'n' },
};
const metadata = { name: 'shop' };
const bodies: Partial<Record<EndpointName, unknown>> = {
  changePassword: { current: 'x', next: 'something long enough' },
  createUser: { name: 'someone', role: 'viewer' },
  updateUser: { displayName: 'x' },
  createToken: { name: 'ci', role: 'viewer' },
  createProject: { metadata: { name: 'new' }, spec: {} },
  updateProject: { metadata, spec: {} },
  createRepository: { metadata, spec: { url: 'https://git.example/a' } },
  updateRepository: { metadata, spec: { url: 'https://git.example/a' } },
  testRepository: { metadata, spec: { url: 'https://git.example/a' } },
  createCluster: { metadata, spec: {}, kubeconfig: 'x' },
  updateCluster: { metadata, spec: {} },
  testCluster: { metadata, spec: {}, kubeconfig: 'x' },
  createApplication: { metadata, spec },
  previewApplication: { metadata, spec },
  updateApplication: { metadata, spec },
  refreshApplication: {},
  setHold: { reason: 'x' },
  runAction: { action: 'restart', resource: 'apps/Deployment/n/a' },
  buildPlan: { kind: 'sync', project: 'shop', application: 'shop' },
  approvePlan: { digest: 'x' },
  executePlan: { digest: 'x' },
  rejectPlan: { reason: 'x' },
  applyObjects: { yaml: '' },
  setTopics: { topics: [] },
};
const queries: Partial<Record<EndpointName, Record<string, string>>> = {
  deleteApplication: { confirmName: 'shop' },
  getResource: { id: '/Pod/n/a' },
  streamLogs: { id: '/Pod/n/a' },
  compareReleases: { with: '1' },
  listChartVersions: { chart: 'web' },
  search: { q: 'x' },
};
const names = (Object.keys(routes) as EndpointName[]).filter((name) => routes[name].permission !== 'public');
const send = (name: EndpointName, token?: string) =>
  test.send(name, {
    params,
    ...(queries[name] && { query: queries[name] }),
    ...(bodies[name] !== undefined && { body: bodies[name] }),
    ...(token !== undefined && { token }),
  });

describe('every route and every role (X42)', () => {
  it.each(names)('%s refuses who is not signed in', async (name) => {
    expect(await send(name)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect((await send(name, `bow_${'x'.repeat(43)}`)).status).toBe(401);
  });

  // By id alone the object comes first: one that does not exist is 404 for all, tested with real ones elsewhere.
  const guarded = names.filter(
    (name) => routes[name].permission.includes(':') && !/(Plan|Operation)$/.test(name),
  );
  it.each([...guarded, 'buildPlan' as const])('%s refuses who has no role', async (name) => {
    const answer = await send(name, tokens.none);
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  const writes = guarded.filter((name) => !routes[name].permission.endsWith(':get'));
  it.each(writes)('%s refuses who may only read', async (name) => {
    expect(await send(name, tokens.viewer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  const administration = writes.filter((name) => !routes[name].permission.startsWith('applications:'));
  it.each(administration)('%s refuses an operator', async (name) => {
    expect(await send(name, tokens.operator)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it.each([
    'listProjects',
    'listRepositories',
    'listClusters',
    'listPlans',
    'listOperations',
    'listApplications',
  ] as const)('%s shows nothing to who has no role', async (name) => {
    const answer = await send(name, tokens.none);
    expect(answer).toMatchObject({ status: 200, body: { items: [], total: 0 } });
  });

  it('wrong requests are named by field, never by value', async () => {
    const answer = await test.send('createUser', {
      token: tokens.admin,
      body: { name: 'Not A Name', role: 'king' },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ path: 'body.name' }),
      expect.objectContaining({ path: 'body.role' }),
    ]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
  });

  it('what is refused is written down', async () => {
    await send('deleteApplication', tokens.viewer);
    const trail = await test.send('listActivity', {
      token: tokens.admin,
      query: { outcome: 'denied', action: 'applications.delete' },
    });
    expect(trail.body.items).toContainEqual(
      expect.objectContaining({
        actor: expect.objectContaining({ kind: 'token', name: 'viewer/test' }),
        object: { kind: 'Application', project: 'shop', name: 'shop' },
        outcome: 'denied',
      }),
    );
  });

  it('metrics and unknown addresses tell nothing (X57)', async () => {
    expect((await test.app.request('/metrics')).status).toBe(401);
    const viewer = { headers: { authorization: `Bearer ${tokens.viewer}` } };
    expect((await test.app.request('/metrics', viewer)).status).toBe(403);
    const admin = { headers: { authorization: `Bearer ${tokens.admin}` } };
    expect(await (await test.app.request('/metrics', admin)).text()).toContain(
      'bowline_http_request_seconds',
    );
    const nothing = await test.app.request('/api/v1/nothing');
    expect(await nothing.json()).toMatchObject({
      status: 404,
      hint: expect.stringContaining('openapi.json'),
    });
    const other = await test.app.request('/api/v1/projects', { method: 'PATCH' });
    expect(await other.json()).toMatchObject({ status: 405, hint: expect.stringContaining('GET, POST') });
    expect(other.headers.get('allow')).toBe('GET, POST');
  });

  it('an absent object answers with what to do', async () => {
    const named = Object.values(endpoints).filter((line) => line.includes('{'));
    const answers = await Promise.all(
      named.map(async (line) => {
        const [method = '', path = ''] = line.split(' ');
        const response = await test.app.request(path.replace(/\{[^}]+\}/g, '7'), {
          method,
          headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
          ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
        });
        return { line, ...((await response.json()) as { code: string; hint: string }) };
      }),
    );
    const missing = answers.filter(({ code }) => code === 'not_found');
    expect(missing.length).toBeGreaterThan(20);
    expect(missing.filter(({ hint }) => hint === '').map(({ line }) => line)).toEqual([]);
  });
});
