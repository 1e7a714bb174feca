import { describe, expect, it } from 'vitest';
import { sampleEvent } from './activity.fixture.ts';
import { groupRows } from './group-rows.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 14, 60 - minute)).toISOString();
const run = (count: number) =>
  Array.from({ length: count }, (_, index) => sampleEvent({ id: String(100 - index), at: at(index) }));

describe('groupRows (C20)', () => {
  it('leaves two alike as they are', () => {
    expect(groupRows(run(2), new Set()).map((row) => row.key)).toEqual(['100', '99']);
  });
  it('makes one line of three, and opens it', () => {
    const [row] = groupRows(run(3), new Set());
    expect(row).toMatchObject({ key: 'group-98', members: { length: 3 } });
    expect(groupRows(run(3), new Set(['group-98'])).map((row) => row.key)).toEqual([
      'group-98',
      '100',
      '99',
      '98',
    ]);
  });
  it.each([
    ['another person', { actor: { kind: 'user' as const, name: 'lee' } }],
    ['another act', { action: 'plan.reject' }],
    ['another end', { outcome: 'denied' as const }],
    ['another project', { object: { kind: 'Plan', project: 'other', name: 'x' } }],
    ['long ago', { at: '2026-11-20T00:00:00Z' }],
  ])('%s ends a group', (_, part) => {
    const events = [...run(3), sampleEvent({ id: '1', at: at(3), ...part })];
    expect(groupRows(events, new Set()).map((row) => row.key)).toEqual(['group-98', '1']);
  });
});
