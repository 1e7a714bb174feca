import type { ResourceKey } from '@bowline/sync-engine/core/model';
import { movedFromHeld } from '@bowline/sync-engine/core/policy/decide-sync';
import { heldDrift } from '@bowline/sync-engine/core/policy/held-drift';
import { gvkOf } from '@bowline/sync-engine/core/resource-key';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { ApplicationRecord } from '../store/application.ts';
import type { Context } from './context.ts';
import { ignoredIn } from './ignored-in.ts';
import type { Inspection } from './inspect-application.ts';

export type HoldMeasure = { inspection: Inspection; heldDrift: ResourceKey[] };

/**
 * During a Hold that keeps a Release, Drift is measured against that Release: the look comes back with Drift counted so,
 * and with the objects that left it. What is Unknown stays Unknown, and has moved nowhere.
 */
export async function measureHold(
  ctx: Context,
  application: ApplicationRecord,
  inspection: Inspection,
): Promise<HoldMeasure> {
  const { evaluation, cluster } = inspection;
  const { live, comparison } = evaluation;
  const number = application.hold?.release;
  if (number === undefined || cluster === null || live.kind === 'unknown' || comparison.status === 'Unknown')
    return { inspection, heldDrift: [] };
  const held = await ctx.releases.base(application.uid, number);
  if (held === null || held.length === 0) return { inspection, heldDrift: [] };
  const manifests = held.map((item) => item.manifest);
  const moved = heldDrift({
    held,
    live: live.objects,
    ignore: ignoredIn(ctx, application.spec),
    schemaOf: await cluster.schemas([...manifests, ...live.objects].map(gvkOf)),
    trackingName: trackingNameOf(application),
    installationId: ctx.installationId,
    hashKey: ctx.hashKey,
  });
  const measured = {
    ...comparison,
    reasons: { ...comparison.reasons, drift: moved.length },
    ...(moved.length === 0 ? {} : { status: 'OutOfSync' as const, message: movedFromHeld(moved, number) }),
  };
  return {
    inspection: { ...inspection, evaluation: { ...evaluation, comparison: measured } },
    heldDrift: moved,
  };
}
