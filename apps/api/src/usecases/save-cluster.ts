import { type ClusterInput, topics } from '@bowline/contract';
import { AppError } from '@bowline/sync-engine/core/app-error';
import { load } from 'js-yaml';
import type { z } from 'zod';
import { auditStore } from '../store/audit.ts';
import { type ClusterRecord, clusterStore } from '../store/cluster.ts';
import { notFound } from '../store/conflict.ts';
import type { Db } from '../store/database.ts';
import { outboxStore } from '../store/outbox.ts';
import { wake } from '../store/wake.ts';
import type { Caller, Context } from './context.ts';

export type ClusterBody = z.infer<typeof ClusterInput>;
type Input = { body: ClusterBody; caller: Caller; ifVersion?: number };

/** Registers a Cluster; nothing is contacted. Throws already_exists, invalid_request. */
export async function createCluster(ctx: Pick<Context, 'db'>, input: Input): Promise<ClusterRecord> {
  const { kubeconfig } = input.body;
  if (kubeconfig === undefined) throw invalid('body.kubeconfig: is required.');
  return ctx.db.transaction(async (tx) => {
    const created = await clusterStore(tx).create({ ...columnsOf(input.body, null), kubeconfig });
    await announce(tx, { ...input, action: 'cluster.create', before: null, after: created });
    return created;
  });
}

/** Replaces a Cluster; the kubeconfig is kept when none is sent. Throws not_found, version_mismatch, invalid_request. */
export async function updateCluster(ctx: Pick<Context, 'db'>, input: Input): Promise<ClusterRecord> {
  return ctx.db.transaction(async (tx) => {
    const before = await clusterStore(tx).find(input.body.metadata.name);
    if (!before) throw notFound('Cluster', input.body.metadata.name);
    const options = input.ifVersion === undefined ? {} : { ifVersion: input.ifVersion };
    const { kubeconfig } = input.body;
    const row = {
      ...columnsOf(input.body, before),
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...acceptedIdentity(input.body, before),
    };
    const after = await clusterStore(tx).update(row, options);
    await announce(tx, { ...input, action: 'cluster.update', before, after });
    return after;
  });
}

/** Only the very cluster that was seen to answer can be accepted: a person confirms what they were shown. */
function acceptedIdentity(body: ClusterBody, before: ClusterRecord): { identity?: string } {
  const { acceptIdentity } = body;
  if (acceptIdentity === undefined || acceptIdentity === before.identity) return {};
  if (acceptIdentity === before.seenIdentity) return { identity: acceptIdentity };
  throw new AppError({
    code: 'invalid_request',
    status: 400,
    message: 'body.acceptIdentity: no cluster with this identity has answered.',
    hint: 'Send status.seenIdentity of the cluster.',
  });
}

type Named = { name?: unknown };
type Kubeconfig = {
  'current-context'?: unknown;
  contexts?: (Named & { context?: { cluster?: unknown } })[];
  clusters?: (Named & { cluster?: { server?: unknown } })[];
};

/** API URL that a kubeconfig points at. Throws invalid_request; the text is never quoted, it holds credentials. */
export function serverOf(kubeconfig: string, context: string): string {
  let config: Kubeconfig;
  try {
    config = (load(kubeconfig) ?? {}) as Kubeconfig;
  } catch {
    throw invalid('body.kubeconfig: this is not valid YAML.');
  }
  const wanted = context === '' ? config['current-context'] : context;
  const chosen = list(config.contexts).find((entry) => entry.name === wanted);
  const cluster = list(config.clusters).find((entry) => entry.name === chosen?.context?.cluster);
  const server = cluster?.cluster?.server;
  if (typeof server === 'string' && URL.canParse(server)) return server;
  throw invalid('body.kubeconfig: its context names no cluster with a server.');
}

function list<T>(value: T[] | undefined): T[] {
  return Array.isArray(value) ? value : [];
}

// The server always comes from the kubeconfig: a URL of the caller's could send its credential elsewhere (X26).
function columnsOf(body: ClusterBody, before: ClusterRecord | null) {
  const { metadata, spec } = body;
  const context = body.context ?? before?.context ?? '';
  const server = body.kubeconfig === undefined ? (before?.server ?? '') : serverOf(body.kubeconfig, context);
  return {
    name: metadata.name,
    server,
    context,
    namespaces: spec.namespaces ?? [],
    project: metadata.project ?? null,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    managedBy: null,
  };
}

type Change = Input & { action: string; before: ClusterRecord | null; after: ClusterRecord };

async function announce(tx: Db, { action, before, after, caller }: Change): Promise<void> {
  await auditStore(tx).append({
    ...caller,
    action,
    object: { kind: 'Cluster', project: after.project, name: after.name },
    outcome: 'succeeded',
    before: before && clusterAuditView(before),
    after: clusterAuditView(after),
  });
  await outboxStore(tx).append([
    { topic: topics.clusters(), type: 'patch', project: after.project, data: { name: after.name } },
  ]);
  await wake(tx, { kind: 'cluster', name: after.name });
}

/** What the trail keeps: everything but the kubeconfig. */
export function clusterAuditView(cluster: ClusterRecord): object {
  const { server, context, namespaces, project, labels, identity } = cluster;
  return { server, context, namespaces, project, labels, identity };
}

function invalid(message: string): AppError {
  return new AppError({
    code: 'invalid_request',
    status: 400,
    message,
    hint: 'Send what `kubectl config view --flatten --minify --raw` prints.',
  });
}
