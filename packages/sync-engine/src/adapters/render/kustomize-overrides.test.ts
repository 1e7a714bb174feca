import { describe, expect, it } from 'vitest';
import { editKustomization, parseImage } from './kustomize-overrides.ts';

describe('parseImage (SRC-9)', () => {
  it.each([
    ['nginx:1.2', { name: 'nginx', newTag: '1.2' }],
    ['nginx=repo/n:1', { name: 'nginx', newName: 'repo/n', newTag: '1' }],
    ['nginx=reg:5000/n', { name: 'nginx', newName: 'reg:5000/n' }],
    ['reg:5000/n:2', { name: 'reg:5000/n', newTag: '2' }],
    ['n@sha256:abc', { name: 'n', digest: 'sha256:abc' }],
    ['n=m:1@sha256:abc', { name: 'n', newName: 'm', newTag: '1', digest: 'sha256:abc' }],
    ['n=*:3', { name: 'n', newTag: '3' }],
    ['nginx', undefined],
    ['=x', undefined],
    ['a b', undefined],
  ])('%s is %j', (text, image) => expect(parseImage(text)).toEqual(image));
});

describe('editKustomization (SRC-9)', () => {
  const base = {
    namePrefix: 'old-',
    images: [
      { name: 'a', newTag: '1' },
      { name: 'b', digest: 'sha256:1' },
    ],
    commonLabels: { x: '1' },
  };

  it('replaces prefix, namespace, images and replicas by name, and leaves the input alone', () => {
    const before = structuredClone(base);
    const out = editKustomization(
      base,
      { namePrefix: 'new-', namespace: 'ns', images: ['b:2'], replicas: [{ name: 'w', count: 2 }] },
      [],
    );
    expect(out).toMatchObject({
      namePrefix: 'new-',
      namespace: 'ns',
      images: [
        { name: 'a', newTag: '1' },
        { name: 'b', newTag: '2' },
      ],
      replicas: [{ name: 'w', count: 2 }],
    });
    expect(base).toEqual(before);
  });

  it('refuses to overwrite a label unless forced', () => {
    expect(editKustomization(base, { commonLabels: { x: '2' } }, [])).toMatchObject({
      kind: 'failed',
      code: 'source_invalid',
    });
    expect(editKustomization(base, { commonLabels: { x: '2' }, forceCommonLabels: true }, [])).toMatchObject({
      commonLabels: { x: '2' },
    });
    expect(
      editKustomization(
        {},
        { commonLabels: { x: '2' }, labelWithoutSelector: true, labelIncludeTemplates: true },
        [],
      ),
    ).toMatchObject({
      labels: [{ pairs: { x: '2' }, includeSelectors: false, includeTemplates: true }],
    });
  });

  it('appends components and patches', () => {
    const patches = [{ patch: '[]', target: { kind: 'Deployment' } }];
    expect(
      editKustomization({ components: ['a'], patches: [{ path: 'p' }] }, { patches }, ['b']),
    ).toMatchObject({
      components: ['a', 'b'],
      patches: [{ path: 'p' }, ...patches],
    });
  });

  it('changes nothing without options', () => expect(editKustomization(base, {}, [])).toEqual(base));
});
