import { expect, test } from 'vitest';
import { compare } from '../diff/compare.ts';
import type { KubeObject, Plan } from '../model.ts';
import { gvkOf, keyOf } from '../resource-key.ts';
import { applyDefaults } from '../schema/defaults.ts';
import type { JsonObject } from '../schema/types.ts';
import { withTracking } from '../tracking.ts';
import { buildPlan } from './build-plan.ts';
import { planDigest } from './plan-digest.ts';
import { hashKey, hookOf, options, tracking } from './plan.fixture.ts';

function deployment(image: string): KubeObject {
  const containers = [
    {
      name: 'web',
      image,
      ports: [{ containerPort: 8080 }, { containerPort: 53, protocol: 'UDP' }],
      env: [{ name: 'ÄÖ "quoted"', value: 'line\nbreak' }],
    },
    { name: 'side', image: 'side:1', resources: { limits: { cpu: '100m' } } },
  ];
  const spec = {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
  };
  const annotations = { 'bowline.dev/sync-options': 'Force=true,Prune=confirm' };
  const metadata = { name: 'web', namespace: 'default', annotations };
  return withTracking({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }, tracking);
}

/** Two ConfigMaps, of which one is changed and one is new, and a hook. */
function shopPlan(): Plan {
  const desired = [configMap('a', { k: '2' }), configMap('new', {}), hookOf('migrate', 'PreSync')];
  const live = [stored(configMap('a', { k: '1' }))];
  const common = { desired, live, base: null, hashKey };
  const comparison = compare({ ...common, ignore: [], schemaOf: () => undefined, ...tracking });
  const application = { project: 'team', name: 'shop', uid: 'u', generation: 3 };
  const destination = { cluster: 'c', namespace: 'default' };
  return buildPlan({
    ...common,
    kind: 'sync',
    application,
    destination,
    revisions: [],
    comparison,
    options,
    policy: { syncOptions: ['Prne=true'] },
  });
}

function configMap(name: string, data: Record<string, string>): KubeObject {
  const metadata = { name, namespace: 'default' };
  return withTracking({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, tracking);
}

function secret(value: string): KubeObject {
  const metadata = { name: 'key', namespace: 'default' };
  return withTracking({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { value } }, tracking);
}

const stored = (object: KubeObject): KubeObject => {
  const full = applyDefaults(gvkOf(object), structuredClone(object) as unknown as JsonObject);
  const metadata = { ...object.metadata, uid: `uid-${object.metadata.name}`, resourceVersion: '7' };
  return { ...(full as unknown as KubeObject), metadata };
};

/** Equal Plans are told by their digest and Holds name the digest of a render, both for longer than a version of Bowline lives. */
test('OPS-1 the digests and fingerprints of a Plan are those of former versions', () => {
  const before = [deployment('web:1'), configMap('a', { z: '1', a: '2', __proto__x: '' }), secret('one')];
  const desired = [
    deployment('web:2'),
    configMap('a', { z: '2', a: '2' }),
    secret('two'),
    configMap('new', { long: 'x'.repeat(100) }),
    hookOf('migrate', 'PreSync'),
  ];
  const live = [...before, configMap('old', {})].map(stored);
  const base = before.map((manifest) => ({
    key: keyOf(manifest),
    version: 'v1',
    manifest,
    wave: 0,
    hookPhases: [],
  }));
  const comparison = compare({
    desired,
    live,
    base,
    ignore: [],
    schemaOf: () => undefined,
    hashKey,
    ...tracking,
  });
  const plan = buildPlan({
    kind: 'sync',
    application: { project: 'team', name: 'shop', uid: 'u', generation: 3 },
    destination: { cluster: 'c', namespace: 'default' },
    revisions: [],
    comparison,
    desired,
    live,
    base,
    options,
    hashKey,
  });
  const fingerprints = plan.items.map(({ key, fingerprint }) => [key.name, fingerprint]);
  expect({ digest: plan.digest, desired: plan.desiredDigest, fingerprints }).toMatchInlineSnapshot(`
    {
      "desired": "bed3a215bac2475f0137b5e70dc05d10e237ced0a1db4d1ab24ff27504d8effd",
      "digest": "22148da252eec7b256b3db3c52e0164352a56813700d72b90c23ae7e77b03286",
      "fingerprints": [
        [
          "migrate",
          {
            "kind": "absent",
          },
        ],
        [
          "key",
          {
            "hash": "b06b644ffe174ffaa7a9d874dc3917a85df2e2de52923d6734b22163d92b2aed",
            "kind": "present",
            "uid": "uid-key",
          },
        ],
        [
          "a",
          {
            "hash": "1560f94e450f5254fdcb53e8dbacbd36eba0e05a06b901bd150a27cf28029e81",
            "kind": "present",
            "uid": "uid-a",
          },
        ],
        [
          "new",
          {
            "kind": "absent",
          },
        ],
        [
          "web",
          {
            "hash": "c45864ac9179493f3fbf8a692e231c560f22bd1426a94c4d901c606373fbbde0",
            "kind": "present",
            "uid": "uid-web",
          },
        ],
        [
          "old",
          {
            "hash": "929dec3d0fa9a580631f639b65fbb304a187952d7b1a2f4a01cf60f77a93534d",
            "kind": "present",
            "uid": "uid-old",
          },
        ],
      ],
    }
  `);
});

/** The same value with the members of every object in the other order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, member]) => [name, turned(member)]));
}

test('OPS-1 the digest of a Plan that was stored and read again is the same', () => {
  const plan = shopPlan();
  expect(planDigest(plan)).toBe(plan.digest);
  expect(planDigest(turned(JSON.parse(JSON.stringify(plan))) as Plan)).toBe(plan.digest);
});

const moves: { list: 'items' | 'steps' | 'risks'; member: string }[] = (
  ['items', 'steps', 'risks'] as const
).flatMap((list) =>
  [...new Set(shopPlan()[list].flatMap((entry) => Object.keys(entry)))].map((member) => ({ list, member })),
);

test.each(moves)('OPS-1 the digest of a Plan depends on $member of its $list', ({ list, member }) => {
  const plan = shopPlan();
  const entries = plan[list] as Record<string, unknown>[];
  const at = entries.findIndex((entry) => entry[member] !== undefined && entry[member] !== null);
  const other = entries.map((entry, i) =>
    i === at ? { ...entry, [member]: changed(entry[member]) } : entry,
  );
  const moved = planDigest({ ...plan, [list]: other } as Plan) !== plan.digest;
  expect(moved).toBe(member !== 'live' && member !== 'hidden');
});

/** Another value of the same type. */
function changed(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...value, { path: 'x', cause: 'pending' }];
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member], i) => [name, i === 0 ? changed(member) : member]),
  );
}

test('OPS-1 values of a field that look alike have different digests', () => {
  const plan = shopPlan();
  const values = [undefined, null, '', 'a', ['a'], '["a"]', [], {}, 1, '1', 1n, true, [['a']], '[]'];
  const digests = values.map((live) => {
    const items = plan.items.map((item) => ({ ...item, fields: [{ path: 'p', cause: 'drift', live }] }));
    return planDigest({ ...plan, items } as unknown as Plan);
  });
  // A bigint is an integer like another one.
  expect(new Set(digests).size).toBe(values.length - 1);
});
