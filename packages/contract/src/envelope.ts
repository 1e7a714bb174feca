import { z } from 'zod';
import { Name } from './spec.ts';

export const apiVersion = 'bowline.dev/v1alpha1';

const Labels = z.record(z.string().max(317), z.string().max(65_536));

/** Metadata as a client may send it. */
export const MetadataInput = z.object({
  name: Name,
  project: Name.optional(),
  labels: Labels.optional(),
  annotations: Labels.optional(),
  finalizers: z.array(z.string()).optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.number().int().optional(),
});

/** Metadata as the API returns it. `resourceVersion` is the ETag. Times are RFC3339 UTC. */
export const Metadata = z.object({
  uid: z.string(),
  name: z.string(),
  project: z.string(),
  labels: Labels,
  annotations: Labels,
  generation: z.number().int(),
  resourceVersion: z.string(),
  creationTimestamp: z.string(),
  deletionTimestamp: z.string().nullable(),
  finalizers: z.array(z.string()),
  /** The Application that renders this object; direct edits are then refused. */
  managedBy: z.string().nullable(),
});
export type Metadata = z.infer<typeof Metadata>;

/** A permission the caller has or lacks on an object, with the reason (ui.md, C0 Permissions). */
export const Can = z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string() }));
export type Can = z.infer<typeof Can>;

export const ConditionSchema = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  code: z.string(),
  message: z.string(),
  /** Absent: a failure. */
  severity: z.enum(['failure', 'warning']).optional(),
  lastTransitionTime: z.string(),
});

export const ActorSchema = z.object({
  kind: z.enum(['user', 'token', 'policy', 'system']),
  name: z.string(),
});

export const ResourceKeySchema = z.object({
  group: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** `cursor` is opaque; absent `next` means the last page. `total` counts all matches. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int(), next: z.string().nullable(), asOf: z.string() });

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(1024).optional(),
});

/** RFC 9457 problem with a stable `code` (docs/errors/<code>.md) and the request's id. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  hint: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  data: z.unknown().optional(),
});
export type Problem = z.infer<typeof Problem>;

export const Empty = z.object({});
