import type { ActivityEvent } from './use-activity.ts';

/** An event of ada's, with parts replaced. */
export function sampleEvent(part: Partial<ActivityEvent> = {}): ActivityEvent {
  return {
    id: '12',
    at: '2026-11-24T14:10:00.000Z',
    actor: { kind: 'user', name: 'ada' },
    action: 'plan.approve',
    object: { kind: 'Plan', project: 'shop', name: 'pl_7q2' },
    application: 'checkout',
    outcome: 'succeeded',
    message: '',
    ip: '127.0.0.1',
    requestId: 'req_1',
    planId: 'pl_7q2',
    digest: 'sha256:4be109c7aa',
    ...part,
  };
}
