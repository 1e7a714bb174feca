import type { Hold } from '@bowline/sync-engine/core/model';
import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { auditStore } from '../store/audit.ts';
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
    await auditStore(tx).append({
      actor: caller.actor,
      action: hold === null ? 'application.resume' : 'application.hold',
      object: { kind: 'Application', project: application.project, name: application.name },
      application: application.name,
      outcome: 'succeeded',
      message: input.message ?? hold?.reason ?? '',
      before: application.hold,
      after: hold,
      requestId: caller.requestId,
      ip: caller.ip,
    });
    await announceApplication(tx, application);
    await wake(tx, { kind: 'refresh', uids: [application.uid] });
  });
}
