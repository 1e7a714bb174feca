import type { JsonObject } from '../../schema/types.ts';
import {
  custom,
  type CustomKind,
  integer,
  intOrString,
  keyed,
  listOf,
  mapOf,
  quantity,
  struct,
  text,
} from './structural.ts';

const open: JsonObject = { 'x-kubernetes-preserve-unknown-fields': true };
const openObject: JsonObject = { type: 'object', ...open };
const atomicMap: JsonObject = { 'x-kubernetes-map-type': 'atomic' };
const atomicList: JsonObject = { 'x-kubernetes-list-type': 'atomic' };
const set: JsonObject = { 'x-kubernetes-list-type': 'set' };
const flag: JsonObject = { type: 'boolean' };
const embedded: JsonObject = { type: 'object', 'x-kubernetes-embedded-resource': true };

/** CRDs in which one way of merging lies inside another: keyed in atomic, free-form in keyed, defaults below defaults. */
export const deepKinds: readonly CustomKind[] = [
  custom({
    plural: 'meshes',
    kind: 'Mesh',
    spec: struct({
      gateways: keyed(
        struct(
          {
            host: text,
            port: { ...integer, default: 443 },
            secure: { ...flag, default: true },
            ports: listOf(integer, set),
            options: openObject,
            routes: keyed(
              struct(
                {
                  path: text,
                  method: { ...text, default: 'GET' },
                  weight: { ...intOrString, default: '50%' },
                },
                { required: ['path'] },
              ),
              'path',
              'method',
            ),
          },
          { required: ['host'] },
        ),
        'host',
        'port',
        'secure',
      ),
      byZone: mapOf(keyed(struct({ name: text, size: quantity }, { required: ['name'] }), 'name')),
      pinned: listOf(struct({ name: text, retries: { ...integer, default: 3 } }), atomicList),
      frozen: struct(
        {
          mode: { ...text, default: 'Strict' },
          items: keyed(struct({ id: integer, on: { ...flag, default: false } }, { required: ['id'] }), 'id'),
          tags: listOf(text, set),
        },
        atomicMap,
      ),
      selectors: mapOf({ ...mapOf(text), ...atomicMap }),
      ratio: { type: 'number', default: 0.5 },
      big: { type: 'integer', format: 'int64' },
    }),
    object: {
      gateways: [
        { host: 'a.example.com', ports: [80, 443], options: { x: { y: [1, { z: null }] } } },
        { host: 'a.example.com', secure: false, routes: [{ path: '/' }, { path: '/', method: 'POST' }] },
        { host: 'b.example.com', port: 80, routes: [{ path: '/x', weight: 3 }] },
      ],
      byZone: { east: [{ name: 'a', size: '1Gi' }], west: [{ name: 'b' }, { name: 'c', size: '500m' }] },
      pinned: [{ name: 'p' }, { name: 'q', retries: 0 }],
      frozen: { items: [{ id: 1 }, { id: 2, on: true }], tags: ['x', 'y'] },
      selectors: { one: { a: '1' }, two: {} },
      big: 9_007_199_254_740_000,
    },
  }),
  custom({
    plural: 'nullables',
    kind: 'Nullable',
    spec: struct({
      text: { ...text, nullable: true, default: 'd' },
      empty: { ...text, nullable: true, default: null },
      count: { ...integer, nullable: true },
      list: { ...listOf(text), nullable: true },
      set: { ...listOf(integer, set), nullable: true },
      keyed: {
        ...keyed(struct({ name: text, note: { ...text, nullable: true } }, { required: ['name'] }), 'name'),
        nullable: true,
      },
      map: mapOf({ ...text, nullable: true }),
      struct: struct({ a: { ...text, default: 'x' }, b: { ...integer, nullable: true } }, { nullable: true }),
      items: listOf(
        struct({ v: { ...text, nullable: true }, w: { ...integer, default: 1 } }, { nullable: true }),
      ),
      either: { ...intOrString, nullable: true },
      frozen: struct({ a: { ...text, nullable: true } }, { ...atomicMap, nullable: true }),
    }),
    object: {
      text: null,
      count: null,
      list: ['a'],
      keyed: [{ name: 'n1', note: null }, { name: 'n2' }],
      map: { a: null, b: 'x' },
      struct: { b: null },
      items: [{ v: null }, null, {}],
      either: 1,
    },
  }),
  custom({
    plural: 'chains',
    kind: 'Chain',
    spec: struct(
      {
        a: struct(
          {
            b: struct(
              {
                c: struct({ d: { ...text, default: 'deep' }, e: text }, { default: {} }),
                f: { ...integer, default: 5 },
              },
              { default: {} },
            ),
          },
          { default: {} },
        ),
        whole: struct({ x: text, y: { ...integer, default: 2 } }, { default: { x: 'whole' } }),
        list: listOf(struct({ x: text, y: { ...integer, default: 2 } }), { default: [{ x: 'l' }] }),
        keyed: {
          ...keyed(struct({ name: text, on: { ...flag, default: true } }, { required: ['name'] }), 'name'),
          default: [{ name: 'main' }],
        },
        map: { ...mapOf(struct({ z: { ...text, default: 'z' } })), default: { first: {} } },
        set: listOf(integer, { ...set, default: [1, 2] }),
      },
      { default: {} },
    ),
    object: { a: { b: { c: { e: '1' } } }, keyed: [{ name: 'other' }] },
  }),
  custom({
    plural: 'frees',
    kind: 'Free',
    spec: {
      ...openObject,
      properties: {
        known: struct({ a: text, n: { ...integer, default: 1 } }, open),
        list: keyed(struct({ name: text }, { required: ['name'], ...open }), 'name'),
        rows: listOf(openObject),
        map: mapOf(openObject),
        any: open,
      },
    },
    object: {
      known: { a: '1', more: { list: [{ name: 'x', v: 1 }] } },
      list: [{ name: 'n1', deep: { a: [1, 2] } }, { name: 'n2' }],
      rows: [{ a: 1 }, { b: null }],
      map: { one: { x: [] }, two: {} },
      any: 'text',
      unknown: { a: null, b: [], c: {}, d: '' },
    },
  }),
  custom({
    plural: 'bundles',
    kind: 'Bundle',
    spec: struct({
      plain: { ...embedded, ...open },
      typed: {
        ...embedded,
        properties: {
          spec: struct({ replicas: { ...integer, default: 1 }, note: text }),
          items: keyed(struct({ name: text, v: { ...integer, default: 1 } }, { required: ['name'] }), 'name'),
        },
      },
      many: listOf({ ...embedded, ...open }),
      named: mapOf({ ...embedded, ...open }),
    }),
    object: {
      plain: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', labels: { x: '1' } },
        data: { k: 'v' },
      },
      typed: { apiVersion: 'x.io/v1', kind: 'X', metadata: { name: 'x' }, spec: {}, items: [{ name: 'n1' }] },
      many: [
        { apiVersion: 'v1', kind: 'Service', metadata: { name: 'b' }, spec: { ports: [{ port: 80 }] } },
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'c', annotations: {} } },
      ],
      named: { one: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'd' }, stringData: { a: 'b' } } },
    },
  }),
];
