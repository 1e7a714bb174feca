import type { Application, Can } from '@bowline/contract';
import { apiVersion } from '@bowline/contract';
import type { Hold, SourceRevision } from '@bowline/sync-engine/core/model';
import type { ApplicationRecord } from '../store/application.ts';

/** An Application as the public API shows it. */
export function applicationView(record: ApplicationRecord, can: Can): Application {
  const { status } = record;
  return {
    apiVersion,
    kind: 'Application',
    metadata: {
      uid: record.uid,
      name: record.name,
      project: record.project,
      labels: record.labels,
      annotations: record.annotations,
      generation: record.generation,
      resourceVersion: String(record.resourceVersion),
      creationTimestamp: record.createdAt,
      deletionTimestamp: record.deletionTimestamp,
      finalizers: record.finalizers,
      managedBy: record.managedBy,
    },
    spec: record.spec,
    status: {
      health: { ...status.health, since: status.healthSince },
      sync: {
        status: status.sync.status,
        since: status.syncSince,
        reasons: reasonsOf(status.counts),
        message: status.sync.message,
      },
      desired: {
        digest: status.desiredDigest,
        sources: status.revisions.map((revision, i) => sourceView(revision, record.spec.sources[i]?.path)),
      },
      release: status.release,
      operation: status.operation,
      hold: record.hold && shownHold(record.hold),
      autoSync: autoSyncOf(record),
      decision: status.decision,
      conditions: status.conditions,
      images: status.images,
      externalUrls: status.urls,
      counts: {
        resources: status.counts.resources,
        problems: status.counts.problems,
        changed: status.counts.changed,
      },
      reconciledAt: status.reconciledAt,
      liveAsOf: status.liveAsOf,
    },
    can,
  };
}

function reasonsOf(counts: ApplicationRecord['status']['counts']) {
  const { pending, drift, unknown, prune } = counts;
  return { pending, drift, unknown, prune };
}

function sourceView(revision: SourceRevision, path: string | undefined) {
  const { repoURL, targetRevision, renderer, tool, author, message, date } = revision;
  return {
    repoURL,
    path: path ?? '',
    targetRevision,
    revision: revision.revision,
    renderer,
    tool,
    author: author ?? '',
    message: message ?? '',
    date: date ?? '',
  };
}

/** What automation does now: off, on, or held. */
export function autoSyncOf(record: Pick<ApplicationRecord, 'autoSync' | 'hold'>): 'off' | 'on' | 'hold' {
  if (record.hold) return 'hold';
  return record.autoSync ? 'on' : 'off';
}

function shownHold({ replaced: _replaced, ...shown }: Hold): Omit<Hold, 'replaced'> {
  return shown;
}
