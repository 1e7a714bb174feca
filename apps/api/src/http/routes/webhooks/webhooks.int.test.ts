import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applicationStore } from '../../../store/application.ts';
import { repositoryStore } from '../../../store/repository.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';
import { repositoryInput } from '../../../testing/repository-input.ts';

let test: TestApp;
let uid: string;
const url = 'https://git.example/shop.git';

beforeAll(async () => {
  test = await startTestApp({ env: { BOWLINE_WEBHOOK_SECRET: 'common' } });
  await repositoryStore(test.db).create(repositoryInput({ name: 'shop', url, webhookSecret: 'own' }));
  await repositoryStore(test.db).create(
    repositoryInput({ name: 'other', url: 'https://git.example/other', webhookSecret: 'theirs' }),
  );
  await repositoryStore(test.db).create(repositoryInput({ name: 'plain', url: 'https://git.example/plain' }));
  const application = await applicationStore(test.db).create({
    name: 'shop',
    spec: {
      project: 'default',
      sources: [{ repoURL: 'https://git.example/shop', path: 'a', targetRevision: 'main' }],
      destination: { name: 'c', namespace: 'n' },
    },
    labels: {},
    annotations: {},
    managedBy: null,
    cluster: 'c',
    repositories: ['git.example/shop'],
  });
  uid = application.uid;
});
afterAll(() => test.stop());
beforeEach(async () => {
  await test.db.prisma.application.updateMany({ data: { refreshRequestedAt: null, refreshMode: null } });
});

let delivery = 0;
const push = (ref = 'refs/heads/main', clone_url = url) =>
  JSON.stringify({ ref, repository: { clone_url }, after: 'f'.repeat(40) });
const sign = (secret: string, body: string) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const deliver = (body: string, headers: Record<string, string>) =>
  test.send('receiveWebhook', {
    params: { provider: 'github' },
    body,
    headers: { 'x-github-event': 'push', 'x-github-delivery': `d${delivery++}`, ...headers },
  });
const isRequested = async () => (await applicationStore(test.db).get(uid))?.refresh !== null;

describe('webhooks', () => {
  it('ask for a refresh of what follows the ref, and trust nothing else of the payload (X68)', async () => {
    const body = push();
    expect(await deliver(body, { 'x-hub-signature-256': sign('own', body) })).toMatchObject({
      status: 202,
      body: { refreshed: 1 },
    });
    const application = await applicationStore(test.db).get(uid);
    expect(application?.refresh?.mode).toBe('normal');
    expect(application?.status.desiredRevision).toBe('');
    expect((await repositoryStore(test.db).find('shop'))?.lastWebhookAt).not.toBeNull();
  });

  it('of another ref move nothing', async () => {
    const body = push('refs/heads/topic');
    expect((await deliver(body, { 'x-hub-signature-256': sign('own', body) })).body.refreshed).toBe(0);
    expect(await isRequested()).toBe(false);
  });

  it.each([
    ['no signature', () => ({})],
    ['a wrong secret', (body: string) => ({ 'x-hub-signature-256': sign('wrong', body) })],
    ['the empty secret', (body: string) => ({ 'x-hub-signature-256': sign('', body) })],
    ['the signature of another body', () => ({ 'x-hub-signature-256': sign('own', push('refs/heads/x')) })],
    [
      'the header of another provider',
      (body: string) => ({ 'x-gitlab-token': 'own', 'x-gitea-signature': sign('own', body).slice(7) }),
    ],
  ])('with %s are refused (X64)', async (_, headers) => {
    const body = push();
    expect(await deliver(body, headers(body))).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
    expect(await isRequested()).toBe(false);
  });

  it('are refused where no secret is set at all, signed or not (X64)', async () => {
    const bare = await startTestApp();
    await repositoryStore(bare.db).create(repositoryInput({ name: 'shop', url }));
    const body = push();
    const tried: Record<string, string>[] = [{}, { 'x-hub-signature-256': sign('', body) }];
    for (const headers of tried) {
      const params = { provider: 'github' };
      expect(await bare.send('receiveWebhook', { params, body, headers })).toMatchObject({
        status: 401,
        body: { code: 'unauthenticated' },
      });
    }
    await bare.stop();
  });

  it('speak only for the repository whose secret signed them (X67)', async () => {
    const body = push();
    expect((await deliver(body, { 'x-hub-signature-256': sign('theirs', body) })).body.refreshed).toBe(0);
    expect((await deliver(body, { 'x-hub-signature-256': sign('common', body) })).body.refreshed).toBe(0);
    const pattern = push('refs/heads/main', 'https://git.example/.*');
    expect((await deliver(pattern, { 'x-hub-signature-256': sign('own', pattern) })).body.refreshed).toBe(0);
  });

  it('come once (X64)', async () => {
    const body = push();
    const headers = { 'x-hub-signature-256': sign('own', body), 'x-github-delivery': 'same' };
    expect((await deliver(body, headers)).body.refreshed).toBe(1);
    expect((await deliver(body, headers)).body.refreshed).toBe(0);
  });

  it('larger than a megabyte are refused before they are checked (X65)', async () => {
    const body = 'x'.repeat(1_000_001);
    expect(await deliver(body, { 'x-hub-signature-256': sign('own', body) })).toMatchObject({ status: 413 });
  });

  it.each(['null', '[]', '7', '{"repository":null,"ref":7}', '{"repository":[{}],"ref":{}}'])(
    'of shape %s crash nothing (X66)',
    async (body) => {
      expect((await deliver(body, { 'x-hub-signature-256': sign('own', body) })).body.refreshed).toBe(0);
    },
  );

  it('that are not JSON are named so', async () => {
    expect((await deliver('{', { 'x-hub-signature-256': sign('own', '{') })).status).toBe(400);
  });
});
