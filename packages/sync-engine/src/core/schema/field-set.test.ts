import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinSchema } from './builtin.ts';
import {
  difference,
  fieldsOf,
  fromFieldsV1,
  has,
  intersection,
  isEmpty,
  leaves,
  paths,
  recursiveDifference,
  setOf,
  setsEqual,
  toFieldsV1,
  union,
} from './field-set.ts';
import { formatPath, parsePath } from './path.ts';
import type { Schema } from './types.ts';

const set = (...texts: string[]) => setOf(...texts.map(parsePath));
const texts = (of: Parameters<typeof paths>[0]) => paths(of).map(formatPath);

const fieldsV1 = {
  'f:metadata': { 'f:finalizers': { '.': {}, 'v:"a"': {} } },
  'f:spec': {
    'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:args': {} } },
    'f:replicas': {},
  },
};

describe('field sets', () => {
  it('reads and writes fieldsV1', () => {
    const read = fromFieldsV1(fieldsV1);
    expect(toFieldsV1(read)).toEqual(fieldsV1);
    expect(texts(read)).toEqual([
      'metadata.finalizers',
      'metadata.finalizers[=a]',
      'spec.replicas',
      'spec.containers[name=web]',
      'spec.containers[name=web].args',
      'spec.containers[name=web].image',
    ]);
  });

  it('finds the same item whatever the order of its keys', () => {
    const read = fromFieldsV1({ 'f:ports': { 'k:{"protocol":"TCP","port":80}': { '.': {} } } });
    expect(has(read, parsePath('ports[port=80,protocol=TCP]'))).toBe(true);
  });

  it.each([{ 'x:a': {} }, { 'k:[1]': {} }, { 'k:{': {} }])('refuses %j', (json) => {
    expect(() => fromFieldsV1(json)).toThrow(SyntaxError);
  });

  it('removes a parent without its children, unless asked to', () => {
    const all = set('a', 'a.b', 'a.b.c', 'd');
    expect(texts(difference(all, set('a.b')))).toEqual(['a', 'd', 'a.b.c']);
    expect(texts(recursiveDifference(all, set('a.b')))).toEqual(['a', 'd']);
    expect(texts(leaves(all))).toEqual(['d', 'a.b.c']);
  });

  it('takes the fields of an object by its schema', () => {
    const service = builtinSchema({ group: '', version: 'v1', kind: 'Service' }) as Schema;
    const object = {
      metadata: { labels: { a: '1' }, finalizers: ['x'], annotations: {} },
      spec: { ports: [{ port: 80 }], selector: { a: 'b' }, externalIPs: ['1.1.1.1'] },
    };
    expect(texts(fieldsOf(service, object)).sort()).toEqual([
      'metadata.annotations',
      'metadata.finalizers[=x]',
      'metadata.labels.a',
      'spec.externalIPs',
      'spec.ports[port=80,protocol=TCP]',
      'spec.ports[port=80,protocol=TCP].port',
      'spec.selector',
    ]);
  });

  const path = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
    .map((p) => p.join('.'));
  const anySet = fc.array(path).map((list) => set(...list));

  it('obeys the laws of sets', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        expect(setsEqual(union(a, b), union(b, a))).toBe(true);
        expect(setsEqual(intersection(a, b), difference(a, difference(a, b)))).toBe(true);
        expect(setsEqual(union(difference(a, b), intersection(a, b)), a)).toBe(true);
        expect(isEmpty(intersection(difference(a, b), b))).toBe(true);
        expect(setsEqual(fromFieldsV1(toFieldsV1(a)), a)).toBe(true);
      }),
    );
  });
});
