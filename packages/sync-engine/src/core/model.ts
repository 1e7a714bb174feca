/**
 * The words of the engine as types: what flows between rendering, comparing, planning and applying.
 * Values only: no clock, no I/O, no class. Field names are Argo CD's where the meaning is equal.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type ObjectMeta = {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFieldsEntry[];
};

export type OwnerReference = {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

export type ManagedFieldsEntry = {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: JsonObject;
  subresource?: string;
};

/** A Kubernetes object as plain JSON. Everything beyond the envelope is untyped on purpose: kinds are data. */
export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
};

export type GroupVersionKind = { group: string; version: string; kind: string };

/** Identity of a resource; the version is not part of it. `group` is '' for core, `namespace` '' for cluster-scoped. */
export type ResourceKey = { group: string; kind: string; namespace: string; name: string };

// ---------------------------------------------------------------------------------------------- status

export const healthOrder = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const;
export type HealthStatus = (typeof healthOrder)[number];
export type Health = { status: HealthStatus; message: string };

export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown';
export type OutOfSyncReason = 'pending' | 'drift' | 'unknown';
export type Cause = 'pending' | 'drift' | 'default' | 'admission' | 'ignored' | 'unknown';

/** A typed, dated statement on an object. `code` is stable and has a page in docs/errors. */
export type Condition = {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  code: string;
  message: string;
  /** A warning stands beside what is known; a failure keeps it from being known or done. Absent: a failure. */
  severity?: 'failure' | 'warning';
  lastTransitionTime: string;
};

// ---------------------------------------------------------------------------------------------- specs

export type HelmOptions = {
  releaseName?: string;
  namespace?: string;
  valueFiles?: string[];
  values?: string;
  valuesObject?: JsonObject;
  parameters?: { name: string; value: string; forceString?: boolean }[];
  fileParameters?: { name: string; path: string }[];
  ignoreMissingValueFiles?: boolean;
  skipCrds?: boolean;
  skipTests?: boolean;
  skipSchemaValidation?: boolean;
  passCredentials?: boolean;
  kubeVersion?: string;
  apiVersions?: string[];
  /** Accepted and ignored, as in Argo CD (SRC-5). */
  version?: string;
};

export type KustomizeOptions = {
  namePrefix?: string;
  nameSuffix?: string;
  namespace?: string;
  images?: string[];
  replicas?: { name: string; count: number }[];
  commonLabels?: Record<string, string>;
  commonAnnotations?: Record<string, string>;
  /** Replaces build variables in the values of commonAnnotations (SRC-11); in labels they always are. */
  commonAnnotationsEnvsubst?: boolean;
  forceCommonLabels?: boolean;
  forceCommonAnnotations?: boolean;
  labelWithoutSelector?: boolean;
  labelIncludeTemplates?: boolean;
  components?: string[];
  ignoreMissingComponents?: boolean;
  /** What charts see that the kustomization inflates; absent: what the cluster says. */
  kubeVersion?: string;
  apiVersions?: string[];
  /** Version of kustomize; there is one, so anything else than its own is refused. */
  version?: string;
  patches?: {
    patch?: string;
    path?: string;
    target?: Record<string, string>;
    options?: Record<string, boolean>;
  }[];
};

export type DirectoryOptions = {
  recurse?: boolean;
  include?: string;
  exclude?: string;
  /** Reads files of any extension as YAML; programs still end in `.jsonnet`. */
  disableExtensionFilter?: boolean;
  jsonnet?: {
    extVars?: { name: string; value: string; code?: boolean }[];
    tlas?: { name: string; value: string; code?: boolean }[];
    libs?: string[];
  };
};

export type RendererName = 'plain' | 'kustomize' | 'helm' | 'jsonnet';

/** Where desired state comes from: repository + path (or chart) + target revision + renderer options (SRC-1..13). */
export type Source = {
  repoURL: string;
  path?: string;
  chart?: string;
  targetRevision?: string;
  /** Of tags that `targetRevision` is a version or range of: `charts-` reads `charts-1.2.3` as 1.2.3 (SRC-2). */
  tagPrefix?: string;
  ref?: string;
  name?: string;
  helm?: HelmOptions;
  kustomize?: KustomizeOptions;
  directory?: DirectoryOptions;
};

/** `name` is the registered cluster's name; `server` (its API URL) is accepted as in Argo CD. Exactly one is set. */
export type Destination = { name?: string; server?: string; namespace: string };

export type AutomatedPolicy = {
  enabled?: boolean;
  prune?: boolean;
  selfHeal?: boolean;
  allowEmpty?: boolean;
};

export type RetryPolicy = {
  /** Attempts after the first; negative = forever. */
  limit: number;
  backoff?: { duration?: string; factor?: number; maxDuration?: string };
  refresh?: boolean;
};

/** How much automation may delete at once: a count, a share 0..1 of the live objects, or both. */
export type DeletionBudget = { deletionsMax?: number; deletionShareMax?: number };

export type SyncPolicy = {
  automated?: AutomatedPolicy | null;
  syncOptions?: string[];
  retry?: RetryPolicy;
  managedNamespaceMetadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  /** Deletion budget of this Application for automation; beside those of Project and installation the strictest counts. */
  guards?: DeletionBudget;
};

export type IgnoreRule = {
  group?: string;
  kind: string;
  name?: string;
  namespace?: string;
  jsonPointers?: string[];
  jqPathExpressions?: string[];
  managedFieldsManagers?: string[];
};

export type ApplicationSpec = {
  project: string;
  sources: Source[];
  destination: Destination;
  syncPolicy?: SyncPolicy;
  ignoreDifferences?: IgnoreRule[];
  info?: { name: string; value: string }[];
  revisionHistoryLimit?: number;
};

export type SyncWindow = {
  kind: 'allow' | 'deny';
  /** 5-field cron. */
  schedule: string;
  /** Go duration, e.g. `1h30m`. */
  duration: string;
  timeZone?: string;
  applications?: string[];
  clusters?: string[];
  namespaces?: string[];
  /** Labels that an Application must all bear; values may be globs. */
  matchLabels?: Record<string, string>;
  andOperator?: boolean;
  manualSync?: boolean;
  syncOverrun?: boolean;
  description?: string;
};

export type ProjectSpec = {
  description?: string;
  sourceRepos?: string[];
  destinations?: { name?: string; server?: string; namespace: string }[];
  clusterResourceWhitelist?: { group: string; kind: string; name?: string }[];
  clusterResourceBlacklist?: { group: string; kind: string; name?: string }[];
  namespaceResourceWhitelist?: { group: string; kind: string }[];
  namespaceResourceBlacklist?: { group: string; kind: string }[];
  syncWindows?: SyncWindow[];
  /** Who must agree before a Plan runs. Policies (auto-sync) count only where `policyMayApprove`. */
  approvals?: { required?: number; allowSelf?: boolean; policyMayApprove?: boolean };
  /** Blast-radius budget for automation: more deletions than this (count or share 0..1) need a person. */
  guards?: DeletionBudget & { requireHead?: boolean };
  roles?: ProjectRole[];
};

export type ProjectRole = {
  name: string;
  description?: string;
  /** `<resource>:<action>` with `*`, e.g. `applications:sync`. */
  permissions: string[];
  users?: string[];
  groups?: string[];
};

// ---------------------------------------------------------------------------------------------- rendering

/** One rendered source: what the renderer read and what came out. Immutable, keyed by `inputs`. */
export type RenderedSource = {
  repoURL: string;
  targetRevision: string;
  /** Immutable revision: commit, chart version or digest. */
  revision: string;
  renderer: RendererName;
  tool: string;
  manifests: KubeObject[];
  /** sha256 over the manifests in order, hex. */
  digest: string;
  /** Every file the renderer read: repository-relative path → git blob id (trees for directories that were listed). */
  inputs: { path: string; id: string }[];
  warnings: string[];
};

/** A failed render is a value, never an empty set: nothing is pruned or shown green on it. */
export type RenderResult =
  | {
      kind: 'rendered';
      sources: RenderedSource[];
      manifests: KubeObject[];
      digest: string;
      warnings: RenderWarning[];
    }
  | { kind: 'failed'; code: string; message: string; hint: string; sourceIndex: number; output?: string };

export type RenderWarning = { code: string; message: string; key?: ResourceKey };

// ---------------------------------------------------------------------------------------------- comparing

export type Verdict = 'in-sync' | 'modified' | 'missing' | 'extra';

/** One differing field of one resource. Values of Secrets stand as keyed hashes (`hmac:…`). */
export type FieldChange = {
  /** Text path, list maps by key: `spec.template.spec.containers[name=web].image`. */
  path: string;
  desired?: Json;
  live?: Json;
  /** Value in the last Release, where there is one. */
  base?: Json;
  cause: Cause;
  manager?: string;
  operation?: string;
  time?: string;
  /** For hidden fields: the rule or normalisation that hid it. */
  hiddenBy?: string;
};

export type ResourceComparison = {
  key: ResourceKey;
  version: string;
  verdict: Verdict;
  /** Masked (Secrets) desired and live, paired; null when absent. */
  desired: KubeObject | null;
  live: KubeObject | null;
  fields: FieldChange[];
  /** Fields that differ but were ignored, defaulted or normalised away, each with `hiddenBy`. */
  hidden: FieldChange[];
  /** SyncPhases in which this is a hook; empty for ordinary resources. Hooks never count for SyncStatus. */
  hookPhases: SyncPhase[];
  wave: number;
  reasons: OutOfSyncReason[];
  /** Extra object that does not make the Application OutOfSync (`IgnoreExtraneous`). */
  isIgnoredExtra: boolean;
  /** Set where the live side was not read: `live` is null and nobody knows whether the object is there. */
  isUnread?: true;
  message: string;
};

export type Comparison = {
  status: SyncStatus;
  reasons: { pending: number; drift: number; unknown: number; prune: number };
  resources: ResourceComparison[];
  /** Why status is Unknown; empty otherwise. */
  message: string;
};

/** What is known of the live side. `unknown` is never an empty list (idea 5). */
export type LiveResult =
  | { kind: 'known'; objects: KubeObject[]; asOf: string; unread?: UnreadObject[] }
  | { kind: 'unknown'; code: string; message: string; since: string; lastKnown: KubeObject[] };

/** An object whose live state was left unread, since the Project does not allow it; `reason` is a sentence. */
export type UnreadObject = { key: ResourceKey; reason: string };

// ---------------------------------------------------------------------------------------------- tree

export type TreeNode = {
  key: ResourceKey;
  version: string;
  uid: string;
  parent: ResourceKey | null;
  health: Health | null;
  /** null: not a managed resource (a child), or a hook. */
  sync: SyncStatus | null;
  reasons: OutOfSyncReason[];
  verdict: Verdict | null;
  hookPhases: SyncPhase[];
  wave: number;
  message: string;
  createdAt: string | null;
  images: string[];
  change: { added: number; changed: number; removed: number };
  /** Worst health and counts over this node and its descendants. */
  rollup: { health: HealthStatus | null; problems: number; changed: number; total: number };
};

// ---------------------------------------------------------------------------------------------- planning

export const syncPhases = ['PreSync', 'Sync', 'PostSync', 'SyncFail', 'PreDelete', 'PostDelete'] as const;
export type SyncPhase = (typeof syncPhases)[number];

export type PlanKind = 'sync' | 'rollback' | 'self-heal' | 'delete' | 'edit' | 'retry';
export type StepAction = 'create' | 'apply' | 'replace' | 'recreate' | 'delete' | 'prune' | 'hook' | 'wait';

/** The live state a change was computed against: uid + hash of the fields it touches (architecture.md, Fingerprint). */
export type Fingerprint = { kind: 'absent' } | { kind: 'present'; uid: string; hash: string };

export type Risk = {
  /** Stable code: prune, empty-render, mass-deletion, namespace-deletion, crd-deletion, volume-deletion, replace, force, immutable, adopt, shared, take-back-drift, deprecated-api … */
  code: string;
  severity: 'notice' | 'confirm' | 'block';
  message: string;
  key?: ResourceKey;
  /** Id that an approver ticks; equal for equal risks of equal objects. */
  id: string;
};

export type PlanStep = {
  index: number;
  phase: SyncPhase;
  wave: number;
  action: StepAction;
  key: ResourceKey;
  version: string;
  reason: string;
  /** Index into Plan.items, -1 for waits. */
  item: number;
};

/** One object of a Plan. `desired` is masked in everything shown; execution reads the unmasked copy from an encrypted blob. */
export type PlanItem = {
  key: ResourceKey;
  version: string;
  action: StepAction | 'none';
  desired: KubeObject | null;
  live: KubeObject | null;
  fields: FieldChange[];
  hidden: FieldChange[];
  fingerprint: Fingerprint;
  hookPhases: SyncPhase[];
  deletePolicies: HookDeletePolicy[];
  wave: number;
  options: ResourceSyncOptions;
};

export type HookDeletePolicy = 'HookSucceeded' | 'HookFailed' | 'BeforeHookCreation';

export type ResourceSyncOptions = {
  prune: 'allow' | 'never' | 'confirm';
  delete: 'allow' | 'never' | 'confirm';
  replace: boolean;
  force: boolean;
  serverSideApply: boolean;
  /** What kubectl or Argo CD applied before becomes ours at the first apply, so that removed fields go. */
  migrateClientSideApply: boolean;
  validate: boolean;
  skipDryRunOnMissingResource: boolean;
  pruneLast: boolean;
};

export type SyncOptions = {
  prune: boolean;
  pruneLast: boolean;
  prunePropagation: 'foreground' | 'background' | 'orphan';
  replace: boolean;
  force: boolean;
  createNamespace: boolean;
  applyOutOfSyncOnly: boolean;
  respectIgnoreDifferences: boolean;
  failOnSharedResource: boolean;
  validate: boolean;
  skipDryRunOnMissingResource: boolean;
  /** What a resource's own annotation may override: `Prune=confirm`, `Delete=false`, `ServerSideApply=false` on the Application. */
  resourceDefaults?: {
    prune?: 'never' | 'confirm';
    delete?: 'never' | 'confirm';
    serverSideApply?: boolean;
    migrateClientSideApply?: boolean;
  };
};

export type SourceRevision = {
  repoURL: string;
  targetRevision: string;
  revision: string;
  renderer: RendererName;
  tool: string;
  author?: string;
  message?: string;
  date?: string;
};

/** Immutable record of exactly what would be done, under one digest. */
export type Plan = {
  kind: PlanKind;
  application: { project: string; name: string; uid: string; generation: number };
  /** `identity`: uid of the cluster's kube-system namespace, where it can be read: a name can be pointed elsewhere. */
  destination: { cluster: string; namespace: string; identity?: string };
  revisions: SourceRevision[];
  /** Digest of the rendered set this Plan brings (hex sha256, Secrets hashed). */
  desiredDigest: string;
  options: SyncOptions;
  items: PlanItem[];
  steps: PlanStep[];
  risks: Risk[];
  /** Left out by a partial (selective) plan. */
  excluded: ResourceKey[];
  isPartial: boolean;
  /** For edit plans: the spec before and after. */
  edit?: {
    before: ApplicationSpec;
    after: ApplicationSpec;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  /** For rollback: the Hold that begins with the Operation, in the same transaction. */
  hold?: Pick<Hold, 'reason' | 'untilTime' | 'untilDesiredDigestNot' | 'untilResumed'>;
  /** For rollback: the Release number restored. */
  restores?: number;
  /** For delete. */
  deletion?: { cascade: 'foreground' | 'background' | 'orphan' | 'keep' };
  /** Hex sha256 over everything above. */
  digest: string;
};

export type StepPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Skipped';

/**
 * What happened to a step, one per (step, attempt). `Running` = intent saved, outcome not yet known. Attempt 0 = refused
 * before any call was made.
 */
export type StepResult = {
  step: number;
  attempt: number;
  phase: StepPhase;
  message: string;
  /** uid of the object written, where one was. */
  uid?: string;
  /** The server refused the call for good, so it wrote nothing. */
  isRefused?: true;
  /** Of a `wait` that failed: the steps whose objects its wave failed for, each with why. */
  failures?: { step: number; message: string }[];
  startedAt: string;
  finishedAt?: string;
};

/** What the driver sees of the objects of a running Operation. Missing keys are absent objects; `unknown` stops the driver. */
export type Observed =
  | { kind: 'unknown'; message: string }
  | { kind: 'known'; objects: Map<string, ObservedObject> };
export type ObservedObject = {
  uid: string;
  health: Health | null;
  isDeleting: boolean;
  /** Value of the label `bowline.dev/operation`: which hook run made this object. See `observe` in core/plan. */
  hookLabel?: string;
};

/** The only driver of an Operation: what to do next, decided from values. */
export type NextStep =
  | { kind: 'run'; steps: RunnableStep[] }
  | { kind: 'wait'; message: string; waitingFor: ResourceKey[] }
  /** Outcomes that observing decided (a wave is healthy, a hook failed): save each by (step, attempt), then ask again. */
  | { kind: 'record'; results: StepResult[] }
  | { kind: 'finish'; phase: 'Succeeded' | 'Failed'; message: string };

/**
 * `call` tells the applier what to do now: a hook step is first `delete-previous` (BeforeHookCreation), then `create`.
 * `step.key` is final (generated hook names filled in). Save {step, attempt, Running} before the call and the outcome of
 * the call after it; the outcome of `create` and `apply` must carry the uid of the object. `uid` is the one to delete.
 */
export type RunnableStep = {
  step: PlanStep;
  attempt: number;
  call: 'apply' | 'create' | 'replace' | 'recreate' | 'delete' | 'delete-previous' | 'delete-hook';
  /** Precondition of a delete or replace: the object that was seen. */
  uid?: string;
};

export const operationPhases = ['Waiting', 'Running', 'Terminating', 'Succeeded', 'Failed', 'Error'] as const;
export type OperationPhase = (typeof operationPhases)[number];

// ---------------------------------------------------------------------------------------------- the gate

/** A person or a named policy. A policy signs as `policy:<project>/<application>`. */
export type Actor = {
  kind: 'user' | 'token' | 'policy' | 'system';
  name: string;
  /** For tokens: the user who made it. Two actors of one person count as one approval. */
  owner?: string;
};

export type Approval = { by: Actor; digest: string; at: string; tickedRisks: string[] };

export type Hold = {
  reason: string;
  owner: string;
  since: string;
  /** Ends by itself when the rendered desired digest differs from this one. */
  untilDesiredDigestNot?: string;
  /** A new digest does not end it: a person does, or the time if one is set. */
  untilResumed?: boolean;
  /** RFC3339; ends by itself then. */
  untilTime?: string;
  /** Release that Drift and self-heal are measured against during the Hold. */
  release?: number;
  /** The Hold that was there when a rollback set this one: it comes back when that rollback fails. */
  replaced?: Omit<Hold, 'replaced'>;
};

export type DecisionReason = {
  code: string;
  message: string;
  /** Whose move it is: a user, a policy, the clock, Bowline. */
  owner?: string;
  /** RFC3339: when this reason ends by itself. */
  nextAt?: string;
};

export type Decision =
  | { kind: 'run'; reasons: DecisionReason[]; prune?: boolean; selfHeal?: boolean }
  | { kind: 'wait'; reasons: DecisionReason[]; nextAt?: string }
  | { kind: 'needs-approval'; reasons: DecisionReason[] }
  | { kind: 'refuse'; reasons: DecisionReason[] };

// ---------------------------------------------------------------------------------------------- releases

/** Inventory entry + applied manifest of a Release; manifests masked unless read for execution. */
export type ReleaseItem = {
  key: ResourceKey;
  version: string;
  manifest: KubeObject;
  wave: number;
  hookPhases: SyncPhase[];
};
