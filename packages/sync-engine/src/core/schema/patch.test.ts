import { describe, expect, it } from 'vitest';
import { builtinSchema } from './builtin.ts';
import { jsonMergePatch, jsonPatch } from './json-patch.ts';
import { strategicMergePatch } from './strategic-patch.ts';
import type { JsonObject, Schema } from './types.ts';

const deployment = builtinSchema({ group: 'apps', version: 'v1', kind: 'Deployment' }) as Schema;
const pods = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });

describe('strategic merge patch', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    [
      'merges items by their key',
      pods({ containers: [{ name: 'a', image: '1' }, { name: 'b' }] }),
      pods({ containers: [{ name: 'b', image: '2' }, { name: 'c' }] }),
      pods({ containers: [{ name: 'a', image: '1' }, { name: 'b', image: '2' }, { name: 'c' }] }),
    ],
    [
      'deletes an item',
      pods({ containers: [{ name: 'a' }, { name: 'b' }] }),
      pods({ containers: [{ name: 'a', $patch: 'delete' }] }),
      pods({ containers: [{ name: 'b' }] }),
    ],
    [
      'replaces a list',
      pods({ containers: [{ name: 'a' }, { name: 'b' }] }),
      pods({ containers: [{ name: 'c' }, { $patch: 'replace' }] }),
      pods({ containers: [{ name: 'c' }] }),
    ],
    [
      'replaces an object',
      pods({ securityContext: { runAsUser: 1 } }),
      pods({ securityContext: { $patch: 'replace', fsGroup: 2 } }),
      pods({ securityContext: { fsGroup: 2 } }),
    ],
    [
      'removes on null and replaces atomic lists',
      pods({ hostname: 'x', containers: [{ name: 'a', args: ['1', '2'] }] }),
      pods({ hostname: null, containers: [{ name: 'a', args: ['3'] }] }),
      pods({ containers: [{ name: 'a', args: ['3'] }] }),
    ],
    [
      'keeps only the retained keys',
      { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      { spec: { strategy: { type: 'Recreate' } } },
    ],
    [
      'adds to and deletes from sets',
      { metadata: { finalizers: ['a', 'b'] } },
      { metadata: { finalizers: ['b', 'c'], '$deleteFromPrimitiveList/finalizers': ['a'] } },
      { metadata: { finalizers: ['b', 'c'] } },
    ],
    [
      'obeys the asked order',
      pods({ containers: [{ name: 'a' }, { name: 'b' }] }),
      pods({
        containers: [{ name: 'c' }],
        '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
      }),
      pods({ containers: [{ name: 'c' }, { name: 'b' }, { name: 'a' }] }),
    ],
  ])('%s', (_, live, patch, expected) => {
    expect(strategicMergePatch(deployment, live, patch)).toEqual(expected);
  });

  it('refuses an item without its key, and unknown directives', () => {
    expect(() => strategicMergePatch(deployment, {}, pods({ containers: [{ image: 'x' }] }))).toThrow(
      /lacks/,
    );
    expect(() => strategicMergePatch(deployment, {}, { spec: { $patch: 'x' } })).toThrow(/unknown/);
  });
});

describe('JSON merge patch', () => {
  it.each<[unknown, unknown, unknown]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [['a'], { a: 'b' }, { a: 'b' }],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j gives %j', (target, patch, expected) => {
    expect(jsonMergePatch(target, patch)).toEqual(expected);
  });

  it('does not reach a prototype (X16)', () => {
    const out = jsonMergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}')) as JsonObject;
    expect(Object.getPrototypeOf(out)).toBe(Object.prototype);
    expect(out.polluted).toBeUndefined();
    expect(({} as JsonObject).polluted).toBeUndefined();
  });
});

describe('JSON patch', () => {
  it.each<[unknown, JsonObject[], unknown]>([
    [{ a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    [{ a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
    [{ a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    [{ a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    [{ a: 1 }, [{ op: 'replace', path: '/a', value: null }], { a: null }],
    [{ a: { b: 1 } }, [{ op: 'move', from: '/a/b', path: '/c' }], { a: {}, c: 1 }],
    [
      { a: [1] },
      [
        { op: 'copy', from: '/a', path: '/b' },
        { op: 'add', path: '/b/-', value: 2 },
      ],
      { a: [1], b: [1, 2] },
    ],
    [{ 'a/b~c': 1 }, [{ op: 'test', path: '/a~1b~0c', value: 1 }], { 'a/b~c': 1 }],
    [{ a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
  ])('%j with %j gives %j', (target, operations, expected) => {
    expect(jsonPatch(target, operations)).toEqual(expected);
  });

  it.each<[JsonObject]>([
    [{ op: 'remove', path: '/x' }],
    [{ op: 'replace', path: '/x', value: 1 }],
    [{ op: 'add', path: '/l/5', value: 1 }],
    [{ op: 'add', path: '/l/01', value: 1 }],
    [{ op: 'add', path: 'x', value: 1 }],
    [{ op: 'add', path: '/x' }],
    [{ op: 'test', path: '/l', value: [] }],
    [{ op: 'move', from: '/o', path: '/o/p' }],
    [{ op: 'nope', path: '/l' }],
    [{ op: 'add', path: '/constructor/x', value: 1 }],
  ])('refuses %j', (operation) => {
    expect(() => jsonPatch({ l: [1], o: {} }, [operation])).toThrow(/^Operation 0/);
  });

  it('sets a key named __proto__ as data (X16)', () => {
    const out = jsonPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]) as JsonObject;
    expect(out.polluted).toBeUndefined();
    expect(Object.keys(out)).toEqual(['__proto__']);
  });
});
