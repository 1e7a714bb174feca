import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeApi, renderPage } from '../../lib/testing/render-page.tsx';
import { StepsTable } from './steps-table.tsx';
import type { Operation } from './timeline.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const key = (kind: string, name: string) => ({ group: '', kind, namespace: '', name });
const step = (index: number, action: string, of: ReturnType<typeof key>) => ({
  index,
  phase: 'Sync',
  wave: 0,
  action,
  key: of,
  state: 'done',
  attempt: 1,
  message: '',
  startedAt: '2026-11-24T12:00:00Z',
  finishedAt: '2026-11-24T12:00:01Z',
});
const operation = (steps: object[]) =>
  ({
    planId: 'pl_1',
    planKind: 'sync',
    project: 'default',
    application: 'shop',
    startedAt: '2026-11-24T12:00:00Z',
    finishedAt: '2026-11-24T12:00:02Z',
    steps,
  }) as unknown as Operation; // what the table reads

it('marks a Namespace that the plan creates as created, though its step is an apply', async () => {
  const object = { action: 'apply', hookPhases: [], key: key('Namespace', 'shop'), verdict: 'missing' };
  const api = fakeApi({ 'GET /plans/pl_1': { objects: [object] } });
  vi.stubGlobal('fetch', api.fetch);
  const steps = [step(0, 'apply', key('Namespace', 'shop')), step(1, 'apply', key('ConfigMap', 'known'))];
  renderPage(<StepsTable operation={operation(steps)} now={0} />);
  const mark = (name: RegExp) => within(screen.getByRole('row', { name })).getByRole('img').textContent;
  await vi.waitFor(() => expect(mark(/Namespace/)).toBe('+'));
  expect(mark(/ConfigMap/)).toBe('~');
});

it('asks for no plan where no Namespace is applied', () => {
  const api = fakeApi({});
  vi.stubGlobal('fetch', api.fetch);
  renderPage(<StepsTable operation={operation([step(0, 'create', key('ConfigMap', 'new'))])} now={0} />);
  expect(api.calls).toEqual([]);
});
