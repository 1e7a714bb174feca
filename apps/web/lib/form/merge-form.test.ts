import { describe, expect, it } from 'vitest';
import { mergeForm } from './merge-form.ts';

const base = { sources: [{ path: 'a', chart: '' }], cluster: 'one', options: '' };

describe('mergeForm', () => {
  it('takes what only they changed and keeps what only I changed', () => {
    const mine = { ...base, options: 'Prune=confirm' };
    const saved = { ...base, sources: [{ path: 'b', chart: '' }] };
    expect(mergeForm(base, mine, saved)).toEqual({
      merged: { sources: [{ path: 'b', chart: '' }], cluster: 'one', options: 'Prune=confirm' },
      moved: [{ path: ['sources', '0', 'path'], saved: 'b', isMine: false }],
    });
  });
  it('keeps my value where both changed, and tells theirs', () => {
    const result = mergeForm(base, { ...base, cluster: 'mine' }, { ...base, cluster: 'theirs' });
    expect(result.merged.cluster).toBe('mine');
    expect(result.moved).toEqual([{ path: ['cluster'], saved: 'theirs', isMine: true }]);
  });
  it('says nothing of mine when both changed to the same', () => {
    const both = { ...base, cluster: 'two' };
    expect(mergeForm(base, both, both).moved).toEqual([{ path: ['cluster'], saved: 'two', isMine: false }]);
  });
  it('keeps or takes a list of another length as a whole', () => {
    const more = { ...base, sources: [...base.sources, { path: 'c', chart: '' }] };
    expect(mergeForm(base, base, more).merged).toEqual(more);
    const mine = { ...base, sources: [{ path: 'mine', chart: '' }] };
    expect(mergeForm(base, mine, more)).toEqual({
      merged: mine,
      moved: [{ path: ['sources'], saved: more.sources, isMine: true }],
    });
  });
});
