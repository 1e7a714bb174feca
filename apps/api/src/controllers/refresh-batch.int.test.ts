import { afterAll, beforeAll, expect, test } from 'vitest';
import { applicationStore } from '../store/application.ts';
import { outboxStore } from '../store/outbox.ts';
import { projectStore } from '../store/project.ts';
import { resourceStore } from '../store/resource.ts';
import { type ControlLoop, startControlLoop } from '../testing/control-loop.ts';
import { countCalls } from '../testing/count-calls.ts';
import { configMap } from '../testing/loop-actions.ts';

const count = 24;
const nameOf = (i: number) => `mono-${i}`;
let loop: ControlLoop;
let uids: string[];

beforeAll(async () => {
  loop = await startControlLoop();
  const names = Array.from({ length: count }, (_, i) => nameOf(i));
  const files = Object.fromEntries(names.map((name) => [`${name}/a.yaml`, configMap('a', '1')]));
  const repoURL = await loop.repository('mono', files);
  uids = [];
  for (const name of names) {
    const sources = [{ repoURL, path: name, targetRevision: 'main' }];
    uids.push((await loop.register(name, { sources })).uid);
  }
  await loop.until('all to be compared', async () =>
    (await all()).every(({ status, refresh }) => status.sync.status === 'OutOfSync' && refresh === null),
  );
});
afterAll(() => loop?.stop());

const all = () => applicationStore(loop.db).many(uids);

/** Asks for a refresh of all in one statement, as a webhook does, and waits until they are at the commit. */
async function refreshTo(commit: string): Promise<void> {
  await applicationStore(loop.db).requestRefresh(uids, 'normal');
  await loop.until('all to be current', async () =>
    (await all()).every(({ status, refresh }) => status.desiredRevision === commit && refresh === null),
  );
}

/** Loads and writes of one Application at a time, and of its tree. */
const single = ['application.findUnique', 'application.updateManyAndReturn', 'resource.findMany'];

test('a commit that changes nothing for N Applications costs no statement per Application', async () => {
  await loop.idle();
  const before = await all();
  const start = await outboxStore(loop.db).end();
  const counter = countCalls(loop, ['application', 'resource']);
  const commit = await loop.git.commit('mono', { files: { 'README.md': 'beside' }, message: 'beside' });
  await refreshTo(commit);
  counter.stop();
  for (const name of single) expect([name, counter.calls.get(name) ?? 0]).toEqual([name, 0]);

  const after = await all();
  const strip = ({ status }: (typeof before)[number]) => ({ ...status.counts, health: status.health.status });
  expect(after.map(strip)).toEqual(before.map(strip));
  expect(after.every(({ status }) => status.revisions[0]?.revision === commit)).toBe(true);
  // Entries are told in order, so a transaction of any other database of this server holds them back.
  await expect
    .poll(async () => {
      const topics = (await outboxStore(loop.db).after(start, 500)).map(({ topic }) => topic);
      return [topics.filter((topic) => topic === 'apps:list').length, new Set(topics).size];
    })
    .toEqual([1, count + 2]);
});

test('the Application that a commit touches gets a whole look, the others do not', async () => {
  await loop.idle();
  const counter = countCalls(loop, ['application', 'resource']);
  const files = { [`${nameOf(3)}/b.yaml`]: configMap('b', '1') };
  const commit = await loop.git.commit('mono', { files, message: 'one' });
  await refreshTo(commit);
  counter.stop();
  const touched = await loop.until('the touched one', async () => {
    const record = await applicationStore(loop.db).get(uids[3] ?? '');
    return record && record.status.counts.resources === 2 && record;
  });
  expect(touched.status.counts.pending + touched.status.counts.unknown).toBe(2);
  // Its own look loads it a few times; 23 others would load at least 23 times.
  expect(counter.calls.get('application.findUnique') ?? 0).toBeLessThan(count / 2);
});

test('a spec that was edited meanwhile is looked at, however equal the manifests are', async () => {
  const [record] = await all();
  if (!record) throw new Error('There is no Application.');
  const spec = { ...record.spec, destination: { ...record.spec.destination, namespace: 'elsewhere' } };
  await applicationStore(loop.db).updateSpec(record.uid, { ...record, spec });
  const commit = await loop.git.commit('mono', { files: { 'README.md': 'again' }, message: 'again' });
  await refreshTo(commit);
  expect((await loop.app(record.uid))?.status.observedGeneration).toBe(record.generation + 1);
});

test('what the Project does not allow any more is not called unchanged (B15)', async () => {
  await loop.idle();
  const project = await projectStore(loop.db).find('default');
  if (!project) throw new Error('There is no Project.');
  // As by a replica whose wake-up was lost: only the refresh tells.
  const rules = (destinations: object[]) =>
    loop.db.prisma.project.update({
      where: { name: 'default' },
      data: { spec: { ...project.spec, destinations } as object },
    });
  await rules([{ server: '*', namespace: 'nowhere' }]);
  const commit = await loop.git.commit('mono', { files: { 'README.md': 'forbidden' }, message: 'beside' });
  await refreshTo(commit);
  for (const uid of uids) {
    const nodes = await resourceStore(loop.db).tree(uid);
    expect(nodes.length).toBeGreaterThan(0);
    for (const { message } of nodes) expect(message).toMatch(/^Not read: /);
  }
  await rules(project.spec.destinations ?? []);
});
