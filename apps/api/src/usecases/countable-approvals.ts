import { accessOf } from '../auth/access.ts';
import type { Actor, ProjectSpec } from '@bowline/sync-engine/core/model';
import type { Db } from '../store/database.ts';
import { type ApprovalRecord, planStore } from '../store/plan.ts';
import { userStore } from '../store/user.ts';

/** Approvals by those who may still approve: who was disabled, removed or lost the right counts no more (X53). */
export async function countableApprovals(
  db: Db,
  planId: string,
  project: { name: string; spec: ProjectSpec },
): Promise<ApprovalRecord[]> {
  const approvals = await planStore(db).approvals(planId);
  const verdicts = await Promise.all(approvals.map((approval) => mayApprove(db, approval.by, project)));
  return approvals.filter((_, index) => verdicts[index]);
}

async function mayApprove(
  db: Db,
  actor: Actor,
  project: { name: string; spec: ProjectSpec },
): Promise<boolean> {
  // Whether a policy's word counts is for the rules of the Project.
  if (actor.kind !== 'user' && actor.kind !== 'token') return true;
  const user = await userStore(db).find(actor.owner ?? actor.name);
  if (!user || user.isDisabled) return false;
  const access = accessOf({ actor, user, token: null, credential: '', expiresAt: '' }, [
    { name: project.name, roles: project.spec.roles ?? [] },
  ]);
  return access.can('applications:approve', { project: project.name }).ok;
}
