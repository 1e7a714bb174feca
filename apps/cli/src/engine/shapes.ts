import { z } from 'zod';
import { CliFailure } from '../failure.ts';

/**
 * What the engine's commands need of written objects. Loose: Bowline's and Argo CD's own further fields pass, and only what the
 * rules look at has to be of its type.
 */
const text = z.string();
const texts = z.array(text);
const map = z.record(text, text);
const count = z.number().int();
const budget = z.looseObject({
  deletionsMax: count.min(0).optional(),
  deletionShareMax: z.number().min(0).max(1).optional(),
});
const time = z.iso.datetime({ offset: true, error: 'no RFC 3339 time such as 2026-05-01T09:00:00Z' });
const key = z.object({ group: text, kind: text, namespace: text, name: text });
const groupKind = z.looseObject({ group: text, kind: text, name: text.optional() });

export const windowShape = z.looseObject({
  kind: z.enum(['allow', 'deny']),
  schedule: text,
  duration: text,
  timeZone: text.optional(),
  applications: texts.optional(),
  clusters: texts.optional(),
  namespaces: texts.optional(),
  matchLabels: map.optional(),
  andOperator: z.boolean().optional(),
  manualSync: z.boolean().optional(),
  syncOverrun: z.boolean().optional(),
  description: text.optional(),
});

export const syncPolicyShape = z.looseObject({
  automated: z
    .looseObject({
      enabled: z.boolean().optional(),
      prune: z.boolean().optional(),
      selfHeal: z.boolean().optional(),
      allowEmpty: z.boolean().optional(),
    })
    .optional(),
  syncOptions: texts.optional(),
  retry: z
    .looseObject({
      limit: count.default(5),
      backoff: z
        .looseObject({
          duration: text.optional(),
          factor: z.number().optional(),
          maxDuration: text.optional(),
        })
        .optional(),
    })
    .optional(),
  managedNamespaceMetadata: z.looseObject({ labels: map.optional(), annotations: map.optional() }).optional(),
  guards: budget.optional(),
});

export const ignoreShape = z.array(
  z.looseObject({
    group: text.optional(),
    kind: text,
    name: text.optional(),
    namespace: text.optional(),
    jsonPointers: texts.optional(),
    jqPathExpressions: texts.optional(),
    managedFieldsManagers: texts.optional(),
  }),
);

export const sourceShape = z.looseObject({
  repoURL: text.default(''),
  path: text.optional(),
  chart: text.optional(),
  ref: text.optional(),
  name: text.optional(),
});

export const projectShape = z.looseObject({
  sourceRepos: texts.optional(),
  destinations: z
    .array(z.looseObject({ name: text.optional(), server: text.optional(), namespace: text.default('') }))
    .optional(),
  clusterResourceWhitelist: z.array(groupKind).optional(),
  clusterResourceBlacklist: z.array(groupKind).optional(),
  namespaceResourceWhitelist: z.array(groupKind).optional(),
  namespaceResourceBlacklist: z.array(groupKind).optional(),
  syncWindows: z.array(windowShape).optional(),
  approvals: z
    .looseObject({
      required: count.min(0).optional(),
      allowSelf: z.boolean().optional(),
      policyMayApprove: z.boolean().optional(),
    })
    .optional(),
  guards: budget.extend({ requireHead: z.boolean().optional() }).optional(),
});

export const holdShape = z.looseObject({
  reason: text.default(''),
  owner: text.default('somebody'),
  since: text.default(''),
  untilDesiredDigestNot: text.optional(),
  untilResumed: z.boolean().optional(),
  untilTime: time.optional(),
  release: count.optional(),
});

export const historyShape = z.array(
  z.looseObject({
    desiredDigest: text.default('desired'),
    kind: z.enum(['sync', 'rollback', 'self-heal', 'delete', 'edit', 'retry']).default('sync'),
    phase: z.enum(['Waiting', 'Running', 'Terminating', 'Succeeded', 'Failed', 'Error']).default('Succeeded'),
    attempts: count.min(0).default(1),
    finishedAt: time.default('1970-01-01T00:00:00Z'),
    specGeneration: count.default(1),
  }),
);

export const actorShape = z.looseObject({
  kind: z.enum(['user', 'token', 'policy', 'system']).default('user'),
  name: text.default('somebody'),
  owner: text.optional(),
});

/** An approval, or the actor alone who gave it to this very Plan. */
export const approvalsShape = z.array(
  actorShape.extend({
    by: actorShape.optional(),
    digest: text.optional(),
    at: time.optional(),
    tickedRisks: texts.default([]),
    counts: z.boolean().default(true),
  }),
);

/** Whether the world is still what the Plan was computed against, as the API says it of a Plan. */
export const exactnessShape = z.looseObject({
  state: z.enum(['exact', 'stale']).default('exact'),
  reasons: z
    .array(z.looseObject({ code: text.default('stale'), message: text, key: key.optional() }))
    .default([]),
  newer: z.looseObject({ revision: text }).optional(),
});

/** The registered cluster that the destination is. */
export const clusterShape = z.looseObject({
  name: text.optional(),
  server: text.optional(),
  project: text.optional(),
});

export const keysShape = z.array(key);

export const installationShape = z.looseObject({ guards: budget.optional() });
export const textShape = text;
export const timeShape = time;
export const labelShape = map;
export const operationShape = z.looseObject({ number: count });

const verdict = z.enum(['in-sync', 'modified', 'missing', 'extra']);
export const comparisonShape = z.looseObject({
  status: z.enum(['Synced', 'OutOfSync', 'Unknown']).default('OutOfSync'),
  reasons: z
    .looseObject({
      pending: count.min(0).optional(),
      drift: count.min(0).optional(),
      unknown: count.min(0).optional(),
      prune: count.min(0).optional(),
    })
    .optional(),
  message: text.default(''),
  resources: z
    .array(
      z.looseObject({
        key,
        verdict,
        version: text.default('v1'),
        hookPhases: texts.default([]),
        reasons: z.array(z.enum(['pending', 'drift', 'unknown'])).default([]),
        fields: z.array(z.looseObject({ path: text })).default([]),
        hidden: z.array(z.looseObject({ path: text })).default([]),
        wave: count.default(0),
        isIgnoredExtra: z.boolean().default(false),
        message: text.default(''),
        desired: z.looseObject({}).nullable().default(null),
        live: z.looseObject({}).nullable().default(null),
      }),
    )
    .optional(),
});

export const planShape = z.looseObject({
  kind: z.enum(['sync', 'rollback', 'self-heal', 'delete', 'edit', 'retry']).default('sync'),
  digest: text.default('digest'),
  desiredDigest: text.default('desired'),
  destination: z.looseObject({ cluster: text, namespace: text }).optional(),
  revisions: z.array(z.looseObject({ repoURL: text, revision: text.default('') })).default([]),
  items: z
    .array(
      z.looseObject({
        key,
        action: z.enum(['create', 'apply', 'replace', 'recreate', 'delete', 'prune', 'hook', 'wait', 'none']),
        desired: z.looseObject({}).nullable().default(null),
        live: z.looseObject({}).nullable().default(null),
      }),
    )
    .default([]),
  steps: z.array(z.looseObject({})).default([]),
  risks: z
    .array(
      z.looseObject({
        code: text,
        severity: z.enum(['notice', 'confirm', 'block']),
        message: text.default(''),
        id: text,
        key: key.optional(),
      }),
    )
    .default([]),
});

/** A part of a document in its shape, `null` counting as absent. Throws CliFailure naming the place and the field. */
export function checked<T>(shape: z.ZodType<T>, value: unknown, place: string): T {
  const result = shape.safeParse(withoutNulls(value, 0));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
  );
  const message = issue?.message.replace(
    /^Invalid input: expected .*, received undefined$/,
    'this is missing',
  );
  throw new CliFailure(`${place}${path.join('')}: ${message ?? 'this cannot be read'}.`);
}

/** Fields of a map that its shape does not know. */
export function unknownFields(shape: z.ZodObject, value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.keys(value).filter((name) => !Object.hasOwn(shape.shape, name))
    : [];
}

const depthMax = 100;

/** `labels:` with nothing below it is null in YAML, and means that nothing is written. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > depthMax) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutNulls(member, depth + 1)]));
}
