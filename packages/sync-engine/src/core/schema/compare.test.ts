import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinSchema } from './builtin.ts';
import { diffFields } from './compare.ts';
import { schemaFromCrd } from './openapi.ts';
import { widget, widgetSchema } from './testdata/crd.ts';
import type { JsonObject, Schema } from './types.ts';

const deployment = builtinSchema({ group: 'apps', version: 'v1', kind: 'Deployment' }) as Schema;
const pods = (...containers: JsonObject[]): JsonObject => ({ spec: { template: { spec: { containers } } } });

function brief(schema: Schema | undefined, a: unknown, b: unknown): unknown[] {
  return diffFields(schema, a, b).map((one) => [one.path, one.a, one.b]);
}

describe('differences by schema', () => {
  it('names the field inside a keyed list, whatever the order of the items', () => {
    const a = pods({ name: 'web', image: 'a:1' }, { name: 'side' });
    const b = pods({ name: 'side' }, { name: 'web', image: 'a:2' });
    expect(brief(deployment, a, b)).toEqual([
      ['spec.template.spec.containers[name=web].image', 'a:1', 'a:2'],
    ]);
  });

  it('gives a subtree that one side lacks as one difference', () => {
    const a = pods({ name: 'web' });
    const b = pods({ name: 'web', ports: [{ containerPort: 80 }] });
    const at = 'spec.template.spec.containers[name=web].ports';
    expect(brief(deployment, a, b)).toEqual([[at, undefined, [{ containerPort: 80 }]]]);
  });

  it('pairs ports by their key with its defaults', () => {
    const a = pods({ name: 'web', ports: [{ containerPort: 80, name: 'x' }] });
    const b = pods({ name: 'web', ports: [{ containerPort: 80, protocol: 'TCP', name: 'y' }] });
    const at = 'spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP]';
    expect(brief(deployment, a, b)).toEqual([
      [`${at}.name`, 'x', 'y'],
      [`${at}.protocol`, undefined, 'TCP'],
    ]);
  });

  it('takes equal quantities as equal', () => {
    const limits = (cpu: unknown) => pods({ name: 'web', resources: { limits: { cpu } } });
    expect(brief(deployment, limits('1000m'), limits(1))).toEqual([]);
    expect(brief(deployment, limits('1000m'), limits('1001m'))).toHaveLength(1);
  });

  it('compares sets by value and atomic lists as a whole when their length differs', () => {
    const schema = schemaFromCrd(widgetSchema);
    const a = widget({ tags: ['a', 'b'], plain: ['x', 'y'] });
    const b = widget({ tags: ['b', 'c'], plain: ['x'] });
    expect(brief(schema, a, b)).toEqual([
      ['spec.tags[=a]', 'a', undefined],
      ['spec.tags[=c]', undefined, 'c'],
      ['spec.plain', ['x', 'y'], ['x']],
    ]);
  });

  it('falls back to the position when keys are not unique', () => {
    const a = pods({ name: 'web', image: '1' }, { name: 'web', image: '2' });
    const b = pods({ name: 'web', image: '1' }, { name: 'web', image: '3' });
    expect(brief(deployment, a, b)).toEqual([['spec.template.spec.containers[1].image', '2', '3']]);
  });
});

describe('differences without a schema', () => {
  it('pairs by unique names, else by index', () => {
    expect(
      brief(
        undefined,
        { l: [{ name: 'a', v: 1 }, { name: 'b' }] },
        { l: [{ name: 'b' }, { name: 'a', v: 2 }] },
      ),
    ).toEqual([['l[name=a].v', 1, 2]]);
    expect(brief(undefined, { l: [1, 2] }, { l: [1, 3] })).toEqual([['l[1]', 2, 3]]);
  });

  it('sees a key named __proto__ (X16)', () => {
    expect(brief(undefined, JSON.parse('{"d":{"__proto__":1}}'), { d: {} })).toEqual([
      ['d.__proto__', 1, undefined],
    ]);
    expect(brief(undefined, { d: {} }, { d: { constructor: 1 } })).toEqual([['d.constructor', undefined, 1]]);
  });

  it('is empty exactly for equal values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(diffFields(undefined, a, structuredClone(a))).toEqual([]);
        const swapped = diffFields(undefined, b, a).map((one) => one.path);
        expect(swapped.sort()).toEqual(
          diffFields(undefined, a, b)
            .map((one) => one.path)
            .sort(),
        );
      }),
    );
  });
});
