import type { JsonObject } from '../types.ts';

/** A structural schema that uses each extension a CRD can. */
export const widgetSchema: JsonObject = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 10 },
        mode: { type: 'string', enum: ['slow', 'fast'], default: 'slow' },
        retries: { type: 'integer', default: 0 },
        host: { type: 'string', pattern: '^[a-z]+$', maxLength: 8 },
        note: { type: 'string', nullable: true },
        port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
        items: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['id', 'zone'],
          items: {
            type: 'object',
            required: ['id'],
            properties: { id: { type: 'integer' }, zone: { type: 'string', default: 'a' }, value: { type: 'string' } },
          },
        },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        plain: { type: 'array', items: { type: 'string' } },
        unit: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { a: { type: 'string' }, b: { type: 'string' } } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        nested: { type: 'object', default: {}, properties: { deep: { type: 'string', default: 'x' } } },
        template: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
    status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

/** The CRD that serves `widgetSchema`, with a status subresource. */
export const widgetCrd: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [
      { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: widgetSchema } },
    ],
  },
};

/** A Widget with the given spec. */
export function widget(spec: JsonObject): JsonObject & { apiVersion: string; kind: string } {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one', namespace: 'default' }, spec };
}
