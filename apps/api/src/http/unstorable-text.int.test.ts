import type { EndpointName } from '@bowline/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Send, startTestApp, type TestApp } from './test-app.ts';

let test: TestApp;
let admin: string;

beforeAll(async () => {
  test = await startTestApp();
  admin = (await test.user('root', 'admin')).token;
});
afterAll(() => test.stop());

const user = { name: 'kim', role: 'viewer' };
const project = (spec: object, annotations = {}) => ({ metadata: { name: 'shop', annotations }, spec });

it.each<[EndpointName, Send, string]>([
  ['login', { body: { username: 'a\0', password: 'b' } }, 'body.username'],
  ['createUser', { body: { ...user, displayName: 'a\0b' } }, 'body.displayName'],
  ['createUser', { body: { ...user, displayName: 'half a pair: \ud83d' } }, 'body.displayName'],
  ['createProject', { body: project({ description: '\udc00' }) }, 'body.spec.description'],
  ['createProject', { body: project({ sourceRepos: ['*', '\0'] }) }, 'body.spec.sourceRepos.1'],
  ['createProject', { body: project({}, { 'a\0': '' }) }, 'body.metadata.annotations'],
  ['getApplication', { params: { project: 'shop', name: '\0' } }, 'path.name'],
  ['getPlan', { params: { id: '\0' } }, 'path.id'],
  ['listApplications', { query: { q: '\0' } }, 'query.q'],
  ['listActivity', { query: { actor: '\0' } }, 'query.actor'],
])('%s with %j is told which field cannot be stored', async (name, input, path) => {
  const answer = await test.send(name, { token: admin, ...input });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
});

it('whole pairs, and backslashes that only look like it, are text like any other', async () => {
  const displayName = '🚢 \\u0000 \\ud83d';
  const made = await test.send('createUser', { token: admin, body: { ...user, name: 'lee', displayName } });
  expect(made).toMatchObject({ status: 201, body: { displayName } });
});
