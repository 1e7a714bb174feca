import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { layOut } from '../../../../packages/ui/src/testing/layout.ts';
import { adaSession, fakeApi, renderPage } from '../testing/render-page.tsx';
import { RegistryList } from './registry-list.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

type Row = { metadata: { name: string } };
const some = (from: number): Row[] =>
  Array.from({ length: 10 }, (_, index) => ({ metadata: { name: `cluster-${from + index}` } }));

function list(
  fetchPage: (cursor: string | undefined) => Promise<{ items: Row[]; total: number; next: string | null }>,
) {
  return (
    <RegistryList<Row>
      kind="cluster"
      resource="clusters"
      icon="hexagon"
      newHref="/clusters/new"
      topic="clusters"
      listKey={(params) => ['clusters', params ?? {}]}
      fetchPage={({ cursor }) => fetchPage(cursor)}
      columns={[{ id: 'name', header: 'Cluster', width: '1fr', render: (row) => row.metadata.name }]}
      hrefOf={(row) => `/clusters/${row.metadata.name}`}
      card={(row) => row.metadata.name}
    />
  );
}

describe('lists of clusters, repositories and projects (C17)', () => {
  it('fetch the next page when the list nears its end, and say how many there are', async () => {
    const undo = layOut();
    vi.stubGlobal('fetch', fakeApi({}).fetch);
    const asked: (string | undefined)[] = [];
    renderPage(
      list(async (cursor) => {
        asked.push(cursor);
        return cursor
          ? { items: some(10), total: 20, next: null }
          : { items: some(0), total: 20, next: 'second' };
      }),
    );
    expect(await screen.findByText('cluster-9')).toBeTruthy();
    expect(await screen.findByText('cluster-19')).toBeTruthy();
    expect(asked).toEqual([undefined, 'second']);
    undo();
  });

  it('tells an empty list from a filter that fits nothing, and from one nobody may see', async () => {
    vi.stubGlobal('fetch', fakeApi({}).fetch);
    const none = async () => ({ items: [], total: 0, next: null });
    renderPage(list(none));
    expect(await screen.findByText('No cluster yet')).toBeTruthy();
    cleanup();
    renderPage(list(none), { search: 'q=nowhere' });
    expect(await screen.findByText('Nothing matches')).toBeTruthy();
    cleanup();
    renderPage(list(none), { session: { ...adaSession, role: 'none', permissions: [] } });
    expect(await screen.findByText('Nothing here that you may see')).toBeTruthy();
  });
});
