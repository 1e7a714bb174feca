import { describe, expect, it } from 'vitest';
import { builtinSchema } from './builtin.ts';
import { applyDefaults } from './defaults.ts';
import { schemaFromCrd } from './openapi.ts';
import { pruneUnknown } from './prune.ts';
import { widget, widgetSchema } from './testdata/crd.ts';
import { gvkOf } from './testdata/gvk-of.ts';
import { kindCases } from './testdata/kinds.ts';
import type { JsonObject, Schema } from './types.ts';
import { validate } from './validate.ts';

const schema = schemaFromCrd(widgetSchema);

const problems = (spec: JsonObject): string[] =>
  validate(schema, widget({ size: 1, ...spec })).map(({ path, message }) => `${path} ${message}`);

describe('validation of custom resources', () => {
  it.each<[string, JsonObject, string]>([
    ['a missing field', { size: undefined }, 'spec.size is required'],
    ['a null where one is required', { size: null }, 'spec.size is required'],
    ['a wrong type', { size: '1' }, 'spec.size must be an integer'],
    ['a fraction', { size: 1.5 }, 'spec.size must be an integer'],
    ['too small', { size: 0 }, 'spec.size must be at least 1'],
    ['too large', { size: 11 }, 'spec.size must be at most 10'],
    ['an enum', { mode: 'x' }, 'spec.mode must be one of "slow", "fast"'],
    ['a pattern', { host: 'A' }, 'spec.host must match ^[a-z]+$'],
    ['a length', { host: 'abcdefghi' }, 'spec.host must have at most 8 characters'],
    ['an unknown field', { nope: 1 }, 'spec.nope is not a field of this type'],
    ['an item without its key', { items: [{ zone: 'a' }] }, 'spec.items[zone=a].id is required'],
    [
      'a repeated item',
      { items: [{ id: 1 }, { id: 1, zone: 'a' }] },
      'spec.items[id=1,zone=a] is there more than once',
    ],
    ['a repeated value', { tags: ['a', 'a'] }, 'spec.tags[=a] is there more than once'],
    ['a list for an object', { labels: [] }, 'spec.labels must be an object'],
    ['an object for a list', { tags: {} }, 'spec.tags must be a list'],
    ['a wrong port', { port: true }, 'spec.port must be an integer or a string'],
  ])('names %s', (_, spec, expected) => {
    expect(problems(spec)).toEqual([expected]);
  });

  it('accepts what fits', () => {
    expect(
      problems({ port: 'http', note: null, open: { any: [1] }, template: { kind: 'X', extra: 1 } }),
    ).toEqual([]);
  });

  it('fills the defaults of a CRD, zero ones too', () => {
    const filled = applyDefaults(gvkOf(widget({})), widget({ size: 1, items: [{ id: 1 }] }), schema);
    expect(filled.spec).toEqual({
      size: 1,
      mode: 'slow',
      retries: 0,
      nested: { deep: 'x' },
      items: [{ id: 1, zone: 'a' }],
    });
  });

  it('prunes unknown fields but not below open ones', () => {
    const pruned = pruneUnknown(schema, widget({ size: 1, nope: 1, open: { kept: 1 } }));
    expect(pruned.spec).toEqual({ size: 1, open: { kept: 1 } });
  });
});

describe('validation of built-in kinds', () => {
  it.each(kindCases)('accepts $title', ({ object }) => {
    expect(validate(builtinSchema(gvkOf(object)) as Schema, object)).toEqual([]);
  });

  it('finds a misspelt field where it stands', () => {
    const deployment = builtinSchema({ group: 'apps', version: 'v1', kind: 'Deployment' }) as Schema;
    const containers = [{ name: 'web', imagee: 'x', resources: { limits: { cpu: 'lots' } } }];
    const object = { spec: { replicas: 'two', selector: {}, template: { spec: { containers } } } };
    expect(validate(deployment, object).map(({ path, kind }) => [path, kind])).toEqual([
      ['spec.replicas', 'invalid'],
      ['spec.template.spec.containers[name=web].imagee', 'unknown-field'],
      ['spec.template.spec.containers[name=web].resources.limits.cpu', 'invalid'],
    ]);
  });
});
