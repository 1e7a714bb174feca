import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { healthOrder, type KubeObject } from '../model.ts';
import { customKinds } from './custom/custom-checks.ts';
import { healthOf, worstHealth } from './health.ts';

/** One file per kind: the cases of B8 and B9, each a partial object and the verdict. */
type File = {
  apiVersion: string;
  kind: string;
  /** Further kinds of the same rules: every case holds for them, too. */
  kinds?: string[];
  /** Merged into every case. */
  metadata?: object;
  spec?: object;
  cases: {
    name: string;
    health: string;
    message?: string;
    apiVersion?: string;
    metadata?: object;
    spec?: object;
    status?: object;
  }[];
};

const folder = new URL('testdata/', import.meta.url);
const files = readdirSync(folder)
  .sort()
  .map((file) => [file, load(readFileSync(new URL(file, folder), 'utf8')) as File] as const);

const kindCases = files.flatMap(([name, file]) =>
  [file.kind, ...(file.kinds ?? [])].map((kind) => [`${name} ${kind}`, kind, file] as const),
);

describe.each(kindCases)('B8, B9: %s', (_, kind, file) => {
  test.each(file.cases)('$name is $health', ({ health, message, ...more }) => {
    const object = {
      apiVersion: more.apiVersion ?? file.apiVersion,
      kind,
      metadata: { name: 'it', namespace: 'prod', ...file.metadata, ...more.metadata },
      ...(file.spec || more.spec ? { spec: { ...file.spec, ...more.spec } } : {}),
      ...(more.status ? { status: more.status } : {}),
    } as KubeObject;
    const found = healthOf(object);
    expect(found?.status ?? 'none').toBe(health);
    if (message !== undefined) expect(found?.message).toBe(message);
    // Whatever is not well says why.
    if (found !== null && found.status !== 'Healthy') expect(found.message).not.toBe('');
  });
});

test('the worst wins in the order of the glossary', () => {
  expect(worstHealth([])).toBe('Healthy');
  expect(worstHealth(['Healthy', 'Suspended'])).toBe('Suspended');
  expect(worstHealth(['Missing', 'Progressing'])).toBe('Missing');
  expect(worstHealth(['Degraded', 'Unknown', 'Healthy'])).toBe('Unknown');
});

test('an object on its way out is Progressing and says what holds it', () => {
  const metadata = { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x/y'] };
  const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
  expect(healthOf(object)).toEqual({
    status: 'Progressing',
    message: 'Pending deletion, held by finalizer x/y.',
  });
  const finalizers = ['argocd.argoproj.io/hook-finalizer'];
  expect(healthOf({ ...object, metadata: { ...metadata, finalizers } })).toBeNull();
});

/** Words that the tables look for, so that random objects reach deep into the rules. */
const names = (
  'conditions phase state status type reason message observedGeneration parents listeners ancestors environments active ' +
  'proposed dry sha suspend paused replicas containerStatuses lastState terminated brokersState racks updateStrategy ' +
  'rollingUpdate reconciliationStatus executorState statuses ceph details ingress aggregatedStatus modelStatus ' +
  'applicationState __proto__ constructor toString length'
).split(' ');
const words = ['True', 'False', 'Unknown', 'Ready', 'Synced', 'Running', 'Failed', 'Paused', '', '2/3', '1'];

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom<unknown>(...words, null, true, false, 0, 1, -1, 1e21, Number.NaN), fc.string()),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).any;

test('HLTH-1, HLTH-2: whatever a cluster returns of a kind of the tables, the verdict is one of six with a sentence', () => {
  const kinds = [
    ...kindCases.map(([, kind, file]) => [file.apiVersion, kind] as const),
    ...customKinds().map(({ id }) => {
      const at = id.lastIndexOf('/');
      return [`${id.slice(0, at).replace('*', 'any')}/v1`, id.slice(at + 1).replace('*', 'Any')] as const;
    }),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...kinds), value, value, value, ([apiVersion, kind], spec, status, extra) => {
      const metadata = { name: 'a', generation: extra, annotations: extra, labels: extra };
      const object = { apiVersion, kind, metadata, spec, status } as unknown as KubeObject;
      const found = healthOf(object);
      if (found === null) return;
      expect(healthOrder).toContain(found.status);
      expect(typeof found.message).toBe('string');
      if (found.status !== 'Healthy') expect(found.message).not.toBe('');
    }),
    { numRuns: 1500 },
  );
});

test('an object whose metadata is broken does not make it throw', () => {
  fc.assert(
    fc.property(value, value, (metadata, status) => {
      healthOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata ?? {}, status } as never);
    }),
    { numRuns: 500 },
  );
});

test('100,000 objects take less than 2 s of one core', () => {
  const objects = Array.from({ length: 100_000 }, (_, i) => {
    const [, kind, file] = kindCases[i % kindCases.length] as (typeof kindCases)[number];
    const entry = file.cases[i % file.cases.length];
    return {
      apiVersion: file.apiVersion,
      kind,
      metadata: { name: 'a' },
      spec: entry?.spec,
      status: entry?.status,
    };
  });
  // The time of the core, not of the clock, and the best of three: other work on the machine does not count.
  const rounds = [1, 2, 3].map(() => {
    const started = process.cpuUsage();
    for (const object of objects) healthOf(object as KubeObject);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1e6;
  });
  expect(Math.min(...rounds)).toBeLessThan(2);
});
