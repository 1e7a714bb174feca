import type { KubeObject, LiveResult, ResourceKey } from '@bowline/sync-engine/core/model';
import { formatKey, keyOf } from '@bowline/sync-engine/core/resource-key';
import type {
  ApplyRequest,
  ClusterClient,
  DeleteRequest,
  KubeResult,
  LiveQuery,
} from '@bowline/sync-engine/ports/kube';
import { checkClusterOwner } from '@bowline/sync-engine/core/policy/project-rules';
import { applicationStore } from '../store/application.ts';
import { projectStore } from '../store/project.ts';
import { resourceStore } from '../store/resource.ts';
import type { Context, Parent } from './context.ts';
import { refusedCluster, withProjectRules } from './guard-destination.ts';
import type { ClusterScope, LiveCluster } from './live-cluster.ts';
import { isOwnKind } from './own-kinds.ts';
import { plainCalls } from './plain-calls.ts';

/**
 * The destination of an Application: its cluster, with Bowline's own objects beside it. An Application that renders
 * Applications so plans, applies, compares and prunes them like everything else (app of apps).
 */
export async function openDestination(
  ctx: Context,
  parent: Parent & { cluster: string },
): Promise<LiveCluster | null> {
  const opened = await openForProject(ctx, parent);
  if (opened === null) return null;
  const cluster = withStoredKeys(ctx, parent, opened);
  return {
    ...cluster,
    client: withOwnObjects(ctx, parent, cluster.client),
    async live(query) {
      // What was applied before is among the keys, so without one of ours there is no child, and no query for it.
      if (!query.keys.some(isOwnKind)) return cluster.live(query);
      const result = await cluster.live({ ...query, keys: query.keys.filter((key) => !isOwnKind(key)) });
      return withChildren(result, await ctx.children.list(ctx, parent), query);
    },
    async scope(): Promise<ClusterScope> {
      const scope = await cluster.scope();
      return { ...scope, isNamespaced: (kind) => (isOwnKind(kind) ? false : scope.isNamespaced(kind)) };
    },
    async schemas(kinds) {
      const known = await cluster.schemas(kinds.filter((kind) => !isOwnKind(kind)));
      return (kind) => (isOwnKind(kind) ? undefined : known(kind));
    },
  };
}

/** A cluster as a Project may see it: what its rules do not allow stays unread, and a cluster of another Project answers nothing. */
export async function openForProject(
  ctx: Context,
  query: { project: string; cluster: string },
): Promise<LiveCluster | null> {
  const opened = await ctx.clusters.open(query.cluster);
  if (opened === null) return null;
  const project = {
    name: query.project,
    spec: (await projectStore(ctx.db).find(query.project))?.spec ?? {},
  };
  const foreign = checkClusterOwner(project, opened)[0];
  if (foreign) return refusedCluster(opened, foreign.message, ctx.clock.now().toISOString());
  return withProjectRules(project, opened);
}

/**
 * A replica that does not watch the cluster sees only what it asks for by name: it asks for what the owner has seen too, so
 * that an extra object is not taken for none.
 */
function withStoredKeys(ctx: Context, parent: Parent, cluster: LiveCluster): LiveCluster {
  return {
    ...cluster,
    async live(query) {
      if (cluster.isWatched()) return cluster.live(query);
      const application = await applicationStore(ctx.db).find(parent.project, parent.name);
      const nodes = application ? await resourceStore(ctx.db).tree(application.uid) : [];
      const managed = nodes.filter((node) => node.verdict !== null).map((node) => node.key);
      const keys = new Map([...query.keys, ...managed].map((key) => [formatKey(key), key]));
      return cluster.live({ ...query, keys: [...keys.values()] });
    },
  };
}

function withChildren(result: LiveResult, children: KubeObject[], query: LiveQuery): LiveResult {
  const asked = new Set(query.keys.map(formatKey));
  const shown = children.filter((child) => asked.has(formatKey(keyOf(child))) || isTrackedBy(child, query));
  return result.kind === 'known'
    ? { ...result, objects: [...result.objects, ...shown] }
    : { ...result, lastKnown: [...result.lastKnown, ...shown] };
}

function isTrackedBy(child: KubeObject, query: LiveQuery): boolean {
  return (
    child.metadata.annotations?.['bowline.dev/tracking-id']?.startsWith(`${query.trackingName}:`) ?? false
  );
}

function withOwnObjects(ctx: Context, parent: Parent, client: ClusterClient): ClusterClient {
  return {
    ...plainCalls(client),
    async get(key: ResourceKey, version: string): Promise<KubeResult<KubeObject | null>> {
      if (!isOwnKind(key)) return client.get(key, version);
      const child = (await ctx.children.list(ctx, parent)).find(
        (object) => formatKey(keyOf(object)) === formatKey(key),
      );
      return { ok: true, value: child ?? null, warnings: [] };
    },
    apply: (request: ApplyRequest) =>
      isOwnKind(keyOf(request.object)) ? ctx.children.apply(ctx, parent, request) : client.apply(request),
    delete: (request: DeleteRequest) =>
      isOwnKind(request.key) ? ctx.children.delete(ctx, parent, request) : client.delete(request),
  };
}
