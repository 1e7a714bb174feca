import type { Can, Metadata } from '@bowline/contract';
import type { Access } from '../auth/access.ts';

type Stored = {
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  generation: number;
  resourceVersion: number;
  createdAt: string;
  managedBy: string | null;
};

/** Metadata of the envelope. `project` is '' for what belongs to none. */
export function metadataView(uid: string, record: Stored, project: string | null): Metadata {
  return {
    uid,
    name: record.name,
    project: project ?? '',
    labels: record.labels,
    annotations: record.annotations,
    generation: record.generation,
    resourceVersion: String(record.resourceVersion),
    creationTimestamp: record.createdAt,
    deletionTimestamp: null,
    finalizers: [],
    managedBy: record.managedBy,
  };
}

/** What the caller may do with an object, each with the reason when not. */
export function canView(access: Access, resource: string, actions: string[], project: string | null): Can {
  return Object.fromEntries(
    actions.map((action) => {
      const verdict = access.can(`${resource}:${action}`, { project });
      return [action, verdict.ok ? { ok: true, reason: '' } : verdict];
    }),
  );
}
