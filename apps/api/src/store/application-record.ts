import type {
  Actor,
  ApplicationSpec,
  Condition,
  Decision,
  Health,
  Hold,
  OperationPhase,
  SourceRevision,
  SyncStatus,
} from '@bowline/sync-engine/core/model';
import { healthOrder } from '@bowline/sync-engine/core/model';
import type { Application } from './generated/client.ts';
import { fromTime, toJson, toTime } from './json.ts';

/** The stored row; only the store sees it. */
export type ApplicationRow = Application;

/** An Application as stored: metadata, spec and the last known status. Times are RFC3339. */
export type ApplicationRecord = {
  uid: string;
  project: string;
  name: string;
  spec: ApplicationSpec;
  generation: number;
  /** ETag; moves with every write. */
  resourceVersion: number;
  /** `resourceVersion` that the last write of spec or metadata gave it: an edit based on an older one is a conflict. */
  specVersion: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  managedBy: string | null;
  finalizers: string[];
  createdAt: string;
  updatedAt: string;
  deletionTimestamp: string | null;
  cluster: string;
  namespace: string;
  repositories: string[];
  autoSync: boolean;
  hold: Hold | null;
  refresh: { requestedAt: string; mode: 'normal' | 'hard' } | null;
  status: {
    health: Health;
    healthSince: string | null;
    sync: { status: SyncStatus; message: string };
    syncSince: string | null;
    counts: {
      pending: number;
      drift: number;
      unknown: number;
      prune: number;
      resources: number;
      problems: number;
      changed: number;
    };
    conditions: Condition[];
    revisions: SourceRevision[];
    targetRevision: string;
    desiredRevision: string;
    desiredDigest: string | null;
    images: string[];
    urls: string[];
    release: {
      number: number;
      at: string;
      by: Actor;
      kind: string;
      revision: string;
      desiredDigest: string;
    } | null;
    operation: {
      id: string;
      number: number;
      phase: OperationPhase;
      message: string;
      startedAt: string | null;
    } | null;
    decision: Decision | null;
    reconciledAt: string | null;
    liveAsOf: string | null;
    observedGeneration: number;
  };
};

/** jsonb and text columns hold what the typed writers of this folder put there. */
export function toRecord(row: ApplicationRow): ApplicationRecord {
  return {
    uid: row.uid,
    project: row.project,
    name: row.name,
    spec: row.spec as unknown as ApplicationSpec,
    generation: row.generation,
    resourceVersion: row.resourceVersion,
    specVersion: row.specVersion,
    labels: row.labels as Record<string, string>,
    annotations: row.annotations as Record<string, string>,
    managedBy: row.managedBy,
    finalizers: row.finalizers,
    createdAt: toTime(row.createdAt),
    updatedAt: toTime(row.updatedAt),
    deletionTimestamp: toTime(row.deletionTimestamp),
    cluster: row.cluster,
    namespace: row.namespace,
    repositories: row.repositories,
    autoSync: row.autoSync,
    hold: row.hold as unknown as Hold | null,
    refresh: row.refreshRequestedAt && {
      requestedAt: toTime(row.refreshRequestedAt),
      mode: row.refreshMode === 'hard' ? 'hard' : 'normal',
    },
    status: toStatus(row),
  };
}

function toStatus(row: ApplicationRow): ApplicationRecord['status'] {
  return {
    health: { status: row.health as Health['status'], message: row.healthMessage },
    healthSince: toTime(row.healthSince),
    sync: { status: row.sync as SyncStatus, message: row.syncMessage },
    syncSince: toTime(row.syncSince),
    counts: {
      pending: row.pendingCount,
      drift: row.driftCount,
      unknown: row.unknownCount,
      prune: row.pruneCount,
      resources: row.resourceCount,
      problems: row.problemCount,
      changed: row.changedCount,
    },
    conditions: row.conditions as unknown as Condition[],
    revisions: row.revisions as unknown as SourceRevision[],
    targetRevision: row.targetRevision,
    desiredRevision: row.desiredRevision,
    desiredDigest: row.desiredDigest,
    images: row.images,
    urls: row.urls,
    release: toRelease(row),
    operation: toOperation(row),
    decision: row.decision as unknown as Decision | null,
    reconciledAt: toTime(row.reconciledAt),
    liveAsOf: toTime(row.liveAsOf),
    observedGeneration: row.observedGeneration,
  };
}

/** The columns that a look at the Application writes, as a record shows them. */
export function statusColumnsOf({ status }: ApplicationRecord): Partial<ApplicationRow> {
  const { health, sync, counts } = status;
  return {
    health: health.status,
    healthRank: healthOrder.indexOf(health.status),
    healthMessage: health.message,
    healthSince: fromTime(status.healthSince),
    sync: sync.status,
    syncMessage: sync.message,
    syncSince: fromTime(status.syncSince),
    pendingCount: counts.pending,
    driftCount: counts.drift,
    unknownCount: counts.unknown,
    pruneCount: counts.prune,
    resourceCount: counts.resources,
    problemCount: counts.problems,
    changedCount: counts.changed,
    conditions: toJson(status.conditions) as ApplicationRow['conditions'],
    revisions: toJson(status.revisions) as ApplicationRow['revisions'],
    decision: toJson(status.decision) as ApplicationRow['decision'],
    targetRevision: status.targetRevision,
    desiredRevision: status.desiredRevision,
    desiredDigest: status.desiredDigest,
    images: status.images,
    urls: status.urls,
    reconciledAt: fromTime(status.reconciledAt),
    liveAsOf: fromTime(status.liveAsOf),
    observedGeneration: status.observedGeneration,
  };
}

function toRelease(row: ApplicationRow): ApplicationRecord['status']['release'] {
  if (row.liveRelease === null || row.liveReleaseAt === null) return null;
  return {
    number: row.liveRelease,
    at: toTime(row.liveReleaseAt),
    by: row.liveReleaseBy as unknown as Actor,
    kind: row.liveReleaseKind ?? 'sync',
    revision: row.liveRevision ?? '',
    desiredDigest: row.liveDigest ?? '',
  };
}

function toOperation(row: ApplicationRow): ApplicationRecord['status']['operation'] {
  if (row.operationId === null) return null;
  return {
    id: row.operationId,
    number: row.operationNumber ?? 0,
    phase: row.operationPhase as OperationPhase,
    message: row.operationMessage,
    startedAt: toTime(row.operationStartedAt),
  };
}
