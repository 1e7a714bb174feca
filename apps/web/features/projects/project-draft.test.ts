import { describe, expect, it } from 'vitest';
import { emptyProject, projectBody, projectProblems } from './project-draft.ts';

const draft = { ...emptyProject, name: 'payments' };

describe('project form', () => {
  it('reads destinations by name or by address, one a line', () => {
    const body = projectBody({ ...draft, destinations: 'prod/*\nhttps://10.0.0.1:6443/web' });
    expect(body.spec.destinations).toEqual([
      { name: 'prod', namespace: '*' },
      { server: 'https://10.0.0.1:6443', namespace: 'web' },
    ]);
  });
  it('refuses what it cannot read', () => {
    expect(projectProblems(draft)).toEqual([]);
    expect(projectProblems({ ...draft, destinations: 'prod' })).toEqual(['destinations']);
    expect(projectProblems({ ...draft, name: 'A b', required: '99' })).toEqual(['name', 'required']);
  });
});
