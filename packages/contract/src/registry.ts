import { z } from 'zod';
import { Can, ConditionSchema, Metadata, MetadataInput, PageQuery, page } from './envelope.ts';
import { Name, ProjectSpecSchema } from './spec.ts';

/** A credential as it is sent; it is never returned (X75). */
export const CredentialInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('basic'),
    username: z.string().max(253),
    password: z.string().min(1).max(65_536),
  }),
  z.strictObject({ kind: z.literal('bearer'), token: z.string().min(1).max(65_536) }),
  z.strictObject({
    kind: z.literal('ssh'),
    privateKey: z.string().min(1).max(65_536),
    knownHosts: z.string().min(1).max(65_536),
  }),
]);

export const RepositorySpec = z.strictObject({
  /** `git` (default); `helm`: charts over HTTP or OCI; `oci`: artifacts and charts of a registry. */
  type: z.enum(['git', 'helm', 'oci']).optional(),
  url: z.string().min(1).max(2048),
  insecureSkipTlsVerify: z.boolean().optional(),
  caPem: z.string().max(262_144).optional(),
  proxy: z.string().max(2048).optional(),
  /** Seconds between polls; 0 = webhooks only. */
  pollSeconds: z.number().int().min(0).max(86_400).optional(),
});
export const RepositoryInput = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1').optional(),
  kind: z.literal('Repository').optional(),
  metadata: MetadataInput,
  spec: RepositorySpec,
  credential: CredentialInput.optional(),
  /** Secret that webhook deliveries for this repository are signed with; write-only. */
  webhookSecret: z.string().max(1024).optional(),
});
export const Repository = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1'),
  kind: z.literal('Repository'),
  metadata: Metadata,
  spec: RepositorySpec,
  status: z.object({
    credential: z.enum(['none', 'basic', 'bearer', 'ssh']),
    hasWebhookSecret: z.boolean(),
    state: z.enum(['connected', 'failed', 'unknown']),
    code: z.string(),
    message: z.string(),
    checkedAt: z.string().nullable(),
    latencyMs: z.number().nullable(),
    lastWebhookAt: z.string().nullable(),
    applications: z.number().int(),
    conditions: z.array(ConditionSchema),
  }),
  can: Can,
});
export const RepositoryPage = page(Repository);

/** Test of a connection, saved or not: what exactly failed and what to do. */
export const ConnectionTest = z.object({
  ok: z.boolean(),
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  defaultBranch: z.string(),
  refs: z.number().int(),
  latencyMs: z.number(),
});
export const RefList = z.object({
  defaultBranch: z.string(),
  refs: z.array(z.object({ name: z.string(), kind: z.enum(['branch', 'tag']), revision: z.string() })),
});
/** Charts of a Helm repository. `isComplete` is false for a registry that does not list what it holds. */
export const ChartList = z.object({
  charts: z.array(
    z.object({ name: z.string(), version: z.string(), versions: z.number().int(), description: z.string() }),
  ),
  total: z.number().int(),
  isComplete: z.boolean(),
});
/** Versions of one chart, highest first. */
export const ChartVersionList = z.object({
  versions: z.array(z.object({ version: z.string(), appVersion: z.string(), created: z.string() })),
  total: z.number().int(),
});
export const ChartQuery = z.object({
  /** Part of the name. */
  q: z.string().max(253).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const ChartVersionQuery = z.object({
  chart: z.string().min(1).max(253),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const Browse = z.object({
  revision: z.string(),
  path: z.string(),
  entries: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      kind: z.enum(['file', 'directory', 'symlink', 'submodule']),
    }),
  ),
  detected: z.object({ renderer: z.string(), valueFiles: z.array(z.string()), files: z.number() }).nullable(),
  message: z.string(),
});

export const ClusterInput = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1').optional(),
  kind: z.literal('Cluster').optional(),
  metadata: MetadataInput,
  spec: z.strictObject({
    server: z.string().max(2048).optional(),
    namespaces: z.array(z.string()).optional(),
  }),
  /** YAML; write-only. */
  kubeconfig: z.string().max(1_000_000).optional(),
  context: z.string().max(253).optional(),
  /** The uid of the kube-system namespace of the cluster that this name means from now on, as the cluster shows it. */
  acceptIdentity: z.string().max(253).optional(),
});
export const Cluster = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1'),
  kind: z.literal('Cluster'),
  metadata: Metadata,
  spec: z.object({ server: z.string(), namespaces: z.array(z.string()) }),
  status: z.object({
    state: z.enum(['connected', 'failed', 'unknown']),
    code: z.string(),
    message: z.string(),
    version: z.string(),
    latencyMs: z.number().nullable(),
    checkedAt: z.string().nullable(),
    cache: z
      .object({
        state: z.string(),
        since: z.string(),
        message: z.string(),
        kinds: z.number(),
        objects: z.number(),
      })
      .nullable(),
    applications: z.number().int(),
    /** uid of the kube-system namespace of the registered cluster, and of another that answers in its place. */
    identity: z.string().optional(),
    seenIdentity: z.string().optional(),
    conditions: z.array(ConditionSchema),
  }),
  can: Can,
});
export const ClusterPage = page(Cluster);

export const ProjectInput = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1').optional(),
  kind: z.literal('Project').optional(),
  metadata: MetadataInput,
  spec: ProjectSpecSchema,
});
export const Project = z.object({
  apiVersion: z.literal('bowline.dev/v1alpha1'),
  kind: z.literal('Project'),
  metadata: Metadata,
  spec: ProjectSpecSchema,
  status: z.object({ applications: z.number().int(), conditions: z.array(ConditionSchema) }),
  can: Can,
});
export const ProjectPage = page(Project);
export const RegistryListQuery = PageQuery.extend({
  q: z.string().max(253).optional(),
  project: z.string().optional(),
});

/** Declarative objects, as YAML text or JSON: created or updated by name, each answered for. */
export const ApplyInput = z.strictObject({
  yaml: z.string().max(5_000_000).optional(),
  objects: z
    .array(z.looseObject({ kind: z.string() }))
    .max(1000)
    .optional(),
  dryRun: z.boolean().default(false),
});
export const ApplyResult = z.object({
  results: z.array(
    z.object({
      kind: z.string(),
      project: z.string(),
      name: z.string(),
      outcome: z.enum(['created', 'configured', 'unchanged', 'planned', 'failed']),
      code: z.string(),
      message: z.string(),
      /** Set when the change waits for approval as a Plan. */
      planId: z.string().nullable(),
    }),
  ),
});
export { Name };
