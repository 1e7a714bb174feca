import { z } from 'zod';
import {
  ActorSchema,
  Can,
  ConditionSchema,
  Metadata,
  MetadataInput,
  PageQuery,
  ResourceKeySchema,
  page,
} from './envelope.ts';
import { ApplicationName, ApplicationSpecSchema, JsonValue } from './spec.ts';

export const HealthWord = z.enum(['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown']);
export const SyncWord = z.enum(['Synced', 'OutOfSync', 'Unknown']);
export const ReasonWord = z.enum(['pending', 'drift', 'unknown']);
export const CauseWord = z.enum(['pending', 'drift', 'default', 'admission', 'ignored', 'unknown']);
export const VerdictWord = z.enum(['in-sync', 'modified', 'missing', 'extra']);
/** unknown: the live side was not read, so nobody knows whether the object is there. */
export const DiffVerdictWord = z.enum([...VerdictWord.options, 'unknown']);
export const SyncPhaseWord = z.enum(['PreSync', 'Sync', 'PostSync', 'SyncFail', 'PreDelete', 'PostDelete']);

/** A Kubernetes object as JSON; Secret values are keyed hashes. */
export const KubeObjectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

export const HoldSchema = z.object({
  reason: z.string(),
  owner: z.string(),
  since: z.string(),
  untilDesiredDigestNot: z.string().optional(),
  untilResumed: z.boolean().optional(),
  untilTime: z.string().optional(),
  release: z.number().int().optional(),
});

export const DecisionSchema = z.object({
  kind: z.enum(['run', 'wait', 'needs-approval', 'refuse']),
  reasons: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      owner: z.string().optional(),
      nextAt: z.string().optional(),
    }),
  ),
  nextAt: z.string().optional(),
});

/** One source as it was last resolved. */
export const SourceStatus = z.object({
  repoURL: z.string(),
  path: z.string(),
  targetRevision: z.string(),
  revision: z.string(),
  renderer: z.string(),
  tool: z.string(),
  author: z.string(),
  message: z.string(),
  date: z.string(),
});

export const ApplicationStatus = z.object({
  /** `since`: when it came to be so; null before the first look. */
  health: z.object({ status: HealthWord, message: z.string(), since: z.string().nullable() }),
  sync: z.object({
    status: SyncWord,
    since: z.string().nullable(),
    reasons: z.object({ pending: z.number(), drift: z.number(), unknown: z.number(), prune: z.number() }),
    message: z.string(),
  }),
  /** Desired side: what git renders now. */
  desired: z.object({ digest: z.string().nullable(), sources: z.array(SourceStatus) }),
  /** Live side: the Release last applied; null before the first. */
  release: z
    .object({
      number: z.number().int(),
      revision: z.string(),
      at: z.string(),
      by: ActorSchema,
      kind: z.string(),
    })
    .nullable(),
  operation: z
    .object({
      id: z.string(),
      number: z.number().int(),
      phase: z.string(),
      message: z.string(),
      startedAt: z.string().nullable(),
    })
    .nullable(),
  hold: HoldSchema.nullable(),
  autoSync: z.enum(['off', 'on', 'hold']),
  /** The gate's last answer to "should auto-sync run now?". */
  decision: DecisionSchema.nullable(),
  conditions: z.array(ConditionSchema),
  images: z.array(z.string()),
  externalUrls: z.array(z.string()),
  counts: z.object({ resources: z.number(), problems: z.number(), changed: z.number() }),
  reconciledAt: z.string().nullable(),
  /** Age of the live data: RFC3339 of the last moment it was known to be current; null = never. */
  liveAsOf: z.string().nullable(),
});

export const Application = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1'),
  kind: z.literal('Application'),
  metadata: Metadata,
  spec: ApplicationSpecSchema,
  status: ApplicationStatus,
  can: Can,
});
export type Application = z.infer<typeof Application>;

export const ApplicationInput = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1').optional(),
  kind: z.literal('Application').optional(),
  metadata: MetadataInput.extend({ name: ApplicationName }),
  spec: ApplicationSpecSchema,
});
export type ApplicationInput = z.infer<typeof ApplicationInput>;

/** Row of the list: flat, small, ready to show. */
export const ApplicationRow = z.object({
  uid: z.string(),
  project: z.string(),
  name: z.string(),
  health: HealthWord,
  healthMessage: z.string(),
  healthSince: z.string().nullable(),
  sync: SyncWord,
  pending: z.number().int(),
  drift: z.number().int(),
  unknownCause: z.number().int(),
  prune: z.number().int(),
  syncMessage: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  targetRevision: z.string(),
  desiredRevision: z.string(),
  liveRevision: z.string(),
  release: z.object({ number: z.number().int(), by: z.string(), at: z.string() }).nullable(),
  autoSync: z.enum(['off', 'on', 'hold']),
  operation: z.string().nullable(),
  conditions: z.number().int(),
  isDeleting: z.boolean(),
  labels: z.record(z.string(), z.string()),
  createdAt: z.string(),
  reconciledAt: z.string().nullable(),
});
export type ApplicationRow = z.infer<typeof ApplicationRow>;

/** Comma-separated words are OR; a leading `-` negates. */
export const ApplicationListQuery = PageQuery.extend({
  q: z.string().max(512).optional(),
  project: z.string().max(1024).optional(),
  health: z.string().max(256).optional(),
  sync: z.string().max(256).optional(),
  reason: z.string().max(64).optional(),
  cluster: z.string().max(1024).optional(),
  namespace: z.string().max(1024).optional(),
  repository: z.string().max(2048).optional(),
  auto: z.string().max(32).optional(),
  label: z.string().max(1024).optional(),
  sort: z
    .enum([
      'name',
      '-name',
      'health',
      '-health',
      'release',
      '-release',
      'created',
      '-created',
      'sync',
      '-sync',
    ])
    .default('name'),
});

export const Facets = z.object({
  health: z.record(z.string(), z.number()),
  sync: z.record(z.string(), z.number()),
  reason: z.record(z.string(), z.number()),
  project: z.record(z.string(), z.number()),
  cluster: z.record(z.string(), z.number()),
  auto: z.record(z.string(), z.number()),
});

export const ApplicationPage = page(ApplicationRow).extend({ facets: Facets });

export const TreeNodeSchema = z.object({
  /** `group/kind/namespace/name`. */
  id: z.string(),
  key: ResourceKeySchema,
  version: z.string(),
  uid: z.string(),
  parent: z.string().nullable(),
  health: z.object({ status: HealthWord, message: z.string() }).nullable(),
  sync: SyncWord.nullable(),
  reasons: z.array(ReasonWord),
  verdict: VerdictWord.nullable(),
  hookPhases: z.array(SyncPhaseWord),
  wave: z.number().int(),
  message: z.string(),
  createdAt: z.string().nullable(),
  images: z.array(z.string()),
  change: z.object({ added: z.number(), changed: z.number(), removed: z.number() }),
  rollup: z.object({
    health: HealthWord.nullable(),
    problems: z.number(),
    changed: z.number(),
    total: z.number(),
  }),
});
export type TreeNode = z.infer<typeof TreeNodeSchema>;

export const Tree = z.object({
  nodes: z.array(TreeNodeSchema),
  total: z.number().int(),
  problems: z.number().int(),
  changed: z.number().int(),
  /** live = current; stale = last known, with its time; unknown = nothing known. */
  freshness: z.enum(['live', 'stale', 'unknown']),
  asOf: z.string().nullable(),
  message: z.string(),
});

export const FieldChangeSchema = z.object({
  path: z.string(),
  desired: JsonValue.optional(),
  live: JsonValue.optional(),
  base: JsonValue.optional(),
  cause: CauseWord,
  manager: z.string().optional(),
  operation: z.string().optional(),
  time: z.string().optional(),
  hiddenBy: z.string().optional(),
});
export type FieldChange = z.infer<typeof FieldChangeSchema>;

/** One object of a diff, live → desired. */
export const ObjectDiff = z.object({
  id: z.string(),
  key: ResourceKeySchema,
  version: z.string(),
  verdict: DiffVerdictWord,
  action: z.string(),
  phase: z.string().nullable(),
  wave: z.number().int(),
  hookPhases: z.array(SyncPhaseWord),
  fields: z.array(FieldChangeSchema),
  hidden: z.array(FieldChangeSchema),
  /** YAML text, Secrets masked; '' when absent. */
  desiredYaml: z.string(),
  liveYaml: z.string(),
  reasons: z.array(ReasonWord),
  message: z.string(),
});
export type ObjectDiff = z.infer<typeof ObjectDiff>;

export const Changes = z.object({
  objects: z.array(ObjectDiff),
  counts: z.object({
    create: z.number(),
    change: z.number(),
    prune: z.number(),
    /** Objects that could not be read. */
    unknown: z.number(),
    /** Fields ignored or defaulted. */
    hidden: z.number(),
  }),
  from: z.string(),
  to: z.string(),
  status: SyncWord,
  message: z.string(),
});

export const ResourceDetail = z.object({
  node: TreeNodeSchema,
  diff: ObjectDiff.nullable(),
  desiredYaml: z.string(),
  liveYaml: z.string(),
  live: KubeObjectSchema.nullable(),
  /** Why live is null although it may exist; '' when known. */
  unknown: z.string(),
  conditions: z.array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string(),
      message: z.string(),
      at: z.string(),
    }),
  ),
  owners: z.array(z.string()),
  actions: z.array(z.object({ name: z.string(), title: z.string(), ok: z.boolean(), reason: z.string() })),
});

export const EventRow = z.object({
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  object: z.string(),
  count: z.number(),
  firstAt: z.string(),
  lastAt: z.string(),
});

export const Explanation = z.object({
  summary: z.string(),
  chain: z.array(
    z.object({
      message: z.string(),
      key: ResourceKeySchema.optional(),
      certainty: z.enum(['certain', 'likely', 'unknown']),
      at: z.string().optional(),
    }),
  ),
  remedies: z.array(z.object({ action: z.string(), message: z.string(), key: ResourceKeySchema.optional() })),
  decision: DecisionSchema.nullable(),
});

/** What a spec would bring, before anything is saved. */
export const Preview = z.object({
  renderer: z.string(),
  revision: z.string(),
  objects: z.array(ObjectDiff),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  /** Set when the render failed. */
  failure: z
    .object({ code: z.string(), message: z.string(), hint: z.string(), output: z.string() })
    .nullable(),
  destination: z.object({
    namespaceExists: z.boolean().nullable(),
    reachable: z.boolean(),
    message: z.string(),
  }),
});

export const ActionInput = z.object({
  action: z.enum(['restart', 'scale', 'delete-pod', 'run', 'suspend', 'resume']),
  resource: z.string(),
  /** For scale. */
  replicas: z.number().int().min(0).max(10_000).optional(),
  /** true: list targets and effect only. */
  dryRun: z.boolean().default(false),
});
export const ActionResult = z.object({
  targets: z.array(z.string()),
  effect: z.string(),
  done: z.boolean(),
  decision: DecisionSchema,
});

export const HoldInput = z.object({
  reason: z.string().min(1).max(500),
  untilTime: z.iso.datetime().optional(),
});
