import { z } from 'zod';
import {
  actorShape,
  approvalsShape,
  clusterShape,
  comparisonShape,
  exactnessShape,
  historyShape,
  holdShape,
  ignoreShape,
  installationShape,
  keysShape,
  labelShape,
  operationShape,
  planShape,
  projectShape,
  sourceShape,
  syncPolicyShape,
  timeShape,
  windowShape,
} from '../../engine/shapes.ts';
import type { EngineSchema } from './engine-command.ts';

const healthWord = z.enum(['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown']);
const key = z.object({ group: z.string(), kind: z.string(), namespace: z.string(), name: z.string() });
const kubeObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string().optional(), namespace: z.string().optional() }),
});
const objects = z.array(kubeObject).describe('objects as documents, as a List, or as an array');
const reason = z.object({
  code: z.string(),
  message: z.string(),
  owner: z.string().optional(),
  nextAt: z.string().optional(),
});
const source = sourceShape.extend({
  helm: z.looseObject({}).optional(),
  kustomize: z.looseObject({}).optional(),
  directory: z.looseObject({}).optional(),
});
const sources = z.array(source);
const application = z.looseObject({
  metadata: z.looseObject({ name: z.string(), labels: labelShape.optional() }).optional(),
  spec: z.looseObject({
    project: z.string().optional(),
    source: source.optional(),
    sources: sources.optional(),
    destination: z.looseObject({}).optional(),
    syncPolicy: syncPolicyShape.optional(),
    ignoreDifferences: ignoreShape.optional(),
  }),
});
const windows = z.array(windowShape);
const withWindows = z.looseObject({ syncWindows: windows });
const cause = z.enum(['pending', 'drift', 'default', 'admission', 'ignored', 'unknown']);
const risk = z.object({
  code: z.string(),
  severity: z.enum(['notice', 'confirm', 'block']),
  message: z.string(),
  key: key.optional(),
  id: z.string(),
});

const io = {
  render: {
    input: z
      .union([application, z.looseObject({ sources }), z.looseObject({ source }), source])
      .describe('--source: an Application, its spec, or one source'),
    output: objects,
  },
  health: {
    input: z.object({
      live: z.array(kubeObject.partial({ metadata: true })).describe('objects; none needs a name'),
      customizations: z
        .looseObject({})
        .optional()
        .describe('--customizations: the data of argocd-cm (resource.customizations…), or health: a list'),
    }),
    output: z.array(
      z.object({
        group: z.string(),
        version: z.string(),
        kind: z.string(),
        namespace: z.string(),
        name: z.string(),
        status: healthWord.nullable().describe('null: the kind has no health'),
        message: z.string(),
        rule: z
          .string()
          .describe('what decided: deletion, customization:…, custom:…, builtin:…, general or none'),
      }),
    ),
  },
  diff: {
    input: z.object({
      desired: objects,
      live: objects,
      base: objects.optional(),
      rules: ignoreShape.optional(),
    }),
    output: z.array(
      z.object({
        key,
        verdict: z.enum(['in-sync', 'modified', 'missing', 'extra']),
        fields: z.array(
          z.object({
            path: z.string(),
            desired: z.json().optional(),
            live: z.json().optional(),
            manager: z.string().optional().describe('who wrote the live value last, by managedFields'),
            operation: z.string().optional(),
            time: z.string().optional(),
            cause,
          }),
        ),
        ignoredBy: z
          .array(
            z.object({
              path: z.string(),
              desired: z.json().optional(),
              live: z.json().optional(),
              cause,
              rule: z.string(),
            }),
          )
          .describe('fields that differ and do not count: by a rule (ignored) or by normalisation (default)'),
      }),
    ),
  },
  plan: {
    input: z.object({
      desired: objects,
      live: objects,
      base: objects.optional(),
      app: application.optional(),
    }),
    output: z.object({
      digest: z.string(),
      steps: z.array(
        z.object({
          index: z.number().int(),
          phase: z.enum(['PreSync', 'Sync', 'PostSync', 'SyncFail', 'PreDelete', 'PostDelete']),
          wave: z.number().int(),
          action: z.enum(['create', 'apply', 'replace', 'recreate', 'delete', 'prune', 'hook', 'wait']),
          key,
          reason: z.string(),
        }),
      ),
      risks: z.array(risk),
    }),
  },
  decide: {
    input: z.strictObject({
      application,
      project: z
        .looseObject({ spec: projectShape.optional() })
        .optional()
        .describe('default: one that forbids nothing'),
      cluster: clusterShape
        .optional()
        .describe(
          'the registered cluster: its name, API URL and the Project it belongs to; default: the destination',
        ),
      windows: windows.optional().describe('beside those of the Project'),
      comparison: comparisonShape.optional().describe('default: OutOfSync, pending'),
      heldDrift: keysShape
        .optional()
        .describe(
          'objects that have left the Release of a Hold; default: those of the comparison with drift',
        ),
      lookedAt: timeShape.optional().describe('when live state was read; default: after the history'),
      desiredDigest: z.string().optional(),
      plan: planShape.optional().describe('a Plan to start instead of asking whether auto-sync acts'),
      approvals: approvalsShape.optional(),
      requestedBy: actorShape.optional(),
      builtBy: actorShape.optional(),
      builtAt: timeShape.optional(),
      exactness: exactnessShape
        .optional()
        .describe(
          'whether the Plan is stale, and the head where that is newer (requireHead); default: exact',
        ),
      startedAt: timeShape
        .optional()
        .describe('of the Operation that runs this Plan: decides before its next step instead of its start'),
      hold: holdShape.optional(),
      history: historyShape.optional(),
      installation: installationShape.optional(),
      runningOperation: operationShape.nullable().optional(),
      now: timeShape.optional().describe('RFC 3339; default: now'),
    }),
    output: z.object({
      kind: z.enum(['run', 'wait', 'needs-approval', 'refuse']),
      reasons: z.array(reason),
      nextAt: z.string().optional(),
      prune: z.boolean().optional(),
      selfHeal: z.boolean().optional(),
    }),
  },
  windows: {
    input: z
      .union([withWindows, z.looseObject({ spec: withWindows }), z.looseObject({ windows }), windows])
      .describe('syncWindows, an AppProject or Project, or the list alone'),
    output: z.object({
      manual: z.boolean(),
      auto: z.boolean(),
      active: windows,
      next: z
        .object({ at: z.string(), change: z.string() })
        .nullable()
        .describe('null: nothing changes before unchangedUntil'),
      unchangedUntil: z.string().nullable().describe('null: nothing ever changes, which is proved'),
      reasons: z.array(reason).describe('why something is not allowed; empty when both kinds are'),
    }),
  },
  tree: {
    input: objects,
    output: z.array(
      z.object({
        key,
        parent: key.nullable(),
        health: z.object({ status: healthWord, message: z.string() }).nullable(),
        images: z.array(z.string()),
        rollup: z.object({
          health: healthWord.nullable(),
          problems: z.number().int(),
          total: z.number().int(),
        }),
      }),
    ),
  },
} as const;

/** JSON Schemas of one command of the engine. */
export function engineSchema(name: keyof typeof io): EngineSchema {
  const { input, output } = io[name];
  return { input: z.toJSONSchema(input, { io: 'input' }), output: z.toJSONSchema(output) };
}
