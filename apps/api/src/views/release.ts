import type { Release, ReleaseRow } from '@bowline/contract';
import type { z } from 'zod';
import type { ReleaseItem } from '@bowline/sync-engine/core/model';
import { formatKey } from '@bowline/sync-engine/core/resource-key';
import type { ReleaseRecord } from '../store/release.ts';
import { yamlText } from './object-diff.ts';

type Row = z.infer<typeof ReleaseRow>;

/** A Release as the history shows it. */
export function releaseRow(record: ReleaseRecord, liveNumber: number | null): Row {
  const first = record.revisions[0];
  return {
    number: record.number,
    kind: record.kind,
    project: record.project,
    application: record.application,
    planId: record.planId,
    operationId: record.operationId,
    digest: record.planDigest,
    desiredDigest: record.desiredDigest,
    revision: first?.revision ?? '',
    revisionMessage: first?.message ?? '',
    author: first?.author ?? '',
    by: record.initiator,
    approvedBy: record.approvers,
    at: record.createdAt,
    healthyAfterSeconds: record.healthyAt === null ? null : seconds(record.createdAt, record.healthyAt),
    counts: record.counts,
    outcome: record.outcome,
    message: record.message,
    isPartial: record.isPartial,
    isLive: record.number === liveNumber,
    restores: record.restores,
  };
}

function seconds(from: string, to: string): number {
  return Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 1000));
}

/** One Release with its (masked) manifests. */
export function releaseView(
  record: ReleaseRecord,
  liveNumber: number | null,
  items: ReleaseItem[],
): z.infer<typeof Release> {
  return {
    ...releaseRow(record, liveNumber),
    objects: items.map((item) => ({
      id: formatKey(item.key),
      key: item.key,
      wave: item.wave,
      yaml: yamlText(item.manifest),
    })),
  };
}
