import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { adaSession, fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { HomePage, type Home } from './home-page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const empty = {
  rows: [],
  counts: {},
  fleet: { total: 0, health: {}, sync: {} },
  day: [],
  clusters: [],
  firstRun: [{ id: 'repository', done: false }],
} as unknown as Home; // what the page reads of an empty installation

it.each([
  ['an administrator the first steps and what to begin with', adaSession, 'No application yet', 1],
  [
    'whom to ask who may see nothing, and no step they may not take',
    { ...adaSession, role: 'none' as const, permissions: [] },
    'Nothing here that you may see',
    0,
  ],
])('shows %s (C0)', async (_, session, title, beginnings) => {
  vi.stubGlobal('fetch', fakeApi({ 'GET /home': empty }).fetch);
  renderPage(<HomePage />, { session });
  await screen.findByText(title);
  expect(screen.queryAllByRole('heading', { name: 'First steps' })).toHaveLength(beginnings);
  expect(screen.queryAllByRole('link', { name: 'New application' })).toHaveLength(beginnings);
});
