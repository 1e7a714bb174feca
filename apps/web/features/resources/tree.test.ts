import { describe, expect, it } from 'vitest';
import { defaultScope, outlineOf, type Resource, type TreeItem } from './tree.ts';
import type { TreeNode } from '@bowline/ui/tree-grid';

const node = (name: string, over: Partial<Resource> = {}): Resource => {
  const key = { group: '', kind: 'Pod', namespace: 'n', name, ...over.key };
  return {
    id: `${key.group}/${key.kind}/${key.namespace}/${key.name}`,
    version: 'v1',
    uid: '',
    parent: null,
    health: { status: 'Healthy', message: '' },
    sync: null,
    reasons: [],
    verdict: null,
    hookPhases: [],
    wave: 0,
    message: '',
    createdAt: null,
    images: [],
    change: { added: 0, changed: 0, removed: 0 },
    rollup: { health: null, problems: 0, changed: 0, total: 1 },
    ...over,
    key,
  };
};
const bad = { status: 'Degraded' as const, message: '' };
const key = (kind: string, name: string) => ({ group: '', kind, namespace: 'n', name });
const web = node('web', {
  key: key('Deployment', 'web'),
  sync: 'Synced',
  health: bad,
  rollup: { health: 'Degraded', problems: 2, changed: 0, total: 5 },
});
const names = (roots: readonly TreeNode<TreeItem>[]): unknown[] =>
  roots.map(({ data, children }) => {
    const name =
      data.kind === 'group' ? `${data.of} ${data.reason} ${data.members.length}` : data.resource.key.name;
    return children?.length ? [name, names(children)] : name;
  });

describe('outline of resources', () => {
  it('opens on problems and changes, else on everything (C4, G23)', () => {
    expect(defaultScope({ problems: 2, changed: 1 })).toEqual(['problems', 'changed']);
    expect(defaultScope({ problems: 0, changed: 0 })).toEqual(['all']);
  });
  it('shows a problem with its ancestors and counts what it hides (C4, G23)', () => {
    const nodes = [
      web,
      node('a', { parent: web.id, health: bad }),
      node('other', { key: key('Service', 'other'), sync: 'Synced' }),
    ];
    const outline = outlineOf({ nodes, scope: ['problems'], query: '' });
    expect(names(outline.roots)).toEqual([['web', ['a']]]);
    expect(outline.hidden).toBe(1);
    expect(outline.openByDefault).toEqual([web.id]);
  });
  it('folds healthy siblings of a problem into one row (C4)', () => {
    const nodes = [
      web,
      node('a', { parent: web.id, health: bad }),
      node('b', { parent: web.id }),
      node('c', { parent: web.id }),
    ];
    expect(names(outlineOf({ nodes, scope: ['problems'], query: '' }).roots)).toEqual([
      ['web', ['a', ['Pod healthy 2', ['b', 'c']]]],
    ]);
  });
  it('folds idle ReplicaSets and more than six alike, never rendered objects (C4)', () => {
    const many = Array.from({ length: 7 }, (_, i) => node(`p${i}`, { parent: web.id }));
    const sets = ['r1', 'r2'].map((name) => node(name, { key: key('ReplicaSet', name), parent: web.id }));
    const services = Array.from({ length: 8 }, (_, i) =>
      node(`s${i}`, { key: key('Service', `s${i}`), sync: 'Synced' }),
    );
    const outline = outlineOf({ nodes: [web, ...sets, ...many, ...services], scope: ['all'], query: '' });
    expect(outline.roots).toHaveLength(9);
    expect(outline.roots[0]?.children?.map((child) => child.data.kind)).toEqual(['group', 'group']);
    expect(outline.hidden).toBe(0);
  });
  it('finds by kind and name (C4)', () => {
    const nodes = [web, node('a', { parent: web.id }), node('b', { parent: web.id })];
    expect(names(outlineOf({ nodes, scope: ['all'], query: 'pod b' }).roots)).toEqual([['web', ['b']]]);
  });
});
