import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtinSchema } from './builtin.ts';
import { canonical, canonicalScalar, durationNanos, equalScalars } from './normalize.ts';
import { canonicalQuantity, quantityNano } from './quantity.ts';
import type { ScalarSchema, Schema } from './types.ts';

const of = (type: ScalarSchema['type']): Schema => ({ kind: 'scalar', type });

describe('quantities', () => {
  it.each([
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    [0.5, '500m'],
    [2, '2'],
    ['100', '100'],
    ['1000', '1k'],
    ['0.1m', '100u'],
    ['1e6', '1e6'],
    ['1E3', '1e3'],
    ['500Mi', '500Mi'],
    ['512Ki', '512Ki'],
    ['1Ki', '1Ki'],
    ['0.5Ki', '512'],
    ['-1.5', '-1500m'],
    ['0', '0'],
    ['0Gi', '0'],
    ['1.0', '1'],
    ['1000000Ki', '1000000Ki'],
    ['0.0000000001', '1n'],
  ])('writes %s as %s', (from, to) => {
    expect(canonicalQuantity(from)).toBe(to);
  });

  it.each(['', 'x', '1x', '1 Gi', '1ki', '1e', '1e999999999', 'NaN', null, {}])('refuses %j', (value) => {
    expect(canonicalQuantity(value)).toBeUndefined();
  });

  it('keeps the value', () => {
    const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'n', 'u');
    fc.assert(
      fc.property(fc.integer(), suffix, (count, unit) => {
        const text = `${count}${unit}`;
        const once = canonicalQuantity(text);
        expect(quantityNano(once)).toBe(quantityNano(text));
        expect(canonicalQuantity(once)).toBe(once);
      }),
    );
  });
});

describe('canonical leaves', () => {
  it.each([
    ['duration', '60s', '1m0s'],
    ['duration', '1h', '60m'],
    ['duration', '1500ms', '1.5s'],
    ['time', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00'],
    ['time', '2026-01-01T00:00:00.100Z', '2026-01-01T00:00:00.1Z'],
    ['quantity', '1', 1],
  ] as const)('%s %s equals %s', (type, a, b) => {
    expect(equalScalars(of(type), a, b)).toBe(true);
    expect(canonicalScalar(of(type), a)).toBe(canonicalScalar(of(type), b));
  });

  it.each([
    ['string', '1', '1.0'],
    ['int-or-string', 80, '80'],
    ['duration', '1s', '1'],
    ['quantity', 'x', 'y'],
  ] as const)('%s %s differs from %s', (type, a, b) => {
    expect(equalScalars(of(type), a, b)).toBe(false);
  });

  it('reads durations back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (nanos) => {
        const text = canonicalScalar(of('duration'), `${nanos}ns`);
        expect(durationNanos(text)).toBe(nanos);
      }),
    );
  });

  it('takes large integers that arrive as bigint', () => {
    expect(canonicalScalar(of('integer'), 12n)).toBe(12);
    expect(canonicalScalar(of('integer'), 2n ** 63n - 1n)).toBe(2n ** 63n - 1n);
  });
});

describe('canonical objects', () => {
  it('keeps an empty value of a type without fields: it turns the status subresource of a CRD on', () => {
    const definition = builtinSchema({
      group: 'apiextensions.k8s.io',
      version: 'v1',
      kind: 'CustomResourceDefinition',
    });
    const object = {
      spec: { names: { shortNames: [] }, versions: [{ name: 'v1', subresources: { status: {} } }] },
    };
    expect(canonical(definition, object)).toEqual({
      spec: { names: {}, versions: [{ name: 'v1', subresources: { status: {} } }] },
    });
  });

  const pod = builtinSchema({ group: '', version: 'v1', kind: 'Pod' }) as Schema;

  it('drops nulls and the zero values that are stored as absent, and no others', () => {
    const spec = {
      hostNetwork: false,
      nodeName: '',
      tolerations: [],
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      volumes: [{ name: 'x', emptyDir: {} }],
      affinity: null,
    };
    expect(canonical(pod, { metadata: { labels: {}, creationTimestamp: null }, spec })).toEqual({
      metadata: {},
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        volumes: [{ name: 'x', emptyDir: {} }],
      },
    });
  });
});
