import type { EndpointName } from '@bowline/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeCursor } from './cursor.ts';
import { startTestApp, type TestApp } from './test-app.ts';

let test: TestApp;
let admin: string;

beforeAll(async () => {
  test = await startTestApp();
  admin = (await test.user('root', 'admin')).token;
});
afterAll(() => test.stop());

const uid = '11111111-1111-4111-8111-111111111111';
const at = '2026-11-28T10:00:00.000Z';
const answerTo = (name: EndpointName, position: unknown, sort?: string) =>
  test.send(name, { token: admin, query: { cursor: encodeCursor(position), ...(sort && { sort }) } });

it.each<[EndpointName, unknown, string?]>([
  ['listActivity', 'x'],
  ['listApplications', { value: 'a', name: 'a', uid: 'no uid' }],
  ['listApplications', { value: 'a', name: 'a\0', uid }],
  ['listApplications', { value: 'a', name: 'a', uid }, 'health'],
  ['listApplications', { value: 1e99, name: 'a', uid }, '-health'],
  ['listApplications', { value: 'no time', name: 'a', uid }, 'created'],
  ['listApplications', { name: 'a', uid }, 'sync'],
  ['listClusters', 1],
  ['listOperations', ['no time', 'x']],
  ['listPlans', ['-271821-04-20T00:00:00.000Z', 'x']],
  ['listPlans', [at, 'a\0']],
  ['listTokens', ['no time', 'x']],
  ['listUsers', 'a\0'],
])('%s refuses %j as a position', async (name, position, sort) => {
  expect(await answerTo(name, position, sort)).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', detail: expect.stringContaining('cursor') },
  });
});

it.each<[EndpointName, unknown, string?]>([
  ['listActivity', '1'],
  ['listApplications', { value: 3, name: 'a', uid }, '-health'],
  ['listApplications', { value: 'Synced', name: 'a', uid }, 'sync'],
  ['listApplications', { value: null, name: 'a', uid }, 'release'],
  ['listApplications', { value: at, name: 'a', uid }, '-created'],
  ['listOperations', [at, 'op_1']],
  ['listPlans', [at, 'pl_1']],
  ['listTokens', [at, 'tok_1']],
  ['listUsers', 'kim'],
])('%s goes on from %j', async (name, position, sort) => {
  expect(await answerTo(name, position, sort)).toMatchObject({ status: 200 });
});
