import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { ResourcesPage } from './resources-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it.each([
  ['live', '', 1],
  ['unknown', 'The desired state could not be rendered.', 0],
])(
  'says of a tree that is %s that there is nothing only where that is known',
  async (freshness, message, n) => {
    const tree = { nodes: [], total: 0, problems: 0, changed: 0, asOf: null, freshness, message };
    vi.stubGlobal('fetch', fakeApi({ 'GET /applications/default/shop/tree': tree }).fetch);
    renderPage(<ResourcesPage app={{ project: 'default', name: 'shop' }} />);
    await screen.findByText('0 rows of 0 resources');
    expect(screen.queryAllByText('No resources yet')).toHaveLength(n);
  },
);

it('says of an Application that nobody has looked at that it is being compared, and warns of nothing', async () => {
  const tree = {
    nodes: [],
    total: 0,
    problems: 0,
    changed: 0,
    asOf: null,
    freshness: 'unknown',
    message: '',
  };
  vi.stubGlobal('fetch', fakeApi({ 'GET /applications/default/shop/tree': tree }).fetch);
  renderPage(<ResourcesPage app={{ project: 'default', name: 'shop' }} />);
  await screen.findByText('It is being rendered and compared for the first time.');
  expect(screen.queryByText('Nothing is known about the live side.')).toBeNull();
});
