import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { outboxStore } from '../../../store/outbox.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';

let test: TestApp;
let operator: { token: string };

beforeAll(async () => {
  test = await startTestApp();
  operator = await test.user('kim', 'operator');
  const roles = [{ name: 'reader', permissions: ['applications:get'], users: ['lee'] }];
  await test.project('shop', { roles });
});
afterAll(() => test.stop());

type Frame = { topic: string; seq: number; type: string; data: unknown };

/** Reads a stream frame by frame; `next` is null at its end. */
async function openStream(token: string, options: { topics?: string; lastEventId?: string } = {}) {
  const query = options.topics === undefined ? '' : `?topics=${encodeURIComponent(options.topics)}`;
  const abort = new AbortController();
  const response = await test.app.request(`/api/v1/stream${query}`, {
    signal: abort.signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(options.lastEventId && { 'last-event-id': options.lastEventId }),
    },
  });
  expect(response.headers.get('content-type')).toMatch(/event-stream/);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let lastEventId = '';
  const next = async (): Promise<Frame | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        lastEventId = lines.find((line) => line.startsWith('id: '))?.slice(4) ?? lastEventId;
        const frame = JSON.parse(
          lines.find((line) => line.startsWith('data: '))?.slice(6) ?? 'null',
        ) as Frame;
        if (frame.type !== 'heartbeat') return frame;
        continue;
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return null;
      text += chunk.value;
    }
  };
  const hello = await next();
  return {
    id: (hello?.data as { id: string } | undefined)?.id ?? '',
    next,
    lastEventId: () => lastEventId,
    close: async () => {
      abort.abort();
      await reader?.cancel().catch(() => {});
    },
  };
}

async function publish(topic: string, project: string | null, data: unknown = null): Promise<void> {
  await outboxStore(test.db).append([{ topic, type: 'patch', project, data }]);
  test.deps.hub.poke();
}

describe('live stream', () => {
  it('sends what was asked for, in order', async () => {
    const stream = await openStream(operator.token, { topics: 'app:1,plan:2' });
    await publish('app:9', 'shop');
    await publish('app:1', 'shop', { a: 1 });
    await publish('plan:2', 'shop');
    const frames = [await stream.next(), await stream.next()];
    expect(frames).toMatchObject([{ topic: 'app:1', type: 'patch', data: { a: 1 } }, { topic: 'plan:2' }]);
    expect(frames[1]?.seq).toBeGreaterThan(frames[0]?.seq ?? 0);
    await stream.close();
  });

  it.each(['mark', 'apps', 'app:', 'app:1:logs', 'plan:1:2', 'Home'])(
    'refuses the topic %s',
    async (topic) => {
      const params = { id: 'any' };
      const chosen = await test.send('setTopics', {
        token: operator.token,
        params,
        body: { topics: ['home', topic] },
      });
      const opened = await test.send('openStream', { token: operator.token, query: { topics: topic } });
      for (const { body } of [chosen, opened])
        expect(body).toMatchObject({
          code: 'invalid_request',
          detail: `There is no topic "${topic}".`,
          hint: expect.stringContaining('app:*:tree'),
        });
    },
  );

  it('changes its topics on request, for its owner only', async () => {
    const stream = await openStream(operator.token);
    const other = await test.user('max', 'operator');
    const change = (token: string) =>
      test.send('setTopics', { token, params: { id: stream.id }, body: { topics: ['home'] } });
    expect((await change(other.token)).status).toBe(404);
    expect((await change(operator.token)).status).toBe(200);
    await publish('home', 'shop', 7);
    expect(await stream.next()).toMatchObject({ topic: 'home', data: 7 });
    await stream.close();
  });

  it('tells of a topic that is new to it what its reader may have missed since reading the page', async () => {
    const stream = await openStream(operator.token, { topics: 'home' });
    const choose = (topics: string[]) =>
      test.send('setTopics', { token: operator.token, params: { id: stream.id }, body: { topics } });
    await publish('app:5', 'shop', 'old');
    await publish('app:5', 'shop', 'new');
    await publish('home', 'shop', 1);
    expect(await stream.next()).toMatchObject({ topic: 'home', data: 1 });
    await choose(['home', 'app:5']);
    expect(await stream.next()).toMatchObject({ topic: 'app:5', data: 'old' });
    expect(await stream.next()).toMatchObject({ topic: 'app:5', data: 'new' });
    await choose(['home', 'app:5']);
    await publish('home', 'shop', 2);
    expect(await stream.next(), 'once').toMatchObject({ topic: 'home', data: 2 });
    await stream.close();
  });

  it('shows only what its reader may see (X42)', async () => {
    const lee = await test.user('lee', 'none');
    const stream = await openStream(lee.token, { topics: 'apps:list,activity' });
    await publish('apps:list', 'secret-project', 'hidden');
    await publish('activity', null, 'hidden');
    await publish('apps:list', 'shop', 'shown');
    expect(await stream.next()).toMatchObject({ topic: 'apps:list', data: 'shown' });
    await stream.close();
  });

  it('resumes topics and place after a break, without a gap', async () => {
    const stream = await openStream(operator.token, { topics: 'app:r' });
    await publish('app:r', 'shop', 1);
    await stream.next();
    await stream.close();
    await publish('app:r', 'shop', 2);
    await publish('app:r', 'shop', 3);
    const resumed = await openStream(operator.token, { lastEventId: stream.lastEventId() });
    expect([(await resumed.next())?.data, (await resumed.next())?.data]).toEqual([2, 3]);
    await resumed.close();
  });

  it('tells a gap it cannot fill', async () => {
    const stream = await openStream(operator.token, { topics: 'app:g' });
    const old = `${stream.id}.1.1`;
    await stream.close();
    const resumed = await openStream(operator.token, { lastEventId: old });
    expect(await resumed.next()).toMatchObject({ topic: 'app:g', type: 'gone' });
    await resumed.close();
  });

  it('ends with its token, not at the next look at all streams (X36)', async () => {
    const { user } = await test.user('short', 'viewer');
    const token = await test.token(user, { role: 'viewer' });
    const listed = await test.db.prisma.token.findMany({ where: { userId: user.id } });
    const stream = await openStream(token, { topics: 'home' });
    const told = vi.spyOn(test.deps.hub, 'recheck');
    for (const { id } of listed) {
      await test.send('deleteToken', { token: await test.token(user, { role: 'admin' }), params: { id } });
    }
    expect(told).toHaveBeenCalled();
    expect(await stream.next()).toBeNull();
  });
});
