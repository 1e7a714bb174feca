import { describe, expect, it } from 'vitest';
import { movedOf, patchPages, type AppPage } from './patch-pages.ts';

const row = (uid: string, health = 'Healthy') => ({ uid, name: uid, health }) as AppPage['items'][number]; // what is compared here
const facets = { health: {}, sync: {}, reason: {}, project: {}, cluster: {}, auto: {} };
const page = (...uids: string[]): AppPage => ({
  items: uids.map((uid) => row(uid)),
  total: 4,
  next: null,
  asOf: 'then',
  facets,
});
const head = { total: 3, facets: { ...facets, health: { Degraded: 1 } }, asOf: 'now' };

describe('rows of the list that moved (C2)', () => {
  it('change in place, and nothing else does', () => {
    const pages = [page('a', 'b'), page('c', 'd')];
    const next = patchPages(pages, [{ uid: 'c', row: row('c', 'Degraded') }], head);
    expect(next?.map(({ items }) => items.map(({ uid }) => uid))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(next?.[1]?.items[0]?.health).toBe('Degraded');
    expect(next?.[0]?.items[0]).toBe(pages[0]?.items[0]);
    expect(next?.[0]).toMatchObject(head);
  });

  it('go when the filter no longer takes them', () => {
    const next = patchPages([page('a', 'b')], [{ uid: 'a', row: null }], head);
    expect(next?.[0]?.items.map(({ uid }) => uid)).toEqual(['b']);
  });

  it('are asked of the server when they are new, and ignored when they are neither shown nor taken', () => {
    expect(patchPages([page('a')], [{ uid: 'z', row: row('z') }], head)).toBeNull();
    expect(patchPages([page('a')], [{ uid: 'z', row: null }], head)?.[0]?.items).toHaveLength(1);
  });

  it('are named by a frame of one Application only', () => {
    expect(movedOf({ uid: 'u', project: 'p', name: 'n' })).toEqual({ uid: 'u', name: 'n' });
    expect(movedOf({ project: 'p', applications: 3 })).toBeNull();
    expect(movedOf(undefined)).toBeNull();
  });
});
