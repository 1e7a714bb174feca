import { describe, expect, it } from 'vitest';
import type { KubeObject, RenderedSource } from '../../core/model.ts';
import { substitute } from './build-environment.ts';
import { combineSources } from './combine-sources.ts';
import { toManifests } from './manifests.ts';
import { digestOf, renderKey } from './render-cache.ts';

describe('substitute (SRC-11)', () => {
  const variables = new Map([['ARGOCD_APP_NAME', 'web']]);
  it.each([
    ['$ARGOCD_APP_NAME', 'web'],
    ['a-${ARGOCD_APP_NAME}-b', 'a-web-b'],
    ['$ARGOCD_APP_NAMES', '$ARGOCD_APP_NAMES'],
    ['$HOME ${PATH} $ref/x $$', '$HOME ${PATH} $ref/x $$'],
    ['$$ARGOCD_APP_NAME', '$$ARGOCD_APP_NAME'],
  ])('%s becomes %s', (text, expected) => expect(substitute(text, variables)).toBe(expected));
});

const checked = (origin: 'file' | 'tool') => ({ origin, objects: 'checked' as const });

describe('toManifests (SRC-3, X22)', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  it('drops nulls of metadata and gives a generated object an empty name', () => {
    const read = toManifests(
      [{ ...object, metadata: { generateName: 'g-', labels: null, creationTimestamp: null } }],
      checked('file'),
    );
    expect(read).toEqual({
      ok: true,
      warnings: [],
      manifests: [{ ...object, metadata: { name: '', generateName: 'g-' } }],
    });
  });

  it('takes only what is an object, and says what is half one', () => {
    expect(toManifests(['text', { a: 1 }, object], checked('file'))).toMatchObject({
      ok: true,
      manifests: [object],
    });
    expect(toManifests([{ a: 1 }], checked('tool'))).toMatchObject({ ok: false });
    for (const half of [
      { kind: 'X' },
      { apiVersion: 'v1' },
      { ...object, metadata: {} },
      { ...object, metadata: { name: 1 } },
      { ...object, metadata: { name: 'a', labels: { b: 1 } } },
      { ...object, metadata: { name: 'a', namespace: 1 } },
    ]) {
      expect(toManifests([half], checked('file'))).toMatchObject({ ok: false });
    }
  });

  it('keeps objects as they were printed, with a warning for what a cluster refuses', () => {
    const documents = [
      { ...object, metadata: { name: 'a', creationTimestamp: null, labels: { version: 1 } } },
      { kind: 'Kustomization', apiVersion: 'kustomize.config.k8s.io/v1beta1' },
      'text',
    ];
    const read = toManifests(documents, { origin: 'tool', objects: 'as-printed' });
    expect(read).toMatchObject({ ok: true, manifests: documents.slice(0, 2) });
    expect(read.ok && read.warnings).toHaveLength(3);
    const file = { origin: 'file' as const, objects: 'as-printed' as const };
    expect(toManifests([documents[1], { a: 1 }], file)).toMatchObject({
      ok: true,
      manifests: [documents[1]],
    });
    expect(toManifests([object, { kind: 'ConfigMap' }], file)).toMatchObject({ ok: false, document: 1 });
  });

  it.each([
    [{ kind: 'List', items: null }],
    [{ kind: 'List' }],
    [{ kind: 'ConfigMapList', items: null }],
    [{ kind: 'List', items: [{ apiVersion: 'v1', kind: 'SecretList', items: null }] }],
  ])('takes %j, as a loop without an item prints it, for an empty list', (list) => {
    for (const objects of ['checked', 'as-printed'] as const)
      expect(toManifests([{ apiVersion: 'v1', ...list }, object], { origin: 'tool', objects })).toEqual({
        ok: true,
        manifests: [object],
        warnings: [],
      });
  });

  it('opens lists in lists, to a depth', () => {
    let list: unknown = object;
    for (let i = 0; i < 3; i++) list = { apiVersion: 'v1', kind: 'List', items: [list, object] };
    expect(toManifests([list], checked('file'))).toMatchObject({
      ok: true,
      manifests: [object, object, object, object],
    });
    for (let i = 0; i < 9; i++) list = { apiVersion: 'v1', kind: 'List', items: [list] };
    expect(toManifests([list], checked('file'))).toMatchObject({ ok: false });
  });
});

describe('combineSources (SRC-13)', () => {
  const source = (...manifests: KubeObject[]): RenderedSource => ({
    repoURL: 'r',
    targetRevision: '',
    revision: 'a',
    renderer: 'plain',
    tool: 'bowline',
    manifests,
    digest: '',
    inputs: [],
    warnings: [],
  });
  const named = (name: string, namespace?: string, n = 0): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    n,
  });
  it('lets the later stand, in its place, and counts the default namespace', () => {
    const { manifests, warnings } = combineSources(
      [source(named('a', undefined, 1), named('b')), source(named('a', 'web', 2), named('a', 'other', 3))],
      { destinationNamespace: 'web', objects: 'checked' },
    );
    expect(manifests.map((one) => one['n'])).toEqual([0, 2, 3]);
    expect(warnings).toHaveLength(1);
  });
  it('shows what one source prints twice, as printed, and still lets another source replace it', () => {
    const printed = { destinationNamespace: 'web', objects: 'as-printed' as const };
    const twice = combineSources([source(named('a', undefined, 1), named('a', undefined, 2))], printed);
    expect(twice.manifests.map((one) => one['n'])).toEqual([1, 2]);
    expect(twice.warnings).toHaveLength(1);
    const over = combineSources(
      [source(named('a', undefined, 1)), source(named('a', undefined, 2))],
      printed,
    );
    expect(over.manifests.map((one) => one['n'])).toEqual([2]);
  });
  it('never takes generated names for duplicates', () => {
    expect(
      combineSources([source(named(''), named(''))], { destinationNamespace: 'web', objects: 'checked' })
        .manifests,
    ).toHaveLength(2);
  });
});

it('keys and digests do not depend on the order of object keys', () => {
  expect(renderKey([{ a: 1, b: 2 }])).toBe(renderKey([{ b: 2, a: 1 }]));
  expect(renderKey(['a', 'b'])).not.toBe(renderKey(['b', 'a']));
  const one: KubeObject = { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } };
  expect(digestOf([one])).toBe(digestOf([{ metadata: { name: 'a' }, kind: 'A', apiVersion: 'v1' }]));
});
