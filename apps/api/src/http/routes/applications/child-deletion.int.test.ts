import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../test-app.ts';

let test: TestApp;
let token: string;
const [parent, child] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  test = await startTestApp();
  token = (await test.user('root', 'admin')).token;
  const application = { project: 'default', spec: {}, cluster: 'test', namespace: 'a', autoSync: false };
  await test.db.prisma.application.createMany({
    data: [
      { ...application, uid: parent, name: 'fleet' },
      { ...application, uid: child, name: 'leaf', managedBy: 'default/fleet' },
    ],
  });
});
afterAll(() => test.stop());

/** Whether deleting the child is offered, planned and done, by how its parent knows it. */
async function deletion(verdict: string | null) {
  await test.db.prisma.resource.deleteMany();
  const key = { group: 'bowline.dev', kind: 'Application', namespace: '', name: 'leaf' };
  if (verdict !== null)
    await test.db.prisma.resource.create({
      data: {
        ...key,
        applicationUid: parent,
        key: 'bowline.dev/Application//leaf',
        version: 'v1alpha1',
        uid: child,
        isManaged: true,
        verdict,
        change: {},
        rollup: {},
        rowHash: '',
      },
    });
  const params = { project: 'default', name: 'leaf' };
  const seen = await test.send('getApplication', { token, params });
  const body = { kind: 'delete', project: 'default', application: 'leaf' };
  const planned = await test.send('buildPlan', { token, body });
  const query = { mode: 'plan', confirmName: 'leaf' };
  const done = await test.send('deleteApplication', { token, params, query });
  const { can } = seen.body as unknown as { can: { delete: { ok: boolean; reason: string } } };
  return { offered: can.delete, codes: [planned.body.code, done.body.code] };
}

it.each(['in-sync', 'modified', 'missing'])(
  'APP-4: a child that its parent would bring back is not deleted by hand (%s)',
  async (verdict) => {
    expect(await deletion(verdict)).toEqual({
      offered: {
        ok: false,
        reason: 'Application leaf is rendered by default/fleet: its next sync would bring it back.',
      },
      codes: ['managed_elsewhere', 'managed_elsewhere'],
    });
  },
);

it.each(['extra', null])('APP-4: one that is rendered no longer is (%s)', async (verdict) => {
  const { offered, codes } = await deletion(verdict);
  expect(offered.ok).toBe(true);
  expect(codes).not.toContain('managed_elsewhere');
});
