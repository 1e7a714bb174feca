import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderPage } from '../../lib/testing/render-page.tsx';
import type { Application } from '../../lib/use-app.ts';
import { AppStates } from './app-states.tsx';

afterEach(cleanup);

/** 25 minutes before the time of rendered pages. */
const since = '2026-11-24T13:55:03Z';
const app = (health: object) =>
  ({
    spec: {},
    status: {
      health,
      sync: { status: 'Synced', reasons: { pending: 0, drift: 0, unknown: 0, prune: 0 }, message: '' },
      autoSync: 'off',
    },
  }) as unknown as Application; // what the line reads

it.each([
  [{ status: 'Degraded', since, message: 'No image.' }, /^Degraded25 min\u2002No image\.$/],
  [{ status: 'Unknown', since, message: 'No answer.' }, /^Unknown since .*\d.*No answer\.$/],
  [{ status: 'Progressing', since: null, message: '' }, /^Progressing$/],
  [{ status: 'Healthy', since, message: '' }, /^Healthy$/],
])('C3: the header says since when: %o', (health, text) => {
  const { container } = renderPage(<AppStates app={app(health)} />);
  expect(container.textContent).toContain('Synced');
  const badge = screen.getByText(new RegExp(`^${health.status}`)).parentElement;
  expect(badge?.textContent).toMatch(text);
});
