import type { Actor, Hold } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { wake } from '../store/wake.ts';
import { announceApplication } from './announce.ts';
import type { Caller, Context } from './context.ts';

/** Pauses auto-sync of one Application, or ends the pause (null). */
export async function setHold(
  ctx: Context,
  input: {
    application: ApplicationRecord;
    hold: Pick<Hold, 'reason' | 'untilTime'> | null;
    caller: Caller;
    message?: string;
  },
): Promise<void> {
  const { application, caller } = input;
  const since = ctx.clock.now().toISOString();
  const hold = input.hold === null ? null : { ...input.hold, owner: caller.actor.name, since };
  await ctx.db.transaction(async (tx) => {
    await applicationStore(tx).setHold(application.uid, hold);
    await auditHold(tx, application, {
      ...caller,
      before: application.hold,
      after: hold,
      ...(input.message === undefined ? {} : { message: input.message }),
    });
    await announceApplication(tx, application);
    await wake(tx, { kind: 'refresh', uids: [application.uid] });
  });
}

/** The activity's entry about a Hold that begins or ends, whoever caused it. */
export async function auditHold(
  tx: Db,
  application: ApplicationRecord,
  change: {
    actor: Actor;
    before: Hold | null;
    after: Hold | null;
    message?: string;
    requestId?: string;
    ip?: string;
  },
): Promise<void> {
  const { before, after, actor, requestId, ip } = change;
  await auditStore(tx).append({
    actor,
    action: after === null ? 'application.resume' : 'application.hold',
    object: { kind: 'Application', project: application.project, name: application.name },
    application: application.name,
    outcome: 'succeeded',
    message: change.message ?? after?.reason ?? '',
    before,
    after,
    ...(requestId === undefined ? {} : { requestId }),
    ...(ip === undefined ? {} : { ip }),
  });
}
