import { accessOf } from '../auth/access.ts';
import type { Actor, ProjectSpec } from '@bowline/sync-engine/core/model';
import type { Db } from '../store/database.ts';
import { type ApprovalRecord, planStore } from '../store/plan.ts';
import { type UserRecord, userStore } from '../store/user.ts';

type Project = { name: string; spec: ProjectSpec };

/** Approvals by those who may still approve: who was disabled, removed or lost the right counts no more (X53). */
export async function countableApprovals(
  db: Db,
  planId: string,
  project: Project,
): Promise<ApprovalRecord[]> {
  return (await countableApprovalsOf(db, [{ id: planId, project }])).get(planId) ?? [];
}

/** The same of several Plans, by the id of the Plan; two queries, however many they are. */
export async function countableApprovalsOf(
  db: Db,
  plans: readonly { id: string; project: Project }[],
): Promise<Map<string, ApprovalRecord[]>> {
  const approvals = await planStore(db).approvalsOf(plans.map(({ id }) => id));
  const persons = [...approvals.values()].flat().map(({ by }) => personOf(by));
  const users = await userStore(db).named(persons.filter((name) => name !== null));
  return new Map(
    plans.map(({ id, project }) => [
      id,
      (approvals.get(id) ?? []).filter(({ by }) => mayApprove(users, by, project)),
    ]),
  );
}

/** Name of the user who answers for an actor; null = none does. */
function personOf(actor: Actor): string | null {
  return actor.kind === 'user' || actor.kind === 'token' ? (actor.owner ?? actor.name) : null;
}

function mayApprove(users: ReadonlyMap<string, UserRecord>, actor: Actor, project: Project): boolean {
  const person = personOf(actor);
  // Whether a policy's word counts is for the rules of the Project.
  if (person === null) return true;
  const user = users.get(person);
  if (!user || user.isDisabled) return false;
  const access = accessOf({ actor, user, token: null, credential: '', expiresAt: '' }, [
    { name: project.name, roles: project.spec.roles ?? [] },
  ]);
  return access.can('applications:approve', { project: project.name }).ok;
}
