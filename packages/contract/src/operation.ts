import { z } from 'zod';
import { Can, ActorSchema, PageQuery, ResourceKeySchema, page } from './envelope.ts';
import { DecisionSchema, SyncPhaseWord } from './application.ts';

export const OperationPhaseWord = z.enum([
  'Waiting',
  'Running',
  'Terminating',
  'Succeeded',
  'Failed',
  'Error',
]);

export const OperationStep = z.object({
  index: z.number().int(),
  phase: SyncPhaseWord,
  wave: z.number().int(),
  action: z.string(),
  /** The object is not there yet; an apply may create too. */
  creates: z.boolean(),
  key: ResourceKeySchema,
  /** waiting (not yet its turn), running, waiting-healthy, done, failed, skipped */
  state: z.enum(['waiting', 'running', 'waiting-healthy', 'done', 'failed', 'skipped']),
  attempt: z.number().int(),
  message: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

export const Operation = z.object({
  id: z.string(),
  number: z.number().int(),
  project: z.string(),
  application: z.string(),
  planId: z.string(),
  planKind: z.string(),
  digest: z.string(),
  phase: OperationPhaseWord,
  message: z.string(),
  requestedBy: ActorSchema,
  reason: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Full attempts of the whole Operation, 1 for the first. */
  attempt: z.number().int(),
  nextRetryAt: z.string().nullable(),
  /** One sentence: what it waits for now; '' when nothing. */
  waitingFor: z.string(),
  /** What stays applied when stopped now. */
  stopEffect: z.string(),
  decision: DecisionSchema.nullable(),
  steps: z.array(OperationStep),
  releaseNumber: z.number().int().nullable(),
  can: Can,
});
export type Operation = z.infer<typeof Operation>;

export const OperationRow = Operation.omit({ steps: true, decision: true, can: true, stopEffect: true });
export const OperationPage = page(OperationRow);
export const OperationListQuery = PageQuery.extend({
  project: z.string().optional(),
  application: z.string().optional(),
  phase: OperationPhaseWord.optional(),
});

export const ReleaseRow = z.object({
  number: z.number().int(),
  kind: z.string(),
  project: z.string(),
  application: z.string(),
  planId: z.string(),
  operationId: z.string(),
  digest: z.string(),
  desiredDigest: z.string(),
  revision: z.string(),
  revisionMessage: z.string(),
  author: z.string(),
  by: ActorSchema,
  approvedBy: z.array(z.string()),
  at: z.string(),
  /** Seconds from apply to Healthy; null when it has not become Healthy. */
  healthyAfterSeconds: z.number().nullable(),
  counts: z.object({ create: z.number(), change: z.number(), prune: z.number() }),
  outcome: z.enum(['succeeded', 'failed']),
  message: z.string(),
  isPartial: z.boolean(),
  isLive: z.boolean(),
  restores: z.number().int().nullable(),
});
export const ReleasePage = page(ReleaseRow);

export const Release = ReleaseRow.extend({
  objects: z.array(
    z.object({ id: z.string(), key: ResourceKeySchema, wave: z.number().int(), yaml: z.string() }),
  ),
});
