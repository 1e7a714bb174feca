import { topics } from '@bowline/contract';
import type { ApplicationRecord } from '../store/application.ts';
import type { Db } from '../store/database.ts';
import { outboxStore } from '../store/outbox.ts';

type Ref = Pick<ApplicationRecord, 'uid' | 'project' | 'name'>;

/** Tells open pages that an Application moved. Call it in the transaction of the change. */
export async function announceApplication(db: Db, application: Ref): Promise<void> {
  const data = { uid: application.uid, project: application.project, name: application.name };
  const event = { type: 'patch' as const, project: application.project, data };
  await outboxStore(db).append([
    { ...event, topic: topics.applicationList() },
    { ...event, topic: topics.application(application.uid) },
    { ...event, topic: topics.home() },
  ]);
}

export async function announcePlan(
  db: Db,
  plan: { id: string; applicationUid: string; project: string },
): Promise<void> {
  const event = { type: 'patch' as const, project: plan.project, data: { id: plan.id } };
  await outboxStore(db).append([
    { ...event, topic: topics.plan(plan.id) },
    { ...event, topic: topics.application(plan.applicationUid) },
    { ...event, topic: topics.home() },
  ]);
}

export async function announceOperation(
  db: Db,
  operation: { id: string; applicationUid: string; project: string },
): Promise<void> {
  const event = { type: 'patch' as const, project: operation.project, data: { id: operation.id } };
  await outboxStore(db).append([
    { ...event, topic: topics.operation(operation.id) },
    { ...event, topic: topics.application(operation.applicationUid) },
  ]);
}

export async function announceRelease(
  db: Db,
  release: { applicationUid: string; project: string; number: number },
): Promise<void> {
  await outboxStore(db).append([
    {
      topic: topics.releases(release.applicationUid),
      type: 'patch',
      project: release.project,
      data: { number: release.number },
    },
  ]);
}
