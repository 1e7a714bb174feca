import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { violations } from '../../../../packages/ui/src/testing/axe.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeApi, problem, renderPage } from '../../lib/testing/render-page.tsx';
import { PlanPage } from './plan-page.tsx';
import { samplePlan } from './plan.fixture.ts';
import type { Plan } from './plan.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});

function open(plan: Plan, answers: Parameters<typeof fakeApi>[0] = {}, locale: 'en' | 'ko' = 'en') {
  const api = fakeApi({ [`GET /plans/${plan.id}`]: plan, ...answers });
  vi.stubGlobal('fetch', api.fetch);
  return { ...renderPage(<PlanPage id={plan.id} />, { locale }), api };
}

describe('plan review', () => {
  it('enables Apply only after every risk is ticked, and sends digest and ticks (C8, G46)', async () => {
    const { api, pushed } = open(samplePlan(), {
      'POST /plans/pl_7q2/execute': { id: 'op_3k9' },
    });
    const apply = await screen.findByRole('button', { name: /Apply 4 steps/ });
    expect(apply.getAttribute('aria-disabled')).toBe('true');
    expect(apply.getAttribute('aria-describedby')).toBe('apply-because');
    expect(screen.getByText(/Apply waits for your tick on/).textContent).toContain('and 1 more');
    fireEvent.click(apply);
    expect(api.calls.some((call) => call.method === 'POST')).toBe(false);
    fireEvent.click(screen.getByRole('checkbox', { name: /Take back drift ConfigMap web-env/ }));
    fireEvent.click(screen.getByRole('checkbox', { name: /Prune Job migrate-117/ }));
    expect(apply.getAttribute('aria-disabled')).toBeNull();
    fireEvent.click(apply);
    fireEvent.click(apply);
    await waitFor(() => expect(pushed).toEqual(['/operations/op_3k9']));
    const sent = api.calls.filter((call) => call.method === 'POST');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).toEqual({ digest: samplePlan().digest, tickedRisks: ['r-drift', 'r-prune'] });
  });

  it('shows what changed since and how to rebuild when it is stale (C8, G44)', async () => {
    const key = { group: 'apps', kind: 'Deployment', namespace: 'checkout', name: 'web' };
    const stale = samplePlan({
      exactness: {
        state: 'stale',
        verifiedAt: '2026-11-24T14:20:00Z',
        newer: null,
        reasons: [
          {
            code: 'object_changed',
            message: 'Deployment checkout/web has changed since the plan was built.',
            key,
            fields: [{ path: 'spec.replicas', base: 3, live: 5, cause: 'drift' }],
          },
        ],
      },
    });
    const { api } = open(stale, { 'POST /plans': { ...samplePlan(), id: 'pl_8' } });
    const heading = await screen.findByText(/Nothing was applied/);
    const banner = heading.closest<HTMLElement>('[role=status]');
    expect(banner).not.toBeNull();
    if (!banner) return;
    expect(within(banner).getByText('replicas')).toBeTruthy();
    expect(screen.getByRole('button', { name: /Apply/ }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    fireEvent.click(within(banner).getByRole('button', { name: 'Rebuild plan' }));
    await waitFor(() =>
      expect(api.calls.find((call) => call.path === '/plans')?.body).toMatchObject({
        kind: 'sync',
        application: 'checkout-api',
      }),
    );
  });

  it('turns a 409 into the stale banner: nothing ran (C8, G44)', async () => {
    const plan = samplePlan({ risks: [], decision: { kind: 'run', reasons: [] } });
    let isStale = false;
    open(plan, {
      'GET /plans/pl_7q2': () =>
        isStale ? { ...plan, exactness: { ...plan.exactness, state: 'stale' } } : plan,
      'POST /plans/pl_7q2/execute': () => {
        isStale = true;
        return problem(409, 'plan_stale', 'Deployment web has changed.');
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: /Apply 4 steps/ }));
    expect(await screen.findByText('Changed since you looked. Nothing was applied.')).toBeTruthy();
  });

  it('asks the name of a deletion (C8, G51)', async () => {
    open(
      samplePlan({
        kind: 'delete',
        cascade: 'foreground',
        risks: [],
        decision: { kind: 'run', reasons: [] },
      }),
    );
    const apply = await screen.findByRole('button', { name: 'Delete checkout-api' });
    expect(apply.getAttribute('aria-disabled')).toBe('true');
    expect(screen.queryByRole('heading', { name: 'Options' }), 'none of a sync applies').toBeNull();
    fireEvent.change(screen.getByRole('textbox', { name: /Type checkout-api/ }), {
      target: { value: 'checkout-api' },
    });
    expect(apply.getAttribute('aria-disabled')).toBeNull();
  });

  it('has a reason for a rejection', async () => {
    const { api } = open(samplePlan(), {
      'POST /plans/pl_7q2/reject': samplePlan({ state: 'rejected' }),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Reject…' }));
    fireEvent.click(screen.getByRole('button', { name: 'Reject plan' }));
    expect(screen.getByText(/Say why/)).toBeTruthy();
    expect(api.calls.some((call) => call.method === 'POST')).toBe(false);
    fireEvent.change(screen.getByRole('textbox', { name: 'Reason' }), { target: { value: 'not today' } });
    fireEvent.click(screen.getByRole('button', { name: 'Reject plan' }));
    await waitFor(() =>
      expect(api.calls.at(-1)?.body).toEqual({ digest: samplePlan().digest, reason: 'not today' }),
    );
  });

  it.each(['en', 'ko'] as const)('passes axe in %s', async (locale) => {
    const { container } = open(samplePlan({ approvalsRequired: 2 }), {}, locale);
    await screen.findByRole('heading', { level: 1 });
    expect(await violations(container)).toEqual([]);
  });
});
