import type { DeletionBudget, Plan, PlanItem } from '../model.ts';

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

/**
 * True when every live object goes, or more than a budget allows. Budgets of the Application, its Project and the whole
 * installation count together, so that none can loosen another; where nobody sets one, the built-in one stands.
 */
export function isMassDeletion(
  radius: BlastRadius,
  ...budgets: readonly (DeletionBudget | undefined)[]
): boolean {
  if (radius.deletions === 0) return false;
  if (radius.deletions === radius.live) return true;
  const set = budgets.filter(
    (budget) => budget?.deletionsMax !== undefined || budget?.deletionShareMax !== undefined,
  );
  if (set.length === 0) {
    return radius.deletions >= countDefault && radius.deletions / radius.live > shareDefault;
  }
  return set.some((budget) => isOver(radius, budget ?? {}));
}

function isOver(radius: BlastRadius, { deletionsMax, deletionShareMax }: DeletionBudget): boolean {
  const isOverCount = deletionsMax !== undefined && radius.deletions > deletionsMax;
  const isOverShare = deletionShareMax !== undefined && radius.deletions / radius.live > deletionShareMax;
  return isOverCount || isOverShare;
}
