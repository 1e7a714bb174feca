import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/object.ts';
import type { Bench } from '../suite.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function widgetCrd(group: string): JsonObject {
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        required: ['size'],
        properties: {
          size: { type: 'integer', minimum: 1 },
          colour: { type: 'string', enum: ['red', 'blue'], default: 'blue' },
        },
      },
      status: { type: 'object', properties: { seen: { type: 'integer' } } },
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: { status: {} },
        },
      ],
    },
  };
}

export function customResourceCases({ api, namespace }: Bench): void {
  describe('custom resources', () => {
    it('serves a kind once it is Established, validated by its schema, until it is deleted', async () => {
      const group = `${namespace()}.example.com`;
      const created = await api().call('POST', CRDS, { body: widgetCrd(group) });
      expect(created.status).toBe(201);
      await api().until('the CRD to be established', async () => {
        const { body } = await api().call<{ status?: { conditions?: { type: string; status: string }[] } }>(
          'GET',
          `${CRDS}/widgets.${group}`,
        );
        return body.status?.conditions?.find((one) => one.type === 'Established' && one.status === 'True');
      });
      const path = `/apis/${group}/v1/namespaces/${namespace()}/widgets`;
      await api().until('the kind to be served', async () =>
        (await api().call('GET', path)).status === 200 ? true : undefined,
      );
      const widget = (name: string, spec: JsonObject) => ({
        apiVersion: `${group}/v1`,
        kind: 'Widget',
        metadata: { name },
        spec,
      });

      const refused = await api().call<{ reason: string; details: { causes: { field: string }[] } }>(
        'POST',
        path,
        { body: widget('bad', { size: 0, colour: 'green' }) },
      );
      expect(refused).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
      expect(refused.body.details.causes.map((cause) => cause.field).sort()).toEqual([
        'spec.colour',
        'spec.size',
      ]);
      const missing = await api().call<{ details: { causes: { reason: string; field: string }[] } }>(
        'POST',
        path,
        { body: widget('bad', {}) },
      );
      expect(missing.body.details.causes).toMatchObject([
        { reason: 'FieldValueRequired', field: 'spec.size' },
      ]);

      const good = await api().call('POST', path, {
        body: { ...widget('good', { size: 2, extra: 'x' }), status: { seen: 1 } },
      });
      expect(good).toMatchObject({ status: 201, body: { spec: { size: 2, colour: 'blue' } } });
      expect(good.body).not.toHaveProperty('status');
      expect((good.body.spec as JsonObject).extra).toBeUndefined();
      expect(good.body.metadata.generation).toBe(1);
      const status = await api().call('PATCH', `${path}/good/status`, {
        contentType: 'application/merge-patch+json',
        body: { status: { seen: 3 } },
      });
      expect(status.body).toMatchObject({ status: { seen: 3 }, metadata: { generation: 1 } });
      const applied = await api().apply(`${path}/good`, widget('good', { size: 5 }), {
        fieldManager: 'applier',
        force: 'true',
      });
      expect(applied.body).toMatchObject({ spec: { size: 5 }, metadata: { generation: 2 } });
      expect(
        (
          await api().call('PATCH', `${path}/good`, {
            contentType: 'application/strategic-merge-patch+json',
            body: {},
          })
        ).status,
      ).toBe(415);

      await api().call('DELETE', `${CRDS}/widgets.${group}`);
      await api().until('the kind to be gone', async () =>
        (await api().call('GET', path)).status === 404 ? true : undefined,
      );
    });
  });
}
