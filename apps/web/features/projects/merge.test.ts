import { describe, expect, it } from 'vitest';
import { mergeDeclared } from './merge.ts';
import type { Declared } from './project.ts';

const declared = (spec: Declared['spec'], labels = {}): Declared => ({ labels, annotations: {}, spec });
const base = declared({ description: 'shops', sourceRepos: ['a'], approvals: { required: 1 } });

describe('a draft brought onto a newer version', () => {
  it('takes what only they changed and keeps what I changed', () => {
    const mine = declared({ description: 'my shops', sourceRepos: ['a'], approvals: { required: 1 } });
    const theirs = declared(
      { description: 'shops', sourceRepos: ['a', 'b'], approvals: { required: 2 } },
      { team: 'web' },
    );
    expect(mergeDeclared(base, mine, theirs)).toEqual({
      merged: declared(
        { description: 'my shops', sourceRepos: ['a', 'b'], approvals: { required: 2 } },
        { team: 'web' },
      ),
      both: [],
      taken: ['labels', 'sourceRepos', 'approvals'],
    });
  });

  it('keeps mine and says so where both changed the same part', () => {
    const mine = declared({ ...base.spec, description: 'mine' });
    const theirs = declared({ ...base.spec, description: 'theirs' });
    const { merged, both } = mergeDeclared(base, mine, theirs);
    expect(both).toEqual(['description']);
    expect(merged.spec.description).toBe('mine');
  });

  it('keeps a part away that one side removed', () => {
    const without = declared({ description: 'shops', sourceRepos: ['a'] });
    expect(mergeDeclared(base, without, base).merged.spec).not.toHaveProperty('approvals');
    expect(mergeDeclared(base, base, without).merged.spec).not.toHaveProperty('approvals');
  });
});
