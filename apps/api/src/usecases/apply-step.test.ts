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
