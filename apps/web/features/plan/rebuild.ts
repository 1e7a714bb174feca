import type { PlanRequest } from '../../lib/use-build-plan.ts';
import type { Plan } from './plan.ts';

/** The request that builds this plan again from the present state; null for edits, whose form must be opened again. */
export function rebuildRequest(plan: Plan): PlanRequest | null {
  const target = { project: plan.project, application: plan.application };
  // When the Application changed, its new options are what the reader wants to see.
  const hasNewOptions = plan.exactness.reasons.some((reason) => reason.code === 'application_changed');
  const options = hasNewOptions ? {} : { options: plan.options };
  switch (plan.kind) {
    case 'edit':
      return null;
    case 'delete':
      return { kind: 'delete', ...target, cascade: plan.cascade ?? 'foreground' };
    case 'rollback':
      return {
        kind: 'rollback',
        ...target,
        release: plan.restores ?? 1,
        includeHooks: plan.steps.some((step) => step.action === 'hook'),
        ...options,
        ...(plan.hold ? { hold: { reason: plan.hold.reason, untilTime: plan.hold.untilTime } } : {}),
      };
    default:
      return {
        kind: 'sync',
        ...target,
        ...options,
        ...(plan.isPartial ? { resources: plan.objects.map((object) => object.id) } : {}),
      };
  }
}
