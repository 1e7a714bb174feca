import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { applicationStore } from './application.ts';
import { writeCurrentRevisions } from './current-revision.ts';
import { type Database, openDatabase } from './database.ts';
import { projectStore } from './project.ts';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  database = await openDatabase(created.url, { masterKey: Buffer.alloc(32, 7) });
  const plain = { labels: {}, annotations: {}, managedBy: null };
  await projectStore(database).create({ name: 'default', spec: {} as never, ...plain }); // no rule is asked for
});
afterAll(async () => {
  await database.close();
  await drop();
});

const repoURL = 'https://git.example/mono';
const at = '2026-11-27T12:00:00.000Z';

async function asked(name: string) {
  const apps = applicationStore(database);
  const { uid } = await apps.create({
    name,
    spec: {
      project: 'default',
      sources: [{ repoURL, path: name, targetRevision: 'main' }],
      destination: { name: 'c', namespace: 'n' },
    },
    labels: {},
    annotations: {},
    managedBy: null,
    cluster: 'c',
    repositories: ['git.example/mono'],
  });
  await apps.requestRefresh([uid], 'normal');
  const record = await apps.get(uid);
  if (!record?.refresh) throw new Error('No refresh is asked.');
  const revision = { repoURL, targetRevision: 'main', revision: 'c2', renderer: 'plain' as const, tool: '' };
  const { resourceVersion, refresh } = record;
  return {
    uid,
    resourceVersion,
    revisions: [revision],
    desiredRevision: 'c2',
    requestedAt: refresh.requestedAt,
    liveAsOf: at,
  };
}

test('a newer revision is written to many Applications at once, and answers their refresh', async () => {
  const list = [await asked('a'), await asked('b')];
  const written = await writeCurrentRevisions(database, list, at);
  expect(written.toSorted()).toEqual(list.map(({ uid }) => uid).toSorted());
  for (const one of list) {
    expect(await applicationStore(database).get(one.uid)).toMatchObject({
      refresh: null,
      resourceVersion: one.resourceVersion + 1,
      status: { desiredRevision: 'c2', revisions: one.revisions, reconciledAt: at, liveAsOf: at },
    });
  }
});

test('who has moved since it was loaded is left alone, and so is a deleting one', async () => {
  const [moved, going] = [await asked('moved'), await asked('going')];
  await applicationStore(database).setHold(moved.uid, { reason: 'incident', owner: 'kim', since: at });
  const deleting = await applicationStore(database).markDeleting(going.uid, at, ['x']);
  const list = [moved, { ...going, resourceVersion: deleting?.resourceVersion ?? 0 }];
  expect(await writeCurrentRevisions(database, list, at)).toEqual([]);
  const left = await applicationStore(database).get(moved.uid);
  expect(left).toMatchObject({ refresh: { mode: 'normal' }, status: { desiredRevision: '' } });
});

test('a refresh that was asked for meanwhile stays', async () => {
  const one = await asked('again');
  await applicationStore(database).requestRefresh([one.uid], 'hard');
  const earlier = { ...one, requestedAt: new Date(Date.parse(one.requestedAt) - 1).toISOString() };
  expect(await writeCurrentRevisions(database, [earlier], at)).toEqual([one.uid]);
  expect((await applicationStore(database).get(one.uid))?.refresh?.mode).toBe('hard');
});
