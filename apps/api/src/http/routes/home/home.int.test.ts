import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countCalls } from '../../../testing/count-calls.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';

let test: TestApp;
let admin: string;
let viewer: string;
const hourMs = 3_600_000;

beforeAll(async () => {
  test = await startTestApp();
  admin = (await test.user('root', 'admin')).token;
  viewer = (await test.user('lee', 'viewer')).token;
  await test.user('max', 'operator');
  await test.project('shop');
});
afterAll(() => test.stop());

let number = 0;
async function operation(applicationUid: string, part: { phase: string; ageMs: number; planKind?: string }) {
  number += 1;
  await test.db.prisma.operation.create({
    data: {
      id: `op_${number}`,
      number,
      applicationUid,
      project: 'shop',
      application: applicationUid,
      cluster: 'test',
      planId: 'pl_1',
      planKind: part.planKind ?? 'sync',
      digest: 'd',
      desiredDigest: 'd',
      generation: 1,
      phase: part.phase,
      requestedByKind: 'user',
      requestedByName: 'kim',
      reason: '',
      message: '',
      createdAt: new Date(Date.now() - part.ageMs),
    },
  });
}

const openPlan = {
  applicationUid: randomUUID(),
  project: 'shop',
  application: 'web',
  kind: 'sync',
  state: 'open',
  digest: 'd',
  desiredDigest: 'd',
  generation: 1,
  isPartial: false,
  revisions: [],
  counts: { create: 1, change: 0, prune: 0, hook: 0, restartPods: 0 },
  risks: [],
  headBlob: '',
  builtByKind: 'user',
  expiresAt: new Date(Date.now() + 24 * hourMs),
};

const home = async () => {
  const { body } = await test.send('getHome', { token: admin });
  return body as {
    day: { hour: string; total: number; failed: number }[];
    counts: Record<string, number>;
    rows: { group: string; name: string }[];
    firstRun: { id: string; done: boolean }[];
  };
};

describe('home (C1)', () => {
  it('counts every Operation of the day and remembers the first steps, however many came after', async () => {
    const uid = randomUUID();
    await test.db.prisma.application.create({
      data: {
        uid,
        project: 'shop',
        name: 'web',
        spec: {},
        cluster: 'test',
        namespace: 'web',
        autoSync: false,
      },
    });
    await operation(uid, { phase: 'Succeeded', ageMs: 30 * hourMs, planKind: 'rollback' });
    for (let index = 0; index < 60; index += 1)
      await operation(uid, { phase: 'Succeeded', ageMs: 2 * hourMs });
    await operation(uid, { phase: 'Failed', ageMs: 0 });
    const seen = await home();
    expect(seen.day.reduce((sum, { total }) => sum + total, 0)).toBe(61);
    expect(seen.day.reduce((sum, { failed }) => sum + failed, 0)).toBe(1);
    expect(seen.firstRun.filter(({ done }) => done).map(({ id }) => id)).toEqual([
      'application',
      'plan',
      'rollback',
    ]);
    expect(seen.counts.failing).toBe(1);
    expect(seen.rows.map(({ group }) => group)).toContain('failing');
  });

  it('forgets a failure that a later Operation put right', async () => {
    const { uid } = await test.db.prisma.application.findFirstOrThrow();
    await operation(uid, { phase: 'Succeeded', ageMs: 0 });
    const seen = await home();
    expect(seen.counts.failing).toBe(0);
    expect(seen.rows.map(({ group }) => group)).not.toContain('failing');
  });

  it('counts an Application that is Unknown and on hold once', async () => {
    const before = (await home()).counts;
    const blocked = { project: 'shop', spec: {}, cluster: 'test', namespace: 'web', autoSync: true };
    await test.db.prisma.application.createMany({
      data: [
        { ...blocked, uid: randomUUID(), name: 'both', sync: 'Unknown', isHeld: true },
        { ...blocked, uid: randomUUID(), name: 'held', sync: 'Synced', isHeld: true },
      ],
    });
    const seen = await home();
    expect((seen.counts.blocked ?? 0) - (before.blocked ?? 0)).toBe(2);
    expect(seen.rows.filter(({ group, name }) => group === 'blocked' && name === 'both')).toHaveLength(1);
  });

  it('names the tokens of the caller that expire within a week, unless they were made for no longer', async () => {
    const { id: userId } = await test.db.prisma.user.findUniqueOrThrow({ where: { name: 'root' } });
    const { id: otherId } = await test.db.prisma.user.findUniqueOrThrow({ where: { name: 'max' } });
    const token = (name: string, part: { age: number; left: number; userId?: string }) => ({
      id: name,
      name,
      userId,
      hash: name,
      prefix: '',
      createdAt: new Date(Date.now() - part.age * 24 * hourMs),
      expiresAt: new Date(Date.now() + part.left * 24 * hourMs),
      ...(part.userId && { userId: part.userId }),
    });
    const data = [
      token('soon', { age: 80, left: 6 }),
      token('later', { age: 80, left: 8 }),
      token('over', { age: 80, left: -1 }),
      token('short', { age: 1, left: 2 }),
      token('other', { age: 80, left: 6, userId: otherId }),
    ];
    await test.db.prisma.token.createMany({ data });
    const seen = await home();
    expect(seen.rows.filter(({ group }) => group === 'expiring').map(({ name }) => name)).toEqual(['soon']);
    expect(seen.counts.expiring).toBe(1);
  });

  const tick = { id: 'r', code: 'immutable', severity: 'confirm', message: 'Deleted and created anew.' };
  const kim = { builtByKind: 'user', builtByName: 'kim' };
  const own = { builtByKind: 'user', builtByName: 'root' };
  const policy = { builtByKind: 'policy', builtByName: 'policy:shop/web', risks: [tick] };
  it.each([
    ['nobody has to approve it', {}, kim, [], 0],
    ['somebody has to', { required: 1 }, kim, [], 1],
    ['one of two has', { required: 2 }, kim, ['max'], 1],
    ['the caller has', { required: 2 }, kim, ['root'], 0],
    ['enough have', { required: 1 }, kim, ['max'], 0],
    ['its author may', { required: 1 }, own, [], 1],
    ['its author may not', { required: 1, allowSelf: false }, own, [], 0],
    ['a policy may not run it by itself', {}, policy, [], 1],
    ['a policy accepts its risk', {}, { ...policy, risks: [{ ...tick, code: 'replace' }] }, [], 0],
  ])('says that a Plan waits for whom it asks: %s', async (_, approvals, by, approved, waits) => {
    const digest = randomUUID();
    await test.db.prisma.project.update({ where: { name: 'shop' }, data: { spec: { approvals } } });
    await test.db.prisma.plan.deleteMany();
    const data = { ...openPlan, ...by, id: `pl_${digest}`, digest, number: 1 };
    await test.db.prisma.plan.create({ data });
    for (const actorName of approved)
      await test.db.prisma.approval.create({
        data: { planId: data.id, digest, actorKind: 'user', actorName },
      });
    const { body } = await test.send('listPlans', { token: admin, query: { waitsFor: 'me' } });
    expect(body).toMatchObject({ total: waits });
    expect((await home()).counts.approvals).toBe(waits);
    const { body: viewed } = await test.send('listPlans', { token: viewer, query: { waitsFor: 'me' } });
    expect(viewed, 'who may not approve is not asked').toMatchObject({ total: 0 });
  });

  it('asks the database as often for many Plans that wait as for one', async () => {
    await test.db.prisma.project.update({
      where: { name: 'shop' },
      data: { spec: { approvals: { required: 2 } } },
    });
    await test.db.prisma.plan.deleteMany();
    const asked = async (from: number, to: number): Promise<unknown> => {
      for (let i = from; i < to; i++) {
        const digest = randomUUID();
        const data = { ...openPlan, ...kim, id: `pl_many_${i}`, digest, number: i + 1 };
        await test.db.prisma.plan.create({ data });
        const key = { planId: data.id, digest, actorKind: 'user', actorName: 'max' };
        await test.db.prisma.approval.create({ data: key });
      }
      const { calls, stop } = countCalls({ ctx: test.deps.context }, ['approval', 'user', 'plan', 'project']);
      const { total } = (await test.send('listPlans', { token: admin, query: { waitsFor: 'me' } })).body as {
        total: number;
      };
      stop();
      expect(total).toBe(to);
      return Object.fromEntries(calls);
    };
    const forOne = await asked(0, 1);
    expect(await asked(1, 20)).toEqual(forOne);
  });
});
