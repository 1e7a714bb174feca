import { randomBytes, randomUUID } from 'node:crypto';
import type { KubeObject, Plan, TreeNode } from '@bowline/sync-engine/core/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../tools/postgres/test-database.ts';
import { applicationStore } from './application.ts';
import { auditStore } from './audit.ts';
import { blobStore } from './blob.ts';
import { type Database, openDatabase } from './database.ts';
import { operationStore } from './operation.ts';
import { outboxStore } from './outbox.ts';
import { planStore } from './plan.ts';
import { releaseStore } from './release.ts';
import { resourceStore } from './resource.ts';
import { stepResultStore } from './step-result.ts';

const now = '2026-11-24T20:00:00.000Z';
const later = '2026-12-01T20:00:00.000Z';
const kim = { kind: 'user', name: 'kim' } as const;
const counts = { create: 1, change: 0, prune: 0, hook: 0, restartPods: 0 };
const secretKey = { group: '', kind: 'Secret', namespace: 'shop', name: 'db' };
const secret: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db', namespace: 'shop' },
  data: { password: 'aHVudGVyMg==' },
};
const maskedSecret: KubeObject = { ...secret, data: { password: 'hmac:1:0011223344556677:7' } };

let database: Database;
let drop: () => Promise<void>;
const masterKey = randomBytes(32);

beforeAll(async () => {
  const test = await createTestDatabase();
  database = await openDatabase(test.url, { masterKey });
  drop = async () => {
    await database.close();
    await test.drop();
  };
});
afterAll(() => drop());

function createApplication(name: string) {
  return applicationStore(database).create({
    name,
    spec: {
      project: 'default',
      sources: [{ repoURL: 'https://git.example/shop.git', path: 'web', targetRevision: 'main' }],
      destination: { name: 'local', namespace: 'shop' },
      syncPolicy: { automated: {} },
    },
    labels: { team: 'shop' },
    annotations: {},
    managedBy: null,
    cluster: 'local',
    repositories: ['git.example/shop'],
  });
}

function planOf(uid: string, name: string): Plan {
  return {
    kind: 'sync',
    application: { project: 'default', name, uid, generation: 1 },
    destination: { cluster: 'local', namespace: 'shop' },
    revisions: [],
    desiredDigest: 'd1',
    options: {} as Plan['options'],
    items: [
      {
        key: secretKey,
        version: 'v1',
        action: 'create',
        desired: maskedSecret,
        live: null,
        fields: [],
        hidden: [],
        fingerprint: { kind: 'absent' },
        hookPhases: [],
        deletePolicies: [],
        wave: 0,
        options: {} as Plan['items'][number]['options'],
      },
    ],
    steps: [],
    risks: [],
    excluded: [],
    isPartial: false,
    digest: 'p1',
  };
}

function createPlan(uid: string, name: string) {
  return database.transaction((tx) =>
    planStore(tx).create({
      plan: planOf(uid, name),
      manifests: new Map([['/Secret/shop/db', secret]]),
      counts,
      warnings: [],
      builtBy: kim,
      reason: '',
      builtAt: now,
      expiresAt: later,
    }),
  );
}

describe('applications', () => {
  it('keeps spec and status apart, and moves the version with every change only', async () => {
    const apps = applicationStore(database);
    const created = await createApplication('versions');
    expect(created).toMatchObject({ generation: 1, resourceVersion: 1, autoSync: true, namespace: 'shop' });
    const patch = { health: { status: 'Degraded', message: 'web' } } as const;
    const updated = await apps.updateStatus(created, patch);
    expect(updated).toMatchObject({ generation: 1, resourceVersion: 2, status: { health: patch.health } });
    expect(updated && (await apps.updateStatus(updated, patch))).toBeNull();
    const spec = { ...created.spec, destination: { name: 'local', namespace: 'store' } };
    // Version 1 was seen before the status was written, which is no conflict; the edit is.
    const edited = await apps.updateSpec(created.uid, { ...created, spec }, { ifVersion: 1 });
    expect(edited).toMatchObject({ generation: 2, resourceVersion: 3, namespace: 'store' });
    await expect(apps.updateSpec(created.uid, created, { ifVersion: 2 })).rejects.toMatchObject({
      code: 'version_mismatch',
    });
    await expect(createApplication('versions')).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('sets and clears decision and hold', async () => {
    const apps = applicationStore(database);
    const created = await createApplication('holds');
    const { uid } = created;
    const hold = { reason: 'incident', owner: 'kim', since: now };
    expect((await apps.setHold(uid, hold))?.hold).toEqual(hold);
    const decided = await apps.updateStatus(created, { decision: { kind: 'wait', reasons: [] } });
    expect(decided).toMatchObject({ hold, status: { decision: { kind: 'wait' } } });
    await apps.updateStatus(decided ?? created, { decision: null });
    const cleared = await apps.setHold(uid, null);
    expect(cleared).toMatchObject({ hold: null, status: { decision: null } });
  });
});

describe('resources', () => {
  const node = (name: string, health: 'Healthy' | 'Degraded'): TreeNode => ({
    key: { group: 'apps', kind: 'Deployment', namespace: 'shop', name },
    version: 'v1',
    uid: name,
    parent: null,
    health: { status: health, message: '' },
    sync: 'Synced',
    reasons: [],
    verdict: 'in-sync',
    hookPhases: [],
    wave: 0,
    message: '',
    createdAt: now,
    images: ['nginx:1.27'],
    change: { added: 0, changed: 0, removed: 0 },
    rollup: { health, problems: 0, changed: 0, total: 1 },
  });

  it('writes changed rows only and finds them by name', async () => {
    const resources = resourceStore(database);
    const { uid } = await createApplication('tree');
    const first = [node('web', 'Healthy'), node('worker', 'Healthy')];
    expect((await resources.replaceTree(uid, first)).written).toHaveLength(2);
    expect(await resources.tree(uid)).toEqual(first);
    const second = [node('web', 'Degraded'), node('cron', 'Healthy')];
    const change = await resources.replaceTree(uid, second);
    expect(change.written.map((n) => n.key.name)).toEqual(['web', 'cron']);
    expect(change.removed).toEqual(['apps/Deployment/shop/worker']);
    expect(await resources.replaceTree(uid, second)).toEqual({ written: [], removed: [] });
    const found = await resources.search({ q: 'cro', limit: 5 });
    expect(found).toMatchObject([{ application: 'tree', name: 'cron' }]);
    expect(await resources.search({ q: '%', limit: 5 })).toEqual([]); // X80
  });
});

describe('plan to release', () => {
  it('keeps the masked body and the manifests for execution apart, and encrypts both (X74)', async () => {
    const { uid } = await createApplication('plans');
    const plan = await createPlan(uid, 'plans');
    expect(plan).toMatchObject({ number: 1, state: 'open', digest: 'p1' });
    const body = await planStore(database).body(plan.id);
    expect(body).toEqual(planOf(uid, 'plans'));
    expect((await planStore(database).openManifests(plan.id)).get('/Secret/shop/db')).toEqual(secret);
    const stored = await database.prisma.blob.findMany();
    for (const row of stored) expect(Buffer.from(row.bytes).includes('aHVudGVyMg==')).toBe(false);
  });

  it('counts one consent per actor and digest', async () => {
    const { uid } = await createApplication('approvals');
    const plan = await createPlan(uid, 'approvals');
    const plans = planStore(database);
    const consent = { by: kim, digest: 'p1', at: now, tickedRisks: [], comment: '' };
    await plans.approve(plan.id, consent);
    await plans.approve(plan.id, { ...consent, tickedRisks: ['r1'] });
    expect(await plans.approvals(plan.id)).toEqual([{ ...consent, tickedRisks: ['r1'] }]);
    expect(await plans.close(plan.id, { state: 'rejected', message: 'no', at: now })).toBe(true);
    expect(await plans.close(plan.id, { state: 'executed', message: '', at: now })).toBe(false);
  });

  it('runs one operation at a time, fenced by epoch, with results saved as intents first', async () => {
    const { uid } = await createApplication('operations');
    const plan = await createPlan(uid, 'operations');
    const operations = operationStore(database);
    const start = () =>
      operations.create({
        plan,
        cluster: 'local',
        phase: 'Running',
        requestedBy: kim,
        reason: '',
        message: '',
        decision: null,
        at: now,
      });
    const both = await Promise.allSettled([start(), start()]);
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((result) => result.status === 'rejected')?.reason).toMatchObject({
      code: 'operation_running',
    });
    const running = await operations.active(uid);
    const id = running?.id ?? '';
    expect(await operations.update(id, { message: 'a' }, { epoch: 3 })).toMatchObject({ epoch: 3 });
    expect(await operations.update(id, { message: 'b' }, { epoch: 2 })).toBeNull();

    const steps = stepResultStore(database);
    const owner = { epoch: 3 };
    await steps.begin(id, [{ step: 0, attempt: 1, startedAt: now }], owner);
    await steps.begin(id, [{ step: 0, attempt: 1, startedAt: later }], owner);
    expect(await steps.list(id)).toEqual([
      { step: 0, attempt: 1, phase: 'Running', message: '', startedAt: now },
    ]);
    const outcome = { step: 0, attempt: 1, message: 'created', uid: 'u', startedAt: now, finishedAt: later };
    await steps.save(id, [{ ...outcome, phase: 'Succeeded' }], owner);
    expect(await steps.list(id)).toMatchObject([{ phase: 'Succeeded', uid: 'u', finishedAt: later }]);

    // A wave of quick calls is not a write for each, and nobody goes on before what he did is written.
    let writes = 0;
    const count = new Proxy(database.prisma, {
      get(target, name) {
        if (name === '$queryRaw') writes += 1;
        return Reflect.get(target, name, target);
      },
    });
    const counted = stepResultStore({ ...database, prisma: count });
    const message = 'odd \0 \ud800';
    const worker = async (_: unknown, first: number): Promise<void> => {
      for (let step = 100 + first; step < 600; step += 20)
        await counted.save(id, [{ step, attempt: 1, phase: 'Succeeded', message, startedAt: now }], owner);
    };
    await Promise.all(Array.from({ length: 20 }, worker));
    expect(writes).toBeLessThan(100);
    const saved = (await steps.list(id)).slice(1);
    expect(saved.map(({ step }) => step)).toEqual(Array.from({ length: 500 }, (_, i) => 100 + i));
    expect(new Set(saved.map((result) => result.message))).toEqual(new Set(['odd \ufffd \ufffd']));
    await steps.clear(id);
    await steps.save(id, [{ ...outcome, phase: 'Succeeded' }], owner);

    expect(await operations.claim(id, 4)).toBe(true);
    expect(await operations.claim(id, 3)).toBe(false);
    const late = steps.save(id, [{ ...outcome, phase: 'Failed', message: 'late' }], owner);
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    const intent = steps.begin(id, [{ step: 1, attempt: 1, startedAt: now }], owner);
    await expect(intent).rejects.toMatchObject({ code: 'conflict' });
    expect(await steps.list(id)).toMatchObject([{ phase: 'Succeeded', message: 'created' }]);
  });

  it('snapshots a release, keeps its blobs while it is kept, and sweeps them after', async () => {
    const { uid } = await createApplication('releases');
    const releases = releaseStore(database);
    const item = { key: secretKey, version: 'v1', manifest: maskedSecret, wave: 0, hookPhases: [] };
    const release = await database.transaction((tx) =>
      releaseStore(tx).create({
        applicationUid: uid,
        project: 'default',
        application: 'releases',
        planId: 'pl_x',
        operationId: 'op_x',
        kind: 'sync',
        isPartial: false,
        restores: null,
        revisions: [],
        desiredDigest: 'd1',
        planDigest: 'p1',
        spec: { project: 'default', sources: [], destination: { name: 'local', namespace: 'shop' } },
        initiator: kim,
        approvers: ['kim'],
        counts: { create: 1, change: 0, prune: 0 },
        outcome: 'succeeded',
        message: '',
        createdAt: now,
        items: [
          { item, manifest: { ...secret, metadata: { ...secret.metadata, labels: { only: 'here' } } } },
        ],
      }),
    );
    expect(release.number).toBe(1);
    expect(await releases.items(uid, 1)).toEqual([item]);
    const [open] = await releases.openItems(uid, 1);
    expect(open?.manifest.data).toEqual({ password: 'aHVudGVyMg==' });
    const blobs = blobStore(database);
    const future = new Date(Date.now() + 86_400_000);
    await blobs.sweep(future);
    expect(await releases.openItems(uid, 1)).toHaveLength(1);
    expect(await releases.retain(uid, 0)).toBe(1);
    expect(await blobs.sweep(future)).toBe(2);
    expect(await releases.get(uid, 1)).toMatchObject({ hasSnapshot: false });
  });
});

describe('outbox', () => {
  it('never shows an event that an open transaction could still get in front of', async () => {
    const outbox = outboxStore(database);
    const start = await outbox.end();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let wrote = () => {};
    const written = new Promise<void>((resolve) => (wrote = resolve));
    const slow = database.transaction(async (tx) => {
      // Any write gives it its place in the order; its events follow when it commits.
      await tx.prisma.$executeRaw`SELECT pg_current_xact_id()`;
      await outboxStore(tx).append([{ topic: 'slow', type: 'patch', project: null, data: 1 }]);
      wrote();
      await held;
    });
    await written;
    await outbox.append([{ topic: 'fast', type: 'patch', project: 'default', data: null }]);
    expect(await outbox.after(start, 10)).toEqual([]);
    release();
    await slow;
    // Transactions of other databases on this server may hold the horizon back for a moment.
    await expect
      .poll(async () => (await outbox.after(start, 10)).map((event) => event.topic))
      .toEqual(['slow', 'fast']);
    const [first] = await outbox.after(start, 10);
    expect(await outbox.after(first?.cursor ?? start, 10)).toHaveLength(1);
  });
});

describe('audit', () => {
  it('chains events of concurrent writers, and refuses to change or lose one', async () => {
    const audit = auditStore(database);
    const object = { kind: 'Application', project: 'default', name: 'shop' };
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        database.transaction(async (tx) => {
          await auditStore(tx).append({ actor: kim, action: `test.${index}`, object, outcome: 'succeeded' });
          await auditStore(tx).append({
            actor: kim,
            action: 'test.x',
            object,
            outcome: 'denied',
            after: { a: 1 },
          });
        }),
      ),
    );
    expect((await audit.list({ limit: 50 })).total).toBe(24);
    expect(await audit.firstBroken()).toBeNull();
    await expect(database.prisma.$executeRaw`UPDATE audit_event SET message = 'x'`).rejects.toThrow(
      /append-only/,
    );
    await expect(database.prisma.$executeRaw`DELETE FROM audit_event`).rejects.toThrow(/append-only/);
    await database.prisma.$executeRaw`ALTER TABLE audit_event DISABLE TRIGGER USER`;
    await database.prisma.$executeRaw`UPDATE audit_event SET outcome = 'succeeded' WHERE seq = 3 OR seq = 4`;
    expect(await audit.firstBroken()).toSatisfy((seq: number) => seq === 3 || seq === 4);
    await database.prisma.$executeRaw`ALTER TABLE audit_event ENABLE TRIGGER USER`;
  });
});

describe('keys', () => {
  it('refuses another master key', async () => {
    await expect(openDatabase(database.url, { masterKey: randomBytes(32) })).rejects.toThrow(/master key/);
    expect(database.keyring.hashKey.version).toBe(1);
    const sealed = database.keyring.encrypt(Buffer.from('x'), 'a');
    expect(() => database.keyring.decrypt(sealed, 'b')).toThrow();
    expect(database.keyring.blobId(Buffer.from('x'))).not.toBe(
      database.keyring.blobId(Buffer.from(randomUUID())),
    );
  });
});
