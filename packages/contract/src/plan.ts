import { OperationPhaseWord } from './operation.ts';
import { z } from 'zod';
import { FieldChangeSchema, HoldSchema, ObjectDiff, SyncPhaseWord, DecisionSchema } from './application.ts';
import { ActorSchema, Can, PageQuery, ResourceKeySchema, page } from './envelope.ts';
import { ApplicationSpecSchema } from './spec.ts';

export const PlanKindWord = z.enum(['sync', 'rollback', 'self-heal', 'delete', 'edit', 'retry']);

export const SyncOptionsInput = z
  .strictObject({
    prune: z.boolean(),
    pruneLast: z.boolean(),
    prunePropagation: z.enum(['foreground', 'background', 'orphan']),
    replace: z.boolean(),
    force: z.boolean(),
    createNamespace: z.boolean(),
    applyOutOfSyncOnly: z.boolean(),
    respectIgnoreDifferences: z.boolean(),
    failOnSharedResource: z.boolean(),
    validate: z.boolean(),
    skipDryRunOnMissingResource: z.boolean(),
  })
  .partial();

const target = { project: z.string(), application: z.string() };

/** What to plan. Nothing runs: a Plan that is not executed is the dry run. */
export const PlanInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sync'),
    ...target,
    /** Another revision than the target revision, for the first source. */
    revision: z.string().max(253).optional(),
    options: SyncOptionsInput.optional(),
    /** `group/kind/namespace/name`; a partial plan. */
    resources: z.array(z.string()).max(5000).optional(),
  }),
  z.strictObject({
    kind: z.literal('rollback'),
    ...target,
    release: z.number().int().min(1),
    includeHooks: z.boolean().optional(),
    hold: z
      .strictObject({
        reason: z.string().max(500).optional(),
        untilTime: z.iso.datetime().optional(),
        /** Until a person resumes, whatever git renders. */
        untilResumed: z.boolean().optional(),
      })
      .optional(),
    options: SyncOptionsInput.optional(),
  }),
  z.strictObject({
    kind: z.literal('delete'),
    ...target,
    cascade: z.enum(['foreground', 'background', 'orphan', 'keep']).default('foreground'),
  }),
  z.strictObject({
    kind: z.literal('edit'),
    ...target,
    spec: ApplicationSpecSchema,
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
]);
export type PlanInput = z.infer<typeof PlanInput>;

export const RiskSchema = z.object({
  code: z.string(),
  severity: z.enum(['notice', 'confirm', 'block']),
  message: z.string(),
  key: ResourceKeySchema.optional(),
  id: z.string(),
});

export const PlanStepSchema = z.object({
  index: z.number().int(),
  phase: SyncPhaseWord,
  wave: z.number().int(),
  action: z.string(),
  key: ResourceKeySchema,
  version: z.string(),
  reason: z.string(),
});

export const ApprovalSchema = z.object({
  by: ActorSchema,
  digest: z.string(),
  at: z.string(),
  tickedRisks: z.array(z.string()),
  comment: z.string(),
  /** false: for an older digest, or void since the plan is stale; says why in `note`. */
  counts: z.boolean(),
  note: z.string(),
});

export const SourceRevisionSchema = z.object({
  repoURL: z.string(),
  targetRevision: z.string(),
  revision: z.string(),
  renderer: z.string(),
  tool: z.string(),
  author: z.string().optional(),
  message: z.string().optional(),
  date: z.string().optional(),
});

/** Whether the plan still says what would happen now (architecture.md, Stale). */
export const Exactness = z.object({
  state: z.enum(['exact', 'stale', 'expired', 'superseded', 'executed', 'rejected', 'unknown']),
  verifiedAt: z.string(),
  reasons: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      key: ResourceKeySchema.optional(),
      fields: z.array(FieldChangeSchema).optional(),
    }),
  ),
  /** A newer commit is a notice, not staleness. */
  newer: z.object({ revision: z.string(), message: z.string(), author: z.string() }).nullable(),
});

export const PlanSchema = z.object({
  id: z.string(),
  kind: PlanKindWord,
  state: z.enum(['open', 'executed', 'rejected', 'expired', 'superseded']),
  project: z.string(),
  application: z.string(),
  applicationUid: z.string(),
  destination: z.object({ cluster: z.string(), namespace: z.string() }),
  digest: z.string(),
  builtBy: ActorSchema,
  builtAt: z.string(),
  expiresAt: z.string(),
  revisions: z.array(SourceRevisionSchema),
  desiredDigest: z.string(),
  options: z.record(z.string(), z.union([z.boolean(), z.string()])),
  steps: z.array(PlanStepSchema),
  /** In execution order. */
  objects: z.array(ObjectDiff),
  counts: z.object({
    create: z.number(),
    change: z.number(),
    prune: z.number(),
    hook: z.number(),
    restartPods: z.number(),
  }),
  risks: z.array(RiskSchema),
  excluded: z.array(z.string()),
  isPartial: z.boolean(),
  edit: z.object({ fields: z.array(FieldChangeSchema) }).nullable(),
  restores: z.number().int().nullable(),
  hold: HoldSchema.nullable(),
  cascade: z.enum(['foreground', 'background', 'orphan', 'keep']).nullable(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  exactness: Exactness,
  approvals: z.array(ApprovalSchema),
  approvalsRequired: z.number().int(),
  rejection: z.object({ by: ActorSchema, at: z.string(), reason: z.string() }).nullable(),
  /** The gate's answer if the caller executed now, with what the caller still has to do. */
  decision: DecisionSchema,
  operationId: z.string().nullable(),
  operationPhase: OperationPhaseWord.nullable(),
  /** What a failed Operation had applied is a Release too. */
  releaseNumber: z.number().int().nullable(),
  can: Can,
});
export type Plan = z.infer<typeof PlanSchema>;

export const PlanRow = z.object({
  id: z.string(),
  kind: PlanKindWord,
  state: z.string(),
  project: z.string(),
  application: z.string(),
  digest: z.string(),
  builtBy: ActorSchema,
  builtAt: z.string(),
  counts: z.object({ create: z.number(), change: z.number(), prune: z.number(), hook: z.number() }),
  risks: z.number().int(),
  approvals: z.number().int(),
  approvalsRequired: z.number().int(),
});
export const PlanPage = page(PlanRow);
export const PlanListQuery = PageQuery.extend({
  project: z.string().optional(),
  application: z.string().optional(),
  state: z.enum(['open', 'executed', 'rejected', 'expired', 'superseded']).optional(),
  /** `me`: open Plans that lack an approval which the caller may give. */
  waitsFor: z.enum(['me']).optional(),
});

export const ApproveInput = z.strictObject({
  digest: z.string(),
  tickedRisks: z.array(z.string()).max(10_000).default([]),
  comment: z.string().max(4000).default(''),
});
export const RejectInput = z.strictObject({ digest: z.string(), reason: z.string().min(1).max(4000) });
/** Executing also approves as the caller when the digest matches, with the risks ticked. */
export const ExecuteInput = z.strictObject({
  digest: z.string(),
  tickedRisks: z.array(z.string()).max(10_000).default([]),
  /** delete plans: the Application's name, typed by a person. */
  confirmName: z.string().optional(),
  comment: z.string().max(4000).default(''),
});
