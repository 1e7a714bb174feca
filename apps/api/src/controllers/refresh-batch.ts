import type { Context } from '../usecases/context.ts';
import { type SettleInput, settleUnchanged } from '../usecases/settle-unchanged.ts';

/** Takes the Applications whose refresh was asked for, and stops taking more. */
export type RefreshBatch = { add(uids: string[]): void; stop(): Promise<void> };

/**
 * Collects what is woken at the same time, since one push wakes all Applications of its repository: they are settled
 * together, and only those for which something changed are looked at one by one.
 */
export function refreshBatch(ctx: Context, input: Omit<SettleInput, 'uids'>): RefreshBatch {
  const waiting = new Set<string>();
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    // Wake-ups of one commit come as several messages.
    await Promise.resolve();
    while (waiting.size > 0) {
      const uids = [...waiting];
      waiting.clear();
      await settleUnchanged(ctx, { ...input, uids }).catch((error: unknown) =>
        ctx.log.warn({ error, applications: uids.length }, 'could not settle together; each is looked at'),
      );
    }
    running = undefined;
  };

  return {
    add(uids) {
      // One alone is woken because it changed, most of the time.
      if (uids.length === 1) {
        for (const uid of uids) input.lookAt(uid);
        return;
      }
      for (const uid of uids) waiting.add(uid);
      if (waiting.size > 0) running ??= run();
    },
    async stop() {
      waiting.clear();
      await running;
    },
  };
}
