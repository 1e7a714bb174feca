import type { Plan, PlanItem, ProjectSpec } from '../model.ts';

/** Without a budget of the Project, this share of the live objects is a mass deletion, from five objects on. */
const shareDefault = 0.3;
const countDefault = 5;

export type BlastRadius = { deletions: number; live: number };

/** How many of an Application's live objects a Plan removes; hooks do not count. */
export function blastRadiusOf(plan: Pick<Plan, 'items'>): BlastRadius {
  const own = plan.items.filter((item) => item.live !== null && item.action !== 'hook');
  return { deletions: own.filter(isRemoved).length, live: own.length };
}

function isRemoved(item: PlanItem): boolean {
  return item.action === 'prune' || item.action === 'delete';
}

/** True when every live object goes, or more than the budget allows (a count, or a share 0..1 of the live objects). */
export function isMassDeletion(radius: BlastRadius, guards: ProjectSpec['guards']): boolean {
  if (radius.deletions === 0) return false;
  if (radius.deletions === radius.live) return true;
  if (guards?.deletionsMax === undefined && guards?.deletionShareMax === undefined) {
    return radius.deletions >= countDefault && radius.deletions / radius.live > shareDefault;
  }
  const isOverCount = guards.deletionsMax !== undefined && radius.deletions > guards.deletionsMax;
  const isOverShare =
    guards.deletionShareMax !== undefined && radius.deletions / radius.live > guards.deletionShareMax;
  return isOverCount || isOverShare;
}
