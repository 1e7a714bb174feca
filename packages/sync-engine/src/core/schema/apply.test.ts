import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApplyResult,
  conflictMessage,
  fieldsAfterApply,
  recordUpdate,
  serverSideApply,
} from './apply.ts';
import { builtinSchema } from './builtin.ts';
import { diffFields } from './compare.ts';
import { applyDefaults } from './defaults.ts';
import { formatPath } from './path.ts';
import { gvkOf } from './testdata/gvk-of.ts';
import { kindCases } from './testdata/kinds.ts';
import type { JsonObject, Schema } from './types.ts';

const now = new Date('2026-01-02T03:04:05Z');
const later = new Date('2026-01-02T04:00:00Z');
const schema = builtinSchema({ group: 'apps', version: 'v1', kind: 'Deployment' }) as Schema;

interface Options {
  readonly manager?: string;
  readonly force?: boolean;
  readonly now?: Date;
}

function apply(live: JsonObject | undefined, applied: JsonObject, options: Options = {}): ApplyResult {
  return serverSideApply({ schema, live, applied, manager: 'bowline', force: false, now, ...options });
}

function applied(live: JsonObject | undefined, object: JsonObject, options: Options = {}): JsonObject {
  const result = apply(live, object, options);
  if (!result.ok) throw new Error(conflictMessage(result.conflicts));
  return result.object;
}

const deployment = (spec: JsonObject): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec,
});

const withContainers = (...containers: JsonObject[]): JsonObject =>
  deployment({ template: { spec: { containers } } });

describe('server-side apply', () => {
  it('writes one Apply entry with exactly the fields applied', () => {
    const object = applied(
      undefined,
      withContainers({ name: 'web', image: 'a:1', ports: [{ containerPort: 80 }] }),
    );
    expect(object.metadata).toEqual({
      name: 'web',
      managedFields: [
        {
          manager: 'bowline',
          operation: 'Apply',
          apiVersion: 'apps/v1',
          time: '2026-01-02T03:04:05Z',
          fieldsType: 'FieldsV1',
          fieldsV1: {
            'f:spec': {
              'f:template': {
                'f:spec': {
                  'f:containers': {
                    'k:{"name":"web"}': {
                      '.': {},
                      'f:image': {},
                      'f:name': {},
                      'f:ports': {
                        'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      ],
    });
  });

  it('refuses to take a field another manager owns, and names both', () => {
    const live = applied(undefined, deployment({ replicas: 2 }), { manager: 'scaler' });
    const result = apply(live, deployment({ replicas: 3 }));
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.conflicts.map(({ path, manager }) => [formatPath(path), manager])).toEqual([
      ['spec.replicas', 'scaler'],
    ]);
    expect(conflictMessage(result.conflicts)).toBe(
      'Apply failed with 1 conflict: conflict with "scaler": .spec.replicas',
    );
  });

  it('takes the field by force, and the other manager loses it', () => {
    const live = applied(undefined, deployment({ replicas: 2, paused: true }), { manager: 'scaler' });
    const object = applied(live, deployment({ replicas: 3 }), { force: true });
    expect(object.spec).toMatchObject({ replicas: 3, paused: true });
    const again = apply(object, deployment({ replicas: 2 }), { manager: 'scaler' });
    expect(again.ok).toBe(false);
  });

  it('removes what it applied before and no one else owns', () => {
    const first = applied(undefined, withContainers({ name: 'a', image: 'a' }, { name: 'b', image: 'b' }));
    const shared = applied(first, withContainers({ name: 'b', image: 'b' }), { manager: 'mesh' });
    const second = applied(shared, withContainers({ name: 'c', image: 'c' }));
    expect(second).toMatchObject(withContainers({ name: 'b', image: 'b' }, { name: 'c', image: 'c' }));
  });

  it('keeps fields that updaters own', () => {
    const first = applied(undefined, deployment({ replicas: 1 }));
    const edited = { ...first, spec: { ...(first.spec as JsonObject), paused: true } };
    const recorded = recordUpdate({ schema, before: first, after: edited, manager: 'kubectl-edit', now });
    const second = applied(recorded, deployment({ minReadySeconds: 3 }));
    expect(second.spec).toMatchObject({ paused: true, minReadySeconds: 3 });
    expect(second.spec).not.toHaveProperty('replicas');
  });

  it('leaves time alone when nothing changes', () => {
    const first = applied(undefined, deployment({ replicas: 1 }));
    const result = apply(first, deployment({ replicas: 1 }), { now: later });
    expect(result).toEqual({ ok: true, object: first, changed: false });
  });

  it('folds the oldest of more than ten updaters', () => {
    let object = applied(undefined, deployment({ replicas: 1 }));
    for (let i = 0; i < 14; i++) {
      const metadata = object.metadata as JsonObject;
      const after = {
        ...object,
        metadata: { ...metadata, labels: { ...(metadata.labels as JsonObject), [`l${i}`]: 'x' } },
      };
      const at = new Date(now.getTime() + i * 1000);
      object = recordUpdate({ schema, before: object, after, manager: `m${i}`, now: at });
    }
    const entries = (object.metadata as { managedFields: { manager: string; operation: string }[] })
      .managedFields;
    const updaters = entries.filter(({ operation }) => operation === 'Update').map(({ manager }) => manager);
    expect(updaters).toHaveLength(10);
    expect(updaters).toContain('ancient-changes');
  });

  it('keeps keys such as __proto__ as data (X16)', () => {
    const configMap = builtinSchema({ group: '', version: 'v1', kind: 'ConfigMap' }) as Schema;
    const object = JSON.parse(
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"__proto__":"a","constructor":"b"}}',
    ) as JsonObject;
    const request = { schema: configMap, applied: object, manager: 'bowline', force: false, now };
    const first = serverSideApply({ ...request, live: undefined });
    const again = serverSideApply({ ...request, live: first.ok ? first.object : undefined });
    expect(again.ok && again.changed).toBe(false);
    expect(again.ok && JSON.stringify(again.object.data)).toBe('{"__proto__":"a","constructor":"b"}');
    expect(({} as JsonObject).a).toBeUndefined();
  });

  it('refuses absurd nesting with a clear error', () => {
    let value: unknown = 'x';
    for (let i = 0; i < 10_000; i++) value = { a: value };
    expect(() => apply(undefined, deployment({ template: value }))).toThrow(/nested deeper/);
    expect(() => diffFields(undefined, value, value)).toThrow(/nested deeper/);
  });
});

const name = fc.constantFrom('a', 'b', 'c');
const container = fc.record(
  {
    name,
    image: name,
    args: fc.array(name, { maxLength: 3 }),
    env: fc.uniqueArray(fc.record({ name, value: name }, { requiredKeys: ['name'] }), {
      selector: (e) => e.name,
    }),
    ports: fc.uniqueArray(
      fc.record(
        { containerPort: fc.integer({ min: 1, max: 3 }), protocol: fc.constantFrom('TCP', 'UDP') },
        { requiredKeys: ['containerPort'] },
      ),
      { selector: (p) => `${p.containerPort}${p.protocol ?? 'TCP'}` },
    ),
  },
  { requiredKeys: ['name'] },
);
const manifest = fc
  .record(
    {
      replicas: fc.integer({ min: 0, max: 3 }),
      paused: fc.boolean(),
      selector: fc.record({ matchLabels: fc.dictionary(name, name) }),
      template: fc.record({
        spec: fc.record({ containers: fc.uniqueArray(container, { selector: (c) => c.name, minLength: 1 }) }),
      }),
    },
    { requiredKeys: [] },
  )
  .map((spec) => deployment(spec as JsonObject));

describe('merge laws', () => {
  it('applying twice is applying once', () => {
    fc.assert(
      fc.property(manifest, manifest, (base, object) => {
        const live = applied(undefined, base, { manager: 'other' });
        const once = applied(live, object, { force: true });
        const twice = apply(once, object, { now: later });
        expect(twice).toEqual({ ok: true, object: once, changed: false });
      }),
    );
  });

  it('a manager alone gets exactly its last manifest', () => {
    fc.assert(
      fc.property(manifest, manifest, (first, second) => {
        const object = applied(applied(undefined, first), second);
        expect(
          diffFields(
            schema,
            applyDefaults(gvkOf(asManifest(second)), second),
            strip(applyDefaults(gvkOf(asManifest(object)), object)),
          ),
        ).toEqual([]);
      }),
    );
  });

  it('the fields alone are those of the whole apply', () => {
    fc.assert(
      fc.property(manifest, manifest, manifest, fc.boolean(), (first, others, second, isTracked) => {
        const both = applied(applied(undefined, first), others, { manager: 'other', force: true });
        const live = isTracked ? both : strip(both);
        const fields = fieldsAfterApply({ schema, live, applied: second, manager: 'bowline' });
        expect(strip(fields)).toEqual(strip(applied(live, second, { force: true })));
      }),
    );
  });

  it('what two managers agree on neither can remove alone', () => {
    fc.assert(
      fc.property(manifest, (object) => {
        const both = applied(applied(undefined, object), object, { manager: 'other' });
        const bare = applied(both, deployment({}));
        expect(diffFields(schema, strip(both), strip(bare))).toEqual([]);
      }),
    );
  });

  it('no field differs from the object itself with its defaults', () => {
    for (const { object } of kindCases) {
      const gvk = gvkOf(object);
      const once = applyDefaults(gvk, object);
      expect(applyDefaults(gvk, once)).toEqual(once);
    }
  });

  it.each([{}, { revision: null }])('a number that is always stored is zero after %j', (applied) => {
    const object = { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'a' }, ...applied };
    expect(applyDefaults(gvkOf(object), object)).toEqual({ ...object, revision: 0 });
  });
});

function asManifest(object: JsonObject): { apiVersion: string; kind: string } {
  return { apiVersion: String(object.apiVersion), kind: String(object.kind) };
}

function strip(object: JsonObject): JsonObject {
  return { ...object, metadata: { ...(object.metadata as JsonObject), managedFields: undefined } };
}
