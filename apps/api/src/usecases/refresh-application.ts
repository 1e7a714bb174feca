import { type ApplicationRecord, applicationStore } from '../store/application.ts';
import { wake } from '../store/wake.ts';
import type { Caller, Context } from './context.ts';

const patienceMs = 30_000;
const lookMs = 100;

export type RefreshInput = {
  application: ApplicationRecord;
  mode: 'normal' | 'hard';
  /** Answer only after the look was taken, or after 30 s. */
  wait: boolean;
  caller: Caller;
  signal: AbortSignal;
};

/** Asks the owning controller to resolve, render and compare again. */
export async function refreshApplication(ctx: Context, input: RefreshInput): Promise<ApplicationRecord> {
  const { application } = input;
  await ctx.db.transaction(async (tx) => {
    await applicationStore(tx).requestRefresh([application.uid], input.mode);
    await wake(tx, { kind: 'refresh', uids: [application.uid] });
  });
  const untilMs = ctx.clock.monotonicMs() + patienceMs;
  let record = await applicationStore(ctx.db).get(application.uid);
  while (input.wait && record?.refresh && ctx.clock.monotonicMs() < untilMs && !input.signal.aborted) {
    await new Promise<void>((resolve) => {
      ctx.clock.schedule(lookMs, resolve);
    });
    record = await applicationStore(ctx.db).get(application.uid);
  }
  return record ?? application;
}
