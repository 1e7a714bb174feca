import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementOf, formatPath, parsePath, type Segment, segmentOf } from './path.ts';

const table: [string, Segment[]][] = [
  [
    'spec.template.spec.containers[name=web].image',
    [
      { field: 'spec' },
      { field: 'template' },
      { field: 'spec' },
      { field: 'containers' },
      { key: { name: 'web' } },
      { field: 'image' },
    ],
  ],
  [
    'spec.ports[port=80,protocol=TCP]',
    [{ field: 'spec' }, { field: 'ports' }, { key: { port: 80, protocol: 'TCP' } }],
  ],
  [
    'metadata.labels["app.kubernetes.io/name"]',
    [{ field: 'metadata' }, { field: 'labels' }, { field: 'app.kubernetes.io/name' }],
  ],
  ['metadata.finalizers[=x]', [{ field: 'metadata' }, { field: 'finalizers' }, { value: 'x' }]],
  ['args[0]', [{ field: 'args' }, { index: 0 }]],
  ['a[name="80"]', [{ field: 'a' }, { key: { name: '80' } }]],
];

describe('paths', () => {
  it.each(table)('writes and reads %s', (text, segments) => {
    expect(formatPath(segments)).toBe(text);
    expect(parsePath(text)).toEqual(segments);
  });

  it.each(['a[', 'a[x', 'a[=', '.', 'a..b', 'a["x]'])('refuses %s', (text) => {
    expect(() => parsePath(text)).toThrow(SyntaxError);
  });

  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
  const segment: fc.Arbitrary<Segment> = fc.oneof(
    fc.string().map((field) => ({ field })),
    fc.dictionary(fc.string({ minLength: 1 }), scalar, { minKeys: 1 }).map((key) => ({ key })),
    scalar.map((value) => ({ value })),
    fc.nat().map((index) => ({ index })),
  );

  it('reads back every path it writes', () => {
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        expect(parsePath(formatPath(segments))).toEqual(segments);
      }),
    );
  });

  it('reads back every element it writes', () => {
    fc.assert(
      fc.property(segment, (one) => {
        expect(segmentOf(elementOf(one))).toEqual(one);
      }),
    );
  });

  it('writes an integer beyond what a number holds (X17)', () => {
    const huge = 9007199254740993n as unknown as number; // as the YAML reader gives it
    expect(formatPath([{ field: 'ports' }, { key: { containerPort: huge } }])).toBe(
      'ports[containerPort=9007199254740993]',
    );
  });
});
