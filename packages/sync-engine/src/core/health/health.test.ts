import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../model.ts';
import { healthOf, worstHealth } from './health.ts';

/** One file per kind: the cases of B8 and B9, each a partial object and the verdict. */
type File = {
  apiVersion: string;
  kind: string;
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

describe.each(files)('%s', (_, file) => {
  test.each(file.cases)('$name is $health', ({ health, message, ...more }) => {
    const object = {
      apiVersion: more.apiVersion ?? file.apiVersion,
      kind: file.kind,
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

test('no status that a cluster may return makes it throw', () => {
  const kinds = files.map(([, file]) => [file.apiVersion, file.kind] as const);
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.jsonValue(),
      fc.jsonValue(),
      ([apiVersion, kind], spec, status) => {
        healthOf({ apiVersion, kind, metadata: { name: 'a' }, spec, status });
      },
    ),
    { numRuns: 500 },
  );
});

test('100,000 objects take less than 2 s', () => {
  const kinds = files.map(([, file]) => file);
  const objects = Array.from({ length: 100_000 }, (_, i) => {
    const file = kinds[i % kinds.length] as File;
    const entry = file.cases[i % file.cases.length];
    return {
      apiVersion: file.apiVersion,
      kind: file.kind,
      metadata: { name: 'a' },
      spec: entry?.spec,
      status: entry?.status,
    };
  });
  const started = process.hrtime.bigint();
  for (const object of objects) healthOf(object as KubeObject);
  expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(2);
});
