import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../diff/compare.ts';
import { fieldManager } from '../diff/writers.ts';
import type { KubeObject, Plan, ReleaseItem } from '../model.ts';
import { formatKey, gvkOf, keyOf, objectsByKey } from '../resource-key.ts';
import { serverSideApply } from '../schema/apply.ts';
import { builtinSchema } from '../schema/builtin.ts';
import type { JsonObject, Schema } from '../schema/types.ts';
import { buildPlan } from './build-plan.ts';
import { hashKey, hookOf, objectOf, options, tracking, withUid } from './plan.fixture.ts';

const names = ['a', 'b', 'c', 'd'];
const contents = fc.record({
  kind: fc.constantFrom('ConfigMap', 'Secret', 'Deployment', 'Service'),
  name: fc.constantFrom(...names),
  wave: fc.integer({ min: -2, max: 2 }),
  value: fc.constantFrom('1', '2', '3'),
  extra: fc.boolean(),
});
type Content = { kind: string; name: string; wave: number; value: string; extra: boolean };

function made({ kind, name, wave, value, extra }: Content): KubeObject {
  const more = extra ? { more: value } : {};
  switch (kind) {
    case 'Secret':
      return { ...objectOf(kind, name, { wave }), data: { k: Buffer.from(value).toString('base64') } };
    case 'Deployment': {
      const containers = [{ name: 'web', image: `web:${value}`, ...(extra ? { args: [value] } : {}) }];
      const template = { metadata: { labels: { app: name } }, spec: { containers } };
      const spec = { replicas: Number(value), selector: { matchLabels: { app: name } }, template };
      return objectOf(kind, name, { group: 'apps/v1', wave, spec });
    }
    case 'Service':
      return objectOf(kind, name, {
        wave,
        spec: { selector: { app: value, ...more }, ports: [{ port: 80 }] },
      });
    default:
      return { ...objectOf(kind, name, { wave }), data: { k: value, ...more } };
  }
}

/** One object of each kind and name: a set as it is rendered. */
const rendered = fc
  .uniqueArray(contents, { selector: ({ kind, name }) => `${kind}/${name}`, maxLength: 8 })
  .map((list) => list.map(made));

function applied(live: KubeObject | undefined, object: KubeObject): KubeObject {
  const result = serverSideApply({
    schema: builtinSchema(gvkOf(object)) as Schema,
    live: live as unknown as JsonObject | undefined,
    applied: object as unknown as JsonObject,
    manager: fieldManager,
    force: true,
    now: new Date('2026-01-01T00:00:00Z'),
  });
  if (!result.ok) throw new Error('a forced apply has no conflicts');
  return withUid(result.object as unknown as KubeObject);
}

/** The cluster after a Plan has run: its steps in order, as the API server would do them. */
function run(plan: Plan, desired: KubeObject[], live: KubeObject[]): KubeObject[] {
  const cluster = objectsByKey(live);
  const manifests = objectsByKey(desired);
  for (const { action, key } of plan.steps) {
    const id = formatKey(key);
    if (action === 'prune') cluster.delete(id);
    const manifest = manifests.get(id);
    if (manifest && (action === 'create' || action === 'apply'))
      cluster.set(id, applied(cluster.get(id), manifest));
  }
  return [...cluster.values()];
}

const released = (objects: KubeObject[]): ReleaseItem[] =>
  objects.map((manifest) => ({
    key: keyOf(manifest),
    version: gvkOf(manifest).version,
    manifest,
    wave: 0,
    hookPhases: [],
  }));

function planned(desired: KubeObject[], live: KubeObject[], base: ReleaseItem[] | null): Plan {
  const comparison = compare({
    desired,
    live,
    base,
    ignore: [],
    schemaOf: () => undefined,
    ...tracking,
    hashKey,
  });
  return buildPlan({
    kind: 'sync',
    application: { project: 'team', name: 'shop', uid: 'app-uid', generation: 1 },
    destination: { cluster: 'here', namespace: 'default' },
    revisions: [],
    comparison,
    desired,
    live,
    base,
    options,
    hashKey,
  });
}

describe('properties of a Plan (SYNC-1 to SYNC-3)', () => {
  it('what it applies is in sync afterwards, whatever was there before', () => {
    fc.assert(
      fc.property(rendered, rendered, fc.boolean(), (before, after, hasRelease) => {
        const live = before.map((object) => applied(undefined, object));
        const base = hasRelease ? released(before) : null;
        const cluster = run(planned(after, live, base), after, live);
        expect(planned(after, cluster, released(after)).steps).toEqual([]);
        expect(cluster.map((o) => formatKey(keyOf(o))).sort()).toEqual(
          after.map((o) => formatKey(keyOf(o))).sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('no prune precedes what replaces it, and each wave ends in a wait (B1, B2, B4)', () => {
    fc.assert(
      fc.property(rendered, rendered, (before, after) => {
        const live = before.map((object) => applied(undefined, object));
        const { steps } = planned([...after, hookOf('post', 'PostSync')], live, null);
        const sync = steps.filter((step) => step.phase === 'Sync');
        const firstPrune = sync.findIndex((step) => step.action === 'prune');
        const lastWrite = sync.findLastIndex((step) => step.action === 'create' || step.action === 'apply');
        if (firstPrune >= 0) expect(lastWrite).toBeLessThan(firstPrune);
        steps.forEach((step, i) => {
          const next = steps[i + 1];
          const endsWave = next === undefined || next.phase !== step.phase || next.wave !== step.wave;
          if (endsWave) expect(step.action).toBe('wait');
        });
        const waves = sync.filter((step) => step.action !== 'prune').map((step) => step.wave);
        if (firstPrune < 0) expect(waves).toEqual([...waves].sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it('building one changes nothing of what it is built from: a Plan is the dry run (SYNC-5)', () => {
    fc.assert(
      fc.property(rendered, rendered, (before, after) => {
        const live = before.map((object) => applied(undefined, object));
        const copies = structuredClone({ live, after });
        planned(after, live, released(before));
        expect({ live, after }).toEqual(copies);
      }),
      { numRuns: 15 },
    );
  });
});
