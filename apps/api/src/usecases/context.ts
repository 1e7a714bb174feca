import type { ComparisonSettings } from '@bowline/sync-engine/core/diff/comparison-settings';
import type { Actor, DeletionBudget, KubeObject } from '@bowline/sync-engine/core/model';
import type { HashKey } from '@bowline/sync-engine/core/secrets';
import type { ChartPort } from '@bowline/sync-engine/ports/charts';
import type { GitPort } from '@bowline/sync-engine/ports/git';
import type { RenderPort } from '@bowline/sync-engine/ports/render';
import type { ApplyRequest, DeleteRequest, KubeResult } from '@bowline/sync-engine/ports/kube';
import type { Clock, Random } from '@bowline/sync-engine/ports/time';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import type { LastLooks } from './last-looks.ts';
import type { LiveCluster } from './live-cluster.ts';
import type { ReleaseCache } from './release-cache.ts';
import type { RevisionCache } from './revision-cache.ts';

/** What use cases are given: every port, nothing they could construct themselves. */
export type Context = {
  db: Database;
  hashKey: HashKey;
  installationId: string;
  clock: Clock;
  random: Random;
  log: Log;
  git: GitPort;
  charts: ChartPort;
  render: RenderPort;
  revisions: RevisionCache;
  releases: ReleaseCache;
  looks: LastLooks;
  clusters: Clusters;
  children: ChildApplications;
  installation: InstallationRules;
  /** `syncTimeoutMs` 0: none. */
  limits: { renderBytesMax: number; planRetentionDays: number; syncTimeoutMs: number };
};

/** What the installation says for all its Projects and Applications. */
export type InstallationRules = {
  /** Deletion budget beside those of Projects and Applications: the strictest counts (B6). */
  guards: DeletionBudget;
  comparison: ComparisonSettings;
};

/** Registered clusters by name. */
export type Clusters = {
  /** null: none is registered under this name. Never contacts the cluster. */
  open(name: string): Promise<LiveCluster | null>;
};

/** The Application that renders others; `planId` of the Plan that is carried out for it, if one is. */
export type Parent = { project: string; name: string; planId?: string };

/** Bowline's own Applications as live objects of the one that renders them. */
export type ChildApplications = {
  list(ctx: Context, parent: Parent): Promise<KubeObject[]>;
  apply(ctx: Context, parent: Parent, request: ApplyRequest): Promise<KubeResult<KubeObject>>;
  delete(ctx: Context, parent: Parent, request: DeleteRequest): Promise<KubeResult<void>>;
};

/** Who asks, for audit and approvals. */
export type Caller = {
  actor: Actor;
  /** Whether starting a Plan is also an approval of it; absent: it is. */
  mayApprove?: (project: string) => boolean;
  requestId: string;
  ip: string;
};
