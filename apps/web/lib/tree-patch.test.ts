import type { CallOutput } from '@bowline/contract/client';
import { describe, expect, it } from 'vitest';
import { parseTreePatch, patchTree } from './tree-patch.ts';

type Tree = CallOutput<'getTree'>;
type Node = Tree['nodes'][number];

const node = (name: string, over: Partial<Node> = {}): Node => ({
  id: `/Pod/n/${name}`,
  key: { group: '', kind: 'Pod', namespace: 'n', name },
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
});
const [a, b, c] = [node('a'), node('b'), node('c')];
const tree: Tree = {
  nodes: [a, c],
  total: 2,
  problems: 0,
  changed: 0,
  freshness: 'live',
  asOf: null,
  message: '',
};
const names = (value: Tree | null) => value?.nodes.map(({ key }) => key.name);

describe('patchTree (F3: patches replace values in place)', () => {
  it('writes, adds in the order of the API and removes, and counts again', () => {
    const bad = node('c', { health: { status: 'Degraded', message: '' } });
    const drifted = node('b', { sync: 'OutOfSync', verdict: 'modified' });
    const next = patchTree(tree, { written: [bad, drifted], removed: [] });
    expect(names(next)).toEqual(['a', 'b', 'c']);
    expect(next).toMatchObject({ total: 3, problems: 1, changed: 1, freshness: 'live' });
    expect(next?.nodes[0]).toBe(a);
    expect(names(patchTree(tree, { written: [], removed: [a.id, 'not there'] }))).toEqual(['c']);
  });
  it('puts earlier waves first', () => {
    expect(names(patchTree(tree, { written: [{ ...b, wave: -1 }], removed: [] }))).toEqual(['b', 'a', 'c']);
  });
  it('gives the same when a patch comes twice', () => {
    const patch = { written: [b], removed: [c.id] };
    const once = patchTree(tree, patch);
    expect(once && patchTree(once, patch)).toEqual(once);
  });
  it('asks for the tree again when a parent is missing', () => {
    expect(patchTree(tree, { written: [node('d', { parent: '/Pod/n/lost' })], removed: [] })).toBeNull();
  });
  it.each([
    ['a large change', { reload: true }, null],
    ['nothing', null, null],
    ['a patch', { written: [], removed: [] }, { written: [], removed: [] }],
  ])('reads %s', (_, data, patch) => expect(parseTreePatch(data)).toEqual(patch));
});
