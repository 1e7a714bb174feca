import type { Changes } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { compare } from '@bowline/sync-engine/core/diff/compare';
import type { Comparison, KubeObject } from '@bowline/sync-engine/core/model';
import { gvkOf } from '@bowline/sync-engine/core/resource-key';
import { trackingNameOf } from '@bowline/sync-engine/core/tracking';
import type { z } from 'zod';
import type { ApplicationRecord } from '../store/application.ts';
import { diffOfComparison, verdictOf } from '../views/object-diff.ts';
import type { Context } from './context.ts';
import { openDestination } from './open-destination.ts';
import { lookAgain } from './look-again.ts';
import { evaluateRelease, releaseManifests } from './restore-release.ts';

type ChangesView = z.infer<typeof Changes>;

/**
 * Diff of two sides: `live`, `desired`, `release:<n>`, or a revision. Live is compared three-way with causes; two recorded
 * sides are compared as they stand.
 */
export async function showChanges(
  ctx: Context,
  application: ApplicationRecord,
  query: { from: string; to: string },
): Promise<ChangesView> {
  const comparison =
    query.from === 'live'
      ? await againstLive(ctx, application, query.to)
      : await recorded(ctx, application, query);
  return changesView(comparison, query);
}

async function againstLive(ctx: Context, application: ApplicationRecord, to: string): Promise<Comparison> {
  const release = releaseNumber(to);
  if (release !== undefined)
    return (await evaluateRelease(ctx, application, { number: release, includeHooks: true })).evaluation
      .comparison;
  const pinned = to === 'desired' ? undefined : [to];
  return (await lookAgain(ctx, application, pinned)).evaluation.comparison;
}

async function recorded(
  ctx: Context,
  application: ApplicationRecord,
  query: { from: string; to: string },
): Promise<Comparison> {
  const [from, to] = await Promise.all([
    side(ctx, application, query.from),
    side(ctx, application, query.to),
  ]);
  const cluster = await openDestination(ctx, application);
  const schemaOf = cluster ? await cluster.schemas([...from, ...to].map(gvkOf)) : () => undefined;
  return compare({
    desired: to,
    live: from,
    base: null,
    ignore: [],
    schemaOf,
    trackingName: trackingNameOf(application),
    installationId: ctx.installationId,
    hashKey: ctx.hashKey,
  });
}

async function side(ctx: Context, application: ApplicationRecord, text: string): Promise<KubeObject[]> {
  const release = releaseNumber(text);
  if (release !== undefined) return releaseManifests(ctx, application.uid, release);
  if (text === 'live') {
    const { evaluation } = await lookAgain(ctx, application);
    return evaluation.live.kind === 'known' ? evaluation.live.objects : evaluation.live.lastKnown;
  }
  const { evaluation } = await lookAgain(ctx, application, text === 'desired' ? undefined : [text]);
  if (evaluation.renderFailure) {
    const { code, message, hint } = evaluation.renderFailure;
    throw new AppError({ code, status: 422, message, hint });
  }
  return evaluation.desired;
}

function releaseNumber(text: string): number | undefined {
  const match = /^release:(\d+)$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

const tallies = {
  'in-sync': null,
  missing: 'create',
  modified: 'change',
  extra: 'prune',
  unknown: 'unknown',
} as const;

/** What differs, hooks included as what they are, objects in sync left out. */
export function changesView(comparison: Comparison, query: { from: string; to: string }): ChangesView {
  const shown = comparison.resources.filter((r) => r.verdict !== 'in-sync' || r.hidden.length > 0);
  const counts = { create: 0, change: 0, prune: 0, unknown: 0, hidden: 0 };
  for (const resource of comparison.resources) {
    counts.hidden += resource.hidden.length;
    if (resource.hookPhases.length > 0) continue;
    const tally = tallies[verdictOf(resource)];
    if (tally) counts[tally] += 1;
  }
  return {
    objects: shown.map(diffOfComparison),
    counts,
    ...query,
    status: comparison.status,
    message: comparison.message,
  };
}
