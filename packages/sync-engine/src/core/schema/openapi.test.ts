import { describe, expect, it } from 'vitest';
import { builtinOpenApi, builtinResources, builtinSchema, builtinVersion } from './builtin.ts';
import { schemaFromCrd, schemasFromOpenApiV3 } from './openapi.ts';
import { canonical } from './normalize.ts';
import { childSchema } from './shape.ts';
import { widgetSchema } from './testdata/crd.ts';
import type { JsonObject, Schema } from './types.ts';

/** Follows field names; a list steps into its item by itself. */
function at(schema: Schema, path: string): Schema {
  return path.split('.').reduce((node, step) => {
    const inner = node.kind === 'list' ? node.item() : node;
    return childSchema(inner, step);
  }, schema);
}

const deployment = builtinSchema({ group: 'apps', version: 'v1', kind: 'Deployment' }) as Schema;

describe('built-in schemas', () => {
  it.each<[string, JsonObject]>([
    ['spec.replicas', { kind: 'scalar', type: 'integer', format: 'int32' }],
    ['spec.selector', { kind: 'struct', atomic: true }],
    ['spec.strategy.rollingUpdate.maxSurge', { kind: 'scalar', type: 'int-or-string' }],
    ['spec.template.spec.containers', { kind: 'list', listType: 'map', keys: ['name'] }],
    [
      'spec.template.spec.containers.ports',
      { kind: 'list', listType: 'map', keys: ['containerPort', 'protocol'] },
    ],
    ['spec.template.spec.containers.args', { kind: 'list', listType: 'atomic' }],
    ['spec.template.spec.containers.resources.limits', { kind: 'map', atomic: false }],
    ['spec.template.spec.containers.resources.limits.cpu', { kind: 'scalar', type: 'quantity' }],
    ['spec.template.spec.nodeSelector', { kind: 'map', atomic: true }],
    ['metadata.finalizers', { kind: 'list', listType: 'set' }],
    ['metadata.creationTimestamp', { kind: 'scalar', type: 'time' }],
    ['metadata.ownerReferences', { kind: 'list', listType: 'map', keys: ['uid'] }],
  ])('reads %s', (path, expected) => {
    expect(at(deployment, path)).toMatchObject(expected);
  });

  it('follows types that contain themselves', () => {
    const crd = builtinSchema({
      group: 'apiextensions.k8s.io',
      version: 'v1',
      kind: 'CustomResourceDefinition',
    }) as Schema;
    const deep = at(crd, 'spec.versions.schema.openAPIV3Schema.properties.x.not.properties.y.type');
    expect(deep).toMatchObject({ kind: 'scalar', type: 'string' });
  });

  it('has a schema for every kind discovery offers', () => {
    const odd = new Set(['Scale']);
    const missing = builtinResources().filter(
      (resource) => !odd.has(resource.kind) && builtinSchema(resource) === undefined,
    );
    expect(missing.map(({ kind }) => kind)).toEqual([]);
    expect(builtinVersion).toMatch(/^v1\.\d+\.\d+$/);
  });

  it('knows no kind it was not given', () => {
    expect(builtinSchema({ group: 'example.com', version: 'v1', kind: 'Widget' })).toBeUndefined();
    expect(schemasFromOpenApiV3({})({ group: '', version: 'v1', kind: 'Pod' })).toBeUndefined();
    expect(schemasFromOpenApiV3(builtinOpenApi())({ group: '', version: 'v1', kind: 'Pod' })).toBeDefined();
  });
});

describe('schemas of custom resources', () => {
  const schema = schemaFromCrd(widgetSchema);

  it.each<[string, JsonObject]>([
    ['metadata.labels', { kind: 'map' }],
    ['spec.items', { kind: 'list', listType: 'map', keys: ['id', 'zone'] }],
    ['spec.tags', { kind: 'list', listType: 'set' }],
    ['spec.plain', { kind: 'list', listType: 'atomic' }],
    ['spec.unit', { kind: 'struct', atomic: true }],
    ['spec.open.anything', { kind: 'any', atomic: false }],
    ['spec.template.metadata.annotations', { kind: 'map' }],
    ['spec.port', { type: 'int-or-string' }],
    ['spec.note', { nullable: true }],
    ['status.free', { kind: 'any' }],
  ])('reads %s', (path, expected) => {
    expect(at(schema, path)).toMatchObject(expected);
  });

  it('takes a schema that says nothing', () => {
    expect(schemaFromCrd({ 'x-kubernetes-preserve-unknown-fields': true })).toMatchObject({
      preserveUnknown: true,
    });
  });
});

it('DIFF-1 the metadata of an embedded object is stored as that of any other', () => {
  const template = { type: 'object', 'x-kubernetes-embedded-resource': true };
  const schema = schemaFromCrd({ type: 'object', properties: { spec: template } });
  const written = { spec: { metadata: { selfLink: '', name: '', labels: { a: '' } } } };
  expect(canonical(schema, written)).toEqual({ spec: { metadata: { labels: { a: '' } } } });
});
