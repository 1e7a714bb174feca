import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { get, isObject, put } from '../schema/json.ts';
import { kindCases } from '../schema/testdata/kinds.ts';
import { rareKindCases } from '../schema/testdata/kinds-more.ts';
import type { JsonObject } from '../schema/types.ts';
import { compare } from './compare.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { respectIgnoreDifferences } from './respect-ignore-differences.ts';

const kinds = [...kindCases, ...rareKindCases].map(({ object }) => object);
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, [], {}, '', 0, -1, 1e300, 2n ** 70n, [null], [[]], { '': null }),
  fc.constantFrom<unknown>(JSON.parse('{"__proto__":{"x":1},"constructor":"y","toString":null}'), [
    { name: 'a' },
    { name: 'a' },
    { name: null },
    7,
  ]),
);

/** An object of a kind in which some values were replaced by what no schema allows. */
const broken = fc
  .tuple(fc.nat(), fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 8 }), odd), { maxLength: 4 }))
  .map(([kind, changes]) => {
    const object = structuredClone(kinds[kind % kinds.length]) as JsonObject;
    for (const [way, value] of changes) replace(object, way, structuredClone(value));
    return object as unknown as KubeObject;
  });

function replace(root: JsonObject, way: readonly number[], value: unknown): void {
  let parent: unknown = root;
  for (const [at, step] of way.entries()) {
    if (Array.isArray(parent) && parent.length > 0) {
      const index = step % parent.length;
      if (at === way.length - 1) parent[index] = value;
      parent = parent[index];
    } else if (isObject(parent)) {
      // Identity is checked where objects are read.
      const keys = Object.keys(parent).filter(
        (key) => parent !== root || !['apiVersion', 'kind', 'metadata'].includes(key),
      );
      const key = keys[step % Math.max(keys.length, 1)];
      if (key === undefined) return;
      if (at === way.length - 1) put(parent, key, value);
      parent = get(parent, key);
    } else return;
  }
}

const withOddMetadata = fc
  .tuple(
    broken,
    fc.record({ managedFields: odd, ownerReferences: odd, finalizers: odd }, { requiredKeys: [] }),
  )
  .map(
    ([object, metadata]): KubeObject => ({
      ...object,
      metadata: { ...object.metadata, ...metadata } as never,
    }),
  );

const ignore = [
  {
    group: '*',
    kind: '*',
    jsonPointers: ['/spec', '/metadata/labels/a~1b', '/data/0', '/__proto__'],
    jqPathExpressions: ['.. | select(.name? == "a")', '.spec[]?'],
    managedFieldsManagers: ['x'],
  },
];

test('DIFF-1 no value in any place of any kind makes a comparison fail', () => {
  fc.assert(
    fc.property(
      withOddMetadata,
      withOddMetadata,
      fc.option(broken),
      fc.boolean(),
      (desired, other, base, isIgnoring) => {
        const live = {
          ...other,
          apiVersion: desired.apiVersion,
          kind: desired.kind,
          metadata: {
            ...other.metadata,
            name: desired.metadata.name,
            namespace: desired.metadata.namespace as string,
          },
        };
        const input = {
          desired: [desired],
          live: [live],
          base: base && [{ key: keyOf(desired), version: 'v1', manifest: base, wave: 0, hookPhases: [] }],
          ignore: isIgnoring ? ignore : [],
          schemaOf: () => undefined,
          trackingName: 'a_b',
          installationId: 'i',
          hashKey: { version: 1, key: Buffer.alloc(32, 1) },
        };
        const [resource] = compare(input).resources;
        expect(resource?.verdict === 'in-sync').toBe(
          resource?.fields.length === 0 && resource.reasons.length === 0,
        );
        respectIgnoreDifferences({
          desired,
          live,
          rules: new IgnoreRules(ignore),
          schemaOf: () => undefined,
          mode: 'apply',
        });
      },
    ),
    { numRuns: Number(process.env.HOSTILE_RUNS ?? 300) },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
