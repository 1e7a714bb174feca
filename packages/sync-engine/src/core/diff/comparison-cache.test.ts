import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model.ts';
import { keyOf } from '../resource-key.ts';
import { type CompareInput, compare } from './compare.ts';
import { ComparisonCache } from './comparison-cache.ts';

const configMap = (name: string, value: string, more: Partial<KubeObject['metadata']> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop', ...more },
  data: { value },
});
const live = (name: string, value: string, resourceVersion: string) =>
  configMap(name, value, { uid: `uid-${name}`, resourceVersion });
const released = (object: KubeObject) => ({
  key: keyOf(object),
  version: 'v1',
  manifest: object,
  wave: 0,
  hookPhases: [],
});

const names = ['a', 'b', 'c'];
const base = names.map((name) => released(configMap(name, '1')));
const input = (over: Partial<CompareInput> = {}): CompareInput => ({
  desired: names.map((name) => configMap(name, '1')),
  live: names.map((name) => live(name, '1', '7')),
  base,
  ignore: [],
  schemaOf: () => undefined,
  trackingName: 'default_shop',
  installationId: 'here',
  hashKey: { version: 1, key: Buffer.alloc(32, 1) },
  ...over,
});

/** Comparisons that a second look makes after a first one; what it finds is what a look without a cache finds. */
function madeBy(second: CompareInput, first = input()): number {
  const cache = new ComparisonCache();
  compare({ ...first, cache });
  const before = cache.comparisons;
  expect(compare({ ...second, cache })).toEqual(compare(second));
  return cache.comparisons - before;
}

describe('a look at what was looked at before (issue 4, Speed)', () => {
  it('compares nothing again while manifests, versions, Release and rules are the same', () => {
    expect(madeBy(input())).toBe(0);
  });

  it('never reads an object again: its size costs nothing', () => {
    const guarded = (object: KubeObject): KubeObject =>
      Object.defineProperty({ ...object }, 'data', {
        enumerable: true,
        get: () => {
          throw new Error('read');
        },
      });
    const first = input();
    const cache = new ComparisonCache();
    compare({ ...first, cache });
    const again = { ...first, live: first.live.map(guarded), cache };
    expect(compare(again).status).toBe('Synced');
    expect(() => compare({ ...again, cache: new ComparisonCache() })).toThrow('read');
  });

  it.each<[string, Partial<CompareInput>, number]>([
    ['one manifest', { desired: [configMap('a', '2'), configMap('b', '1'), configMap('c', '1')] }, 1],
    ['one live version', { live: [live('a', 'by hand', '8'), live('b', '1', '7'), live('c', '1', '7')] }, 1],
    ['an object that is gone', { live: [live('b', '1', '7'), live('c', '1', '7')] }, 1],
    [
      'an object made again under an old version',
      {
        live: [
          configMap('a', '2', { uid: 'other', resourceVersion: '7' }),
          live('b', '1', '7'),
          live('c', '1', '7'),
        ],
      },
      1,
    ],
    ['one more manifest', { desired: [...input().desired, configMap('d', '1')] }, 1],
    ['one Release item', { base: [released(configMap('a', '0')), ...base.slice(1)] }, 1],
    ['an object that may not be read', { unread: [{ key: keyOf(configMap('a', '1')), reason: 'no' }] }, 1],
    ['no Release', { base: null }, 3],
    ['an ignore rule', { ignore: [{ kind: 'ConfigMap', jsonPointers: ['/data/value'] }] }, 3],
    ['another hash key', { hashKey: { version: 2, key: Buffer.alloc(32, 2) } }, 3],
    ['a schema', { schemaOf: () => ({ type: 'object' }) as never }, 3],
  ])('compares what %s concerns', (_, over, expected) => {
    expect(madeBy(input(over))).toBe(expected);
  });

  it('believes no version that an object does not have', () => {
    const unversioned = { ...input(), live: names.map((name) => configMap(name, 'x')) };
    const changed = { ...input(), live: names.map((name) => configMap(name, '1')) };
    expect(madeBy(changed, unversioned)).toBe(3);
  });

  it('forgets what a look did not ask for', () => {
    const cache = new ComparisonCache();
    compare({ ...input(), cache });
    compare({ ...input({ desired: [configMap('a', '1')] }), cache });
    expect(cache.size).toBe(1);
  });
});
