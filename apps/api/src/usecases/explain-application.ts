import type { Explanation } from '@bowline/contract';
import { explainApplication } from '@bowline/sync-engine/core/explain/explain';
import type { z } from 'zod';
import type { ApplicationRecord } from '../store/application.ts';
import { releaseStore } from '../store/release.ts';
import type { Context } from './context.ts';
import { lookAgain } from './look-again.ts';
import { measureHold } from './measure-hold.ts';

/** Why it is in this state, and why it does or does not sync (B8–B10 of the peers' gaps). */
export async function explain(
  ctx: Context,
  application: ApplicationRecord,
): Promise<z.infer<typeof Explanation>> {
  const measure = await measureHold(ctx, application, await lookAgain(ctx, application));
  const { evaluation } = measure.inspection;
  const { live } = evaluation;
  const { decision } = application.status;
  const said = explainApplication({
    comparison: evaluation.comparison,
    tree: evaluation.tree,
    live: live.kind === 'known' ? live.objects : live.lastKnown,
    health: evaluation.health,
    conditions: application.status.conditions,
    decision,
    hasHealthyRelease: await releaseStore(ctx.db).hasHealthy(application.uid, {
      before: application.status.release?.number ?? 0,
    }),
  });
  return { ...said, decision };
}
