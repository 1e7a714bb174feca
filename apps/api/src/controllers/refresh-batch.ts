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
  /** Being settled now: asked for again meanwhile, they wait for that to end. Others do not. */
  const settling = new Set<string>();
  const running = new Set<Promise<void>>();
  let isStopped = false;

  const settle = async (uids: string[]): Promise<void> => {
    for (const uid of uids) settling.add(uid);
    await settleUnchanged(ctx, { ...input, uids }).catch((error: unknown) =>
      ctx.log.warn({ error, applications: uids.length }, 'could not settle together; each is looked at'),
    );
    for (const uid of uids) settling.delete(uid);
  };

  const start = (): void => {
    const uids = isStopped ? [] : [...waiting].filter((uid) => !settling.has(uid));
    if (uids.length === 0) return;
    for (const uid of uids) waiting.delete(uid);
    const settled = settle(uids).finally(() => {
      running.delete(settled);
      start();
    });
    running.add(settled);
  };

  return {
    add(uids) {
      // One alone is woken because it changed, most of the time.
      if (uids.length === 1) {
        for (const uid of uids) input.lookAt(uid);
        return;
      }
      for (const uid of uids) waiting.add(uid);
      // Wake-ups of one commit come as several messages, one right after the other.
      queueMicrotask(start);
    },
    async stop() {
      isStopped = true;
      await Promise.all(running);
    },
  };
}
