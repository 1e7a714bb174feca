import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { canonicalJson, desiredDigest, digestOf } from './digest.ts';

const key = { version: 1, key: Buffer.alloc(32, 1) };

test('canonical JSON reads back as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the order of keys does not count, the order of lists does', () => {
  expect(canonicalJson({ b: 1, a: [2, 1] })).toBe('{"a":[2,1],"b":1}');
  expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
});

test('X16 X17 __proto__, bigint and undefined', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
  expect(canonicalJson({ n: 9007199254740993n, u: undefined })).toBe('{"n":9007199254740993}');
});

test('X16 absurd nesting is refused, not a crash', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(() => canonicalJson(deep)).toThrow(RangeError);
});

test('the digest of a set ignores its order and hashes Secrets', () => {
  const map: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: '1' } };
  const secret: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { a: 'MQ==' },
  };
  expect(desiredDigest([map, secret], key)).toBe(desiredDigest([secret, map], key));
  expect(desiredDigest([map, { ...secret, data: { a: 'Mg==' } }], key)).not.toBe(
    desiredDigest([map, secret], key),
  );
  expect(desiredDigest([map, secret], { ...key, key: Buffer.alloc(32, 2) })).not.toBe(
    desiredDigest([map, secret], key),
  );
});
