import { z } from 'zod';
import type { ApplicationSpec, ProjectSpec, Source, SyncPolicy } from '@bowline/sync-engine/core/model';

/** Any JSON value; one schema, so that the API description names it once. */
export const JsonValue = z.json();

/** Lower-case DNS label of at most 63 characters: safe in file names, URLs and Kubernetes names (X12). */
export const Name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'use lower-case letters, digits and hyphens; at most 63');

/** Name of an Application: as Argo CD's, labels joined by dots. No empty label, so it never climbs as a path (X12). */
export const ApplicationName = z
  .string()
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'use lower-case letters, digits, hyphens and dots between them; at most 63',
  );

const StringMap = z.record(z.string().max(253), z.string().max(65_536));
const Text = (max: number) => z.string().max(max);

const HelmOptions = z
  .strictObject({
    releaseName: Text(53),
    namespace: Text(63),
    valueFiles: z.array(Text(1024)).max(100),
    values: Text(1_000_000),
    valuesObject: z.record(z.string(), JsonValue),
    parameters: z
      .array(z.strictObject({ name: Text(1024), value: Text(65_536), forceString: z.boolean().optional() }))
      .max(1000),
    fileParameters: z.array(z.strictObject({ name: Text(1024), path: Text(1024) })).max(100),
    ignoreMissingValueFiles: z.boolean(),
    skipCrds: z.boolean(),
    skipTests: z.boolean(),
    skipSchemaValidation: z.boolean(),
    passCredentials: z.boolean(),
    kubeVersion: Text(64),
    apiVersions: z.array(Text(256)).max(1000),
    /** Accepted and ignored, as in Argo CD (SRC-5). */
    version: Text(8),
  })
  .partial();

const KustomizeOptions = z
  .strictObject({
    namePrefix: Text(63),
    nameSuffix: Text(63),
    namespace: Text(63),
    images: z.array(Text(1024)).max(1000),
    replicas: z.array(z.strictObject({ name: Text(253), count: z.number().int().min(0) })).max(1000),
    commonLabels: StringMap,
    commonAnnotations: StringMap,
    commonAnnotationsEnvsubst: z.boolean(),
    forceCommonLabels: z.boolean(),
    forceCommonAnnotations: z.boolean(),
    labelWithoutSelector: z.boolean(),
    labelIncludeTemplates: z.boolean(),
    components: z.array(Text(1024)).max(100),
    ignoreMissingComponents: z.boolean(),
    kubeVersion: Text(64),
    apiVersions: z.array(Text(256)).max(1000),
    version: Text(64),
    patches: z
      .array(
        z.strictObject({
          patch: Text(262_144).optional(),
          path: Text(1024).optional(),
          target: StringMap.optional(),
          options: z.record(z.string(), z.boolean()).optional(),
        }),
      )
      .max(100),
  })
  .partial();

const JsonnetVariable = z.strictObject({
  name: Text(253),
  value: Text(65_536),
  code: z.boolean().optional(),
});
const DirectoryOptions = z
  .strictObject({
    recurse: z.boolean(),
    include: Text(1024),
    exclude: Text(1024),
    disableExtensionFilter: z.boolean(),
    jsonnet: z
      .strictObject({
        extVars: z.array(JsonnetVariable).max(100),
        tlas: z.array(JsonnetVariable).max(100),
        libs: z.array(Text(1024)).max(20),
      })
      .partial(),
  })
  .partial();

export const SourceSchema = z.strictObject({
  repoURL: Text(2048).min(1),
  path: Text(1024).optional(),
  chart: Text(253).optional(),
  targetRevision: Text(253).optional(),
  tagPrefix: Text(128).optional(),
  ref: Text(63).optional(),
  name: Text(63).optional(),
  helm: HelmOptions.optional(),
  kustomize: KustomizeOptions.optional(),
  directory: DirectoryOptions.optional(),
}) satisfies z.ZodType<Source>;

export const SyncPolicySchema = z
  .strictObject({
    automated: z
      .strictObject({
        enabled: z.boolean(),
        prune: z.boolean(),
        selfHeal: z.boolean(),
        allowEmpty: z.boolean(),
      })
      .partial()
      .nullable(),
    syncOptions: z.array(Text(253)).max(50),
    retry: z.strictObject({
      limit: z.number().int().min(-1).max(1000),
      backoff: z
        .strictObject({ duration: Text(32), factor: z.number().min(1).max(100), maxDuration: Text(32) })
        .partial()
        .optional(),
      refresh: z.boolean().optional(),
    }),
    managedNamespaceMetadata: z.strictObject({ labels: StringMap, annotations: StringMap }).partial(),
    guards: z
      .strictObject({ deletionsMax: z.number().int().min(0), deletionShareMax: z.number().min(0).max(1) })
      .partial(),
  })
  .partial() satisfies z.ZodType<SyncPolicy>;

const IgnoreRule = z.strictObject({
  group: Text(253).optional(),
  kind: Text(253),
  name: Text(253).optional(),
  namespace: Text(63).optional(),
  jsonPointers: z.array(Text(1024)).max(100).optional(),
  jqPathExpressions: z.array(Text(1024)).max(100).optional(),
  managedFieldsManagers: z.array(Text(253)).max(100).optional(),
});

export const DestinationSchema = z
  .strictObject({ name: Text(253).optional(), server: Text(2048).optional(), namespace: Text(63) })
  .refine((d) => (d.name === undefined) !== (d.server === undefined), 'set exactly one of name and server');

export const ApplicationSpecSchema = z.strictObject({
  project: Name,
  sources: z.array(SourceSchema).min(1).max(20),
  destination: DestinationSchema,
  syncPolicy: SyncPolicySchema.optional(),
  ignoreDifferences: z.array(IgnoreRule).max(200).optional(),
  info: z
    .array(z.strictObject({ name: Text(253), value: Text(4096) }))
    .max(50)
    .optional(),
  revisionHistoryLimit: z.number().int().min(0).max(1000).optional(),
}) satisfies z.ZodType<ApplicationSpec>;

export const SyncWindowSchema = z.strictObject({
  kind: z.enum(['allow', 'deny']),
  schedule: Text(128),
  duration: Text(32),
  timeZone: Text(64).optional(),
  applications: z.array(Text(253)).max(100).optional(),
  clusters: z.array(Text(2048)).max(100).optional(),
  namespaces: z.array(Text(63)).max(100).optional(),
  matchLabels: z.record(Text(317), Text(253)).optional(),
  andOperator: z.boolean().optional(),
  manualSync: z.boolean().optional(),
  syncOverrun: z.boolean().optional(),
  description: Text(255).optional(),
});

const GroupKind = z.strictObject({ group: Text(253), kind: Text(253) });
const ClusterGroupKind = z.strictObject({ group: Text(253), kind: Text(253), name: Text(253).optional() });

export const ProjectSpecSchema = z.strictObject({
  description: Text(1024).optional(),
  sourceRepos: z.array(Text(2048)).max(1000).optional(),
  destinations: z
    .array(
      z.strictObject({ name: Text(253).optional(), server: Text(2048).optional(), namespace: Text(253) }),
    )
    .max(1000)
    .optional(),
  clusterResourceWhitelist: z.array(ClusterGroupKind).max(1000).optional(),
  clusterResourceBlacklist: z.array(ClusterGroupKind).max(1000).optional(),
  namespaceResourceWhitelist: z.array(GroupKind).max(1000).optional(),
  namespaceResourceBlacklist: z.array(GroupKind).max(1000).optional(),
  syncWindows: z.array(SyncWindowSchema).max(100).optional(),
  approvals: z
    .strictObject({
      required: z.number().int().min(0).max(10).optional(),
      allowSelf: z.boolean().optional(),
      policyMayApprove: z.boolean().optional(),
    })
    .optional(),
  guards: z
    .strictObject({
      deletionsMax: z.number().int().min(0).optional(),
      deletionShareMax: z.number().min(0).max(1).optional(),
      requireHead: z.boolean().optional(),
    })
    .optional(),
  roles: z
    .array(
      z.strictObject({
        name: Name,
        description: Text(1024).optional(),
        permissions: z.array(Text(253)).max(200),
        users: z.array(Text(253)).max(1000).optional(),
        groups: z.array(Text(253)).max(1000).optional(),
      }),
    )
    .max(100)
    .optional(),
}) satisfies z.ZodType<ProjectSpec>;
