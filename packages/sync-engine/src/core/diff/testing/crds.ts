import { widgetCrd, widgetSchema } from '../../schema/testdata/crd.ts';
import type { JsonObject } from '../../schema/types.ts';
import { deepKinds } from './crds-deep.ts';
import {
  custom,
  type CustomKind,
  inlined,
  integer,
  intOrString,
  keyed,
  listOf,
  mapOf,
  quantity,
  struct,
  text,
} from './structural.ts';

/** CRDs that use every way a structural schema can say how a field merges, defaults and is stored. */
export const customKinds: readonly CustomKind[] = [
  {
    crd: {
      ...widgetCrd,
      spec: {
        ...(widgetCrd.spec as JsonObject),
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: { openAPIV3Schema: widgetSchema },
          },
        ],
      },
    },
    path: '/apis/example.com/v1/namespaces/default/widgets',
    object: {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        size: 2,
        items: [{ id: 1, value: 'v' }],
        tags: ['a'],
        plain: ['p'],
        open: { a: { b: 1 } },
        port: 'http',
      },
    },
  },
  custom({
    plural: 'rollouts',
    kind: 'Rollout',
    spec: struct({
      replicas: { type: 'integer', format: 'int32', default: 1 },
      selector: inlined('io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector'),
      template: struct({
        metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        spec: inlined('io.k8s.api.core.v1.PodSpec'),
      }),
      strategy: struct({
        canary: struct({
          steps: listOf(struct({ setWeight: integer, pause: struct({ duration: intOrString }) })),
          maxSurge: intOrString,
        }),
      }),
    }),
    object: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'nginx:1',
              ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }],
              env: [{ name: 'A', value: '1' }],
              resources: { limits: { cpu: '1000m', memory: '1Gi' } },
            },
          ],
          tolerations: [{ key: 'k' }],
        },
      },
      strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }, { pause: { duration: '1h' } }] } },
    },
  }),
  custom({
    plural: 'routes',
    kind: 'Route',
    spec: struct(
      {
        parents: listOf(
          struct(
            {
              group: { ...text, default: 'gateway.example.com' },
              kind: { ...text, default: 'Gateway' },
              name: text,
              weight: { ...integer, default: 1 },
            },
            { required: ['name'] },
          ),
        ),
        rules: listOf(
          struct({
            name: text,
            matches: listOf(
              struct({
                path: struct({ type: { ...text, default: 'PathPrefix' }, value: { ...text, default: '/' } }),
              }),
              {
                default: [{ path: { type: 'PathPrefix', value: '/' } }],
              },
            ),
            backends: keyed(
              struct(
                { name: text, port: { ...integer, default: 80 }, weight: { ...integer, default: 1 } },
                { required: ['name'] },
              ),
              'name',
              'port',
            ),
            timeouts: struct(
              { request: { ...text, format: 'duration' }, idle: { ...text, nullable: true } },
              { default: {} },
            ),
          }),
        ),
        listeners: keyed(
          struct(
            {
              name: text,
              port: integer,
              tls: struct({
                mode: { ...text, enum: ['Terminate', 'Passthrough'], default: 'Terminate' },
                refs: keyed(
                  struct({ name: text, kind: { ...text, default: 'Secret' } }, { required: ['name'] }),
                  'name',
                ),
              }),
            },
            { required: ['name', 'port'] },
          ),
          'name',
        ),
      },
      { default: {} },
    ),
    object: {
      parents: [{ name: 'gw' }],
      rules: [
        { backends: [{ name: 'a' }, { name: 'b', port: 90 }] },
        { name: 'second', matches: [{ path: { value: '/x' } }] },
      ],
      listeners: [
        { name: 'http', port: 80 },
        { name: 'https', port: 443, tls: { refs: [{ name: 'cert' }] } },
      ],
    },
  }),
  custom({
    plural: 'policies',
    kind: 'Policy',
    scope: 'Cluster',
    hasStatus: false,
    spec: struct({
      ports: listOf(integer, { 'x-kubernetes-list-type': 'set' }),
      names: listOf(text, { 'x-kubernetes-list-type': 'set' }),
      order: listOf(text, { 'x-kubernetes-list-type': 'atomic' }),
      pairs: listOf(struct({ a: text, b: { ...integer, default: 7 } })),
      unit: struct({ a: text, b: text }, { 'x-kubernetes-map-type': 'atomic' }),
      frozen: { ...mapOf(text), 'x-kubernetes-map-type': 'atomic' },
      byName: mapOf(struct({ on: { type: 'boolean', default: true }, list: listOf(text) })),
      matrix: listOf(listOf(integer)),
      ratio: { type: 'number' },
      size: quantity,
      flag: { type: 'boolean' },
      maybe: { ...text, nullable: true },
      maybeMap: { ...mapOf(text), nullable: true },
      open: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
        properties: {
          known: { ...text, default: 'd' },
          set: listOf(text, { 'x-kubernetes-list-type': 'set' }),
        },
      },
      anything: { 'x-kubernetes-preserve-unknown-fields': true },
    }),
    object: {
      ports: [80, 443],
      names: ['a', 'b'],
      order: ['x', 'y'],
      pairs: [{ a: '1' }],
      unit: { a: '1' },
      frozen: { k: 'v' },
      byName: { one: {}, two: { on: false, list: ['q'] } },
      matrix: [[1, 2], [3]],
      size: '1024Mi',
      open: { free: { deep: [1, { x: 'y' }] } },
      anything: { a: [1, 2, { b: null }] },
    },
  }),
  custom({
    plural: 'backups',
    kind: 'Backup',
    spec: struct({
      schedule: { ...text, default: '@daily' },
      enabled: { type: 'boolean', default: false },
      keep: { ...integer, default: 0 },
      note: { ...text, default: '' },
      tags: listOf(text, { default: [] }),
      labels: { ...mapOf(text), default: {} },
      window: struct({ start: { ...text, format: 'date-time' }, length: { ...text, format: 'duration' } }),
      target: {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        'x-kubernetes-preserve-unknown-fields': true,
      },
      stores: keyed(
        struct(
          {
            name: text,
            retries: { ...integer, default: 3 },
            options: keyed(struct({ key: text, value: intOrString }, { required: ['key'] }), 'key'),
          },
          { required: ['name'] },
        ),
        'name',
      ),
    }),
    object: {
      window: { start: '2026-01-01T00:00:00Z', length: '60s' },
      target: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: '1' } },
      stores: [
        {
          name: 's3',
          options: [
            { key: 'a', value: 1 },
            { key: 'b', value: 'x' },
          ],
        },
        { name: 'gcs', retries: 0 },
      ],
    },
  }),
  ...deepKinds,
];
