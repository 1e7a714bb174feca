import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderPage } from '../../lib/testing/render-page.tsx';
import { StepsTable } from './steps-table.tsx';
import type { Operation } from './timeline.ts';

afterEach(cleanup);

const key = (kind: string, name: string) => ({ group: '', kind, namespace: '', name });
const step = (index: number, action: string, of: ReturnType<typeof key>, creates: boolean) => ({
  index,
  phase: 'Sync',
  wave: 0,
  action,
  creates,
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

it('marks what comes to be as created, though its step is an apply', () => {
  const steps = [
    step(0, 'apply', key('Namespace', 'shop'), true),
    step(1, 'apply', key('ConfigMap', 'known'), false),
  ];
  renderPage(<StepsTable operation={operation(steps)} now={0} />);
  const mark = (name: RegExp) => within(screen.getByRole('row', { name })).getByRole('img').textContent;
  expect([mark(/Namespace/), mark(/ConfigMap/)]).toEqual(['+', '~']);
});
