import type { KubeObject, Plan, PlanItem, RunnableStep } from '@bowline/sync-engine/core/model';
import { withTracking } from '@bowline/sync-engine/core/tracking';
import type { ApplyRequest, ClusterClient, KubeResult } from '@bowline/sync-engine/ports/kube';
import { describe, expect, it } from 'vitest';
import { applyStep } from './apply-step.ts';

const key = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a' };
const manifest: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop' },
  data: { value: 'ours' },
};
const theirs: KubeObject = { ...manifest, metadata: { ...manifest.metadata, uid: 'u-1' } };
const own = withTracking(theirs, { trackingName: 'default_shop', installationId: 'here' });

/** A cluster that holds one object and the requests it was sent. */
function clusterWith(live: KubeObject | null) {
  const applied: ApplyRequest[] = [];
  const conflict = { ok: false as const, code: 'object_conflict', status: 409, message: 'taken', hint: '' };
  const client = {
    async apply(request: ApplyRequest): Promise<KubeResult<KubeObject>> {
      applied.push(request);
      const isRefused = live !== null && request.precondition && 'absent' in request.precondition;
      return isRefused ? conflict : { ok: true, value: { ...request.object }, warnings: [] };
    },
    get: async () => ({ ok: true, value: live, warnings: [] }),
  } as unknown as ClusterClient; // the two calls a create makes
  return { client, applied };
}

function create(client: ClusterClient, attempt: number) {
  const step = {
    index: 0,
    phase: 'Sync',
    wave: 0,
    action: 'create',
    key,
    version: 'v1',
    reason: '',
    item: 0,
  };
  return applyStep({
    client,
    plan: { application: { project: 'default', name: 'shop' } } as Plan, // what a create reads of it
    runnable: { step, attempt, call: 'create' } as RunnableStep,
    item: { options: { validate: true } } as PlanItem, // what a create reads of it
    manifest,
    live: undefined,
    operation: { number: 1, attempt: 1 },
    installationId: 'here',
  });
}

describe('a create step', () => {
  it('makes what is absent', async () => {
    const { client, applied } = clusterWith(null);
    expect(await create(client, 1)).toMatchObject({ ok: true, message: 'created' });
    expect(applied).toMatchObject([{ mode: 'server-side-apply', precondition: { absent: true } }]);
  });

  it('leaves alone what has appeared since the plan, though no watch has shown it yet', async () => {
    const { client, applied } = clusterWith(theirs);
    expect(await create(client, 1)).toMatchObject({
      ok: false,
      message: expect.stringContaining('plan_stale'),
    });
    expect(applied).toHaveLength(1);
  });

  it('goes on with what its own call made before a crash', async () => {
    const { client, applied } = clusterWith(own);
    expect(await create(client, 2)).toMatchObject({ ok: true });
    expect(applied[1]?.precondition).toEqual({ uid: 'u-1' });
  });

  it('takes over nobody, crash or not', async () => {
    const { client, applied } = clusterWith(theirs);
    expect(await create(client, 2)).toMatchObject({ ok: false });
    expect(applied).toHaveLength(1);
  });
});

describe('an object that kubectl applied before (SYNC-4, B5)', () => {
  const managedFields = [
    {
      manager: 'kubectl-client-side-apply',
      operation: 'Update' as const,
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:value': {}, 'f:old': {} } },
    },
  ];
  const live = { ...theirs, metadata: { ...theirs.metadata, resourceVersion: '7', managedFields } };
  const apply = async (
    options: { validate: boolean; migrateClientSideApply?: boolean },
    conflicts: number,
  ) => {
    const calls: string[] = [];
    const patches: unknown[] = [];
    let refusals = conflicts;
    const client = {
      async patch(_key: unknown, _version: string, patch: unknown): Promise<KubeResult<KubeObject>> {
        calls.push('patch');
        patches.push(patch);
        return refusals-- > 0
          ? { ok: false, code: 'object_conflict', status: 409, message: 'moved', hint: '' }
          : { ok: true, value: live, warnings: [] };
      },
      async get(): Promise<KubeResult<KubeObject | null>> {
        calls.push('get');
        return { ok: true, value: live, warnings: [] };
      },
      async apply(request: ApplyRequest): Promise<KubeResult<KubeObject>> {
        calls.push('apply');
        return { ok: true, value: request.object, warnings: [] };
      },
    } as unknown as ClusterClient; // the calls an apply makes
    const step = {
      index: 0,
      phase: 'Sync',
      wave: 0,
      action: 'apply',
      key,
      version: 'v1',
      reason: '',
      item: 0,
    };
    const outcome = await applyStep({
      client,
      plan: { application: { project: 'default', name: 'shop' } } as Plan, // what an apply reads of it
      runnable: { step, attempt: 1, call: 'apply' } as RunnableStep,
      item: { options } as PlanItem, // what an apply reads of it
      manifest,
      live,
      operation: { number: 1, attempt: 1 },
      installationId: 'here',
    });
    return { calls, patches, ok: outcome.ok };
  };

  it('has its fields taken over first, under its resourceVersion', async () => {
    const { calls, patches } = await apply({ validate: true, migrateClientSideApply: true }, 0);
    expect(calls).toEqual(['patch', 'apply']);
    expect(patches[0]).toMatchObject([
      { path: '/metadata/resourceVersion', value: '7' },
      { path: '/metadata/managedFields', value: [{ manager: 'bowline', operation: 'Apply' }] },
    ]);
  });

  it('is looked at again when it moved, and applied all the same when it never stands still', async () => {
    expect((await apply({ validate: true, migrateClientSideApply: true }, 1)).calls).toEqual([
      'patch',
      'get',
      'patch',
      'apply',
    ]);
    const restless = await apply({ validate: true, migrateClientSideApply: true }, 99);
    expect(restless).toMatchObject({ ok: true });
    expect(restless.calls.at(-1)).toBe('apply');
  });

  it('keeps them under ClientSideApplyMigration=false', async () => {
    expect((await apply({ validate: true, migrateClientSideApply: false }, 0)).calls).toEqual(['apply']);
  });
});
