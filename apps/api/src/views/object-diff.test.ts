import { compare } from '@bowline/sync-engine/core/diff/compare';
import { buildPlan } from '@bowline/sync-engine/core/plan/build-plan';
import { hashKey, options } from '@bowline/sync-engine/core/plan/plan.fixture';
import { keyOf } from '@bowline/sync-engine/core/resource-key';
import { expect, test } from 'vitest';
import type { PlanRecord } from '../store/plan.ts';
import { countsOf } from '../usecases/plan-contents.ts';
import { changesView } from '../usecases/show-changes.ts';
import { planView, type PlanViewInput } from './plan.ts';

const map = (name: string, data: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  data: { data },
});
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

test('idea 5: what could not be read is no creation, neither among changes nor in a Plan', () => {
  const desired = [namespace, map('changed', '2'), map('unread', '1'), map('new', '1')];
  const live = [map('changed', '1')];
  const unread = [{ key: keyOf(map('unread', '')), reason: 'Forbidden.' }];
  const comparison = compare({
    desired,
    live,
    base: null,
    unread,
    ignore: [],
    schemaOf: () => undefined,
    trackingName: 'default_shop',
    installationId: 'i',
    hashKey,
  });
  const changes = changesView(comparison, { from: 'live', to: 'desired' });
  expect(changes.counts).toMatchObject({ create: 2, change: 1, prune: 0, unknown: 1 });
  const plan = buildPlan({
    kind: 'sync',
    application: { project: 'default', name: 'shop', uid: 'u', generation: 1 },
    destination: { cluster: 'here', namespace: 'shop' },
    revisions: [],
    comparison,
    desired,
    live,
    base: null,
    options,
    hashKey,
  });
  expect(countsOf(plan)).toMatchObject({ create: 2, change: 1, prune: 0 });
  const record = { state: 'rejected', counts: countsOf(plan), risks: plan.risks } as PlanRecord;
  const input = { record, plan, approvals: [], operation: null, newer: null } as unknown as PlanViewInput;
  const view = planView({ ...input, record: { ...record, stateMessage: '' } });
  for (const { objects } of [changes, view])
    expect(Object.fromEntries(objects.map((object) => [object.key.name, object.verdict]))).toEqual({
      shop: 'missing',
      changed: 'modified',
      unread: 'unknown',
      new: 'missing',
    });
});
