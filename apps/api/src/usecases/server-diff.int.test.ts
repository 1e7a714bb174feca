import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEgress } from '@bowline/sync-engine/adapters/egress';
import { createKube } from '@bowline/sync-engine/adapters/kube/kube';
import { systemClock, systemRandom } from '@bowline/sync-engine/adapters/time/system-clock';
import { compare } from '@bowline/sync-engine/core/diff/compare';
import type { KubeObject } from '@bowline/sync-engine/core/model';
import { builtinSchema } from '@bowline/sync-engine/core/schema/builtin';
import { withTracking } from '@bowline/sync-engine/core/tracking';
import type { ClusterClient, KubePort } from '@bowline/sync-engine/ports/kube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callApi } from '../../../../tools/control-plane/api.ts';
import { buildControlPlane } from '../../../../tools/control-plane/build.ts';
import { type ControlPlane, startControlPlane } from '../../../../tools/control-plane/start.ts';
import { plainCalls } from './plain-calls.ts';
import { compareByServer, type ServerAnswers } from './server-diff.ts';

const built = await buildControlPlane({ log: console.log });
const mark = { trackingName: 'team_shop', installationId: 'i-1' };
const name = 'images.example.com';
const policies = '/apis/admissionregistration.k8s.io/v1';

describe.skipIf(!built.available)('DIFF-1: comparing by the API server itself', () => {
  let dir: string;
  let plane: ControlPlane;
  let kube: KubePort;
  let client: ClusterClient;
  let dryRuns = 0;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bowline-server-diff-'));
    plane = await startControlPlane({ dir, controllers: false });
    kube = createKube({
      clock: systemClock,
      random: systemRandom,
      egress: createEgress({ allow: [new URL(plane.url).host] }),
      fieldManager: 'bowline',
    });
    const connection = {
      id: 'c',
      name: 'c',
      kubeconfig: await readFile(plane.kubeconfig, 'utf8'),
      context: '',
    };
    const real = kube.client(connection);
    client = {
      ...plainCalls(real),
      apply: (request) => {
        if (request.dryRun) dryRuns += 1;
        return real.apply(request);
      },
    };
  });
  afterAll(async () => {
    await kube?.forget('c');
    await plane?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const manifest = (value: string, more: object = {}): KubeObject =>
    withTracking(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', namespace: 'default' },
        data: { value, ...more },
      },
      mark,
    );
  const apply = async (object: KubeObject): Promise<KubeObject> => {
    const answer = await client.apply({
      object,
      mode: 'server-side-apply',
      forceConflicts: true,
      dryRun: false,
      validate: false,
    });
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  };
  const look = async (
    desired: KubeObject,
    live: KubeObject,
    rule: { isOn: boolean; includeMutationWebhook: boolean },
    answers?: ServerAnswers,
  ) => {
    const compared = {
      ...mark,
      desired: [desired],
      live: [live],
      base: null,
      ignore: [],
      schemaOf: builtinSchema,
      hashKey: { version: 1, key: Buffer.alloc(32, 1) },
    };
    return compareByServer(compare(compared), { compared, client, rule, answers });
  };
  const off = { isOn: false, includeMutationWebhook: false };
  const on = { ...off, isOn: true };
  const whole = { isOn: true, includeMutationWebhook: true };

  test('a real difference is one for the server too, is asked once, and refusal leaves our own answer', async () => {
    const live = await apply(manifest('1'));
    const answers: ServerAnswers = new Map();
    dryRuns = 0;
    expect((await look(manifest('2'), live, off)).comparison.status).toBe('OutOfSync');
    expect(dryRuns).toBe(0);
    expect((await look(manifest('1'), live, on)).comparison.status).toBe('Synced');
    expect(dryRuns).toBe(0);
    for (let i = 0; i < 2; i++) {
      const found = await look(manifest('2'), live, on, answers);
      expect(found.warnings).toEqual([]);
      expect(found.comparison.resources[0]?.fields.map(({ path }) => path)).toEqual(['data.value']);
    }
    expect(dryRuns).toBe(1);
    const refused = await look(manifest('2', { bad: { not: 'text' } }), live, on);
    expect(refused.warnings).toMatchObject([{ code: 'server_diff_failed', key: { name: 'a' } }]);
    expect(refused.comparison.status).toBe('OutOfSync');
  });

  test('what admission changes is no difference, unless IncludeMutationWebhook counts it', async () => {
    const policy = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicy',
      metadata: { name },
      spec: {
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['configmaps'],
            },
          ],
        },
        failurePolicy: 'Fail',
        reinvocationPolicy: 'Never',
        mutations: [
          {
            patchType: 'ApplyConfiguration',
            applyConfiguration: { expression: 'Object{data: {"value": "changed", "added": "by admission"}}' },
          },
        ],
      },
    };
    const live = await apply(manifest('1'));
    for (const [path, body] of [
      ['mutatingadmissionpolicies', policy],
      [
        'mutatingadmissionpolicybindings',
        { ...policy, kind: 'MutatingAdmissionPolicyBinding', spec: { policyName: name } },
      ],
    ] as const) {
      const answer = await callApi(plane, `${policies}/${path}`, { method: 'POST', body });
      expect([201], JSON.stringify(answer.body)).toContain(answer.status);
    }
    // The policy takes a moment to be in force: until a dry run shows it.
    for (let tries = 0; ; tries++) {
      const answer = await client.apply({
        object: manifest('1'),
        mode: 'server-side-apply',
        forceConflicts: true,
        dryRun: true,
        validate: false,
      });
      if (answer.ok && (answer.value.data as Record<string, string>)['added'] !== undefined) break;
      if (tries > 200) throw new Error('the policy never came into force');
      await new Promise<void>((resolve) => systemClock.schedule(50, resolve));
    }
    const stored = await apply(manifest('1'));
    expect(stored.data).toEqual({ value: 'changed', added: 'by admission' });

    const plain = await look(manifest('1'), stored, off);
    expect(plain.comparison.resources[0]?.fields.map(({ path }) => path)).toEqual(['data.value']);
    const asked = await look(manifest('1'), stored, on);
    expect(asked.comparison).toMatchObject({ status: 'Synced' });
    expect(asked.comparison.resources[0]?.hidden).toMatchObject([
      { path: 'data.value', hiddenBy: 'server-side diff', cause: 'default' },
    ]);

    // Before admission knew of it, the object is what git says, and only its effect is a difference.
    expect((await look(manifest('1'), live, on)).comparison.status).toBe('Synced');
    const counted = await look(manifest('1'), live, whole);
    expect(counted.comparison.status).toBe('OutOfSync');
    expect(counted.comparison.resources[0]?.fields.map(({ path }) => path).sort()).toEqual([
      'data.added',
      'data.value',
    ]);
    expect((await look(manifest('1'), stored, whole)).comparison.status).toBe('Synced');
  });
});
