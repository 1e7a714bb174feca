import { describe, expect, it } from 'vitest';
import { shownObjects, type Changes } from './shown-objects.ts';

const object = (name: string, over: Partial<Changes['objects'][number]> = {}) =>
  ({
    id: `/ConfigMap/n/${name}`,
    key: { group: '', kind: 'ConfigMap', namespace: 'n', name },
    verdict: 'modified',
    fields: [{ path: 'data.ttl', cause: 'drift' }],
    hidden: [],
    ...over,
  }) as unknown as Changes['objects'][number];
const changes = (objects: Changes['objects']) => ({ objects }) as Changes;
const hidden = [{ path: 'spec.replicas', cause: 'ignored' as const }];

describe('shown objects of a comparison', () => {
  it('leaves out what is equal, unless its ignored fields are asked for (C7, G34, G38)', () => {
    const input = changes([object('a'), object('b', { verdict: 'in-sync', fields: [], hidden })]);
    const names = (isHiddenShown: boolean) =>
      shownObjects(input, { query: '', isHiddenShown }).shown.map((one) => one.key.name);
    expect(names(false)).toEqual(['a']);
    expect(names(true)).toEqual(['a', 'b']);
  });
  it('finds by name and by field path (C7, G36)', () => {
    const input = changes([object('a'), object('b', { fields: [{ path: 'data.url', cause: 'pending' }] })]);
    expect(shownObjects(input, { query: 'url', isHiddenShown: false }).shown).toHaveLength(1);
    expect(shownObjects(input, { query: 'configmap a', isHiddenShown: false }).shown).toHaveLength(1);
    expect(shownObjects(input, { query: 'x', isHiddenShown: false })).toMatchObject({ shown: [] });
  });
});
