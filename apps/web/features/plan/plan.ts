import type { CallOutput } from '@bowline/contract/client';

export type Plan = CallOutput<'getPlan'>;
export type PlanObject = Plan['objects'][number];
export type Risk = Plan['risks'][number];

/** Objects that a step touches; the others are shown as "not doing". */
export function touchedObjects(plan: Plan): PlanObject[] {
  return plan.objects.filter((object) => object.action !== 'none');
}

/** Steps that do something; waits between waves are not counted. */
export function stepCount(plan: Plan): number {
  return plan.steps.filter((step) => step.action !== 'wait').length;
}
