import { randomUUID } from 'node:crypto';
import type { ClusterConnection } from '@bowline/sync-engine/ports/kube';
import { alreadyExists, isUniqueViolation, notFound, versionMismatch } from './conflict.ts';
import type { Db } from './database.ts';
import type { Cluster } from './generated/client.ts';
import { fromTime, toJson, toTime } from './json.ts';
import type { ConnectionState } from './repository.ts';
import { sealContext } from './seal-context.ts';

/** A registered Cluster without its kubeconfig, which only `open` returns. */
export type ClusterRecord = {
  id: string;
  name: string;
  server: string;
  context: string;
  /** Empty: all namespaces. */
  namespaces: string[];
  project: string | null;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  managedBy: string | null;
  generation: number;
  resourceVersion: number;
  createdAt: string;
  state: ConnectionState;
  code: string;
  message: string;
  version: string;
  checkedAt: string | null;
  latencyMs: number | null;
  /** uid of the kube-system namespace of the cluster that was registered; '' until it was seen. */
  identity: string;
  /** That of another cluster which answers under this name now; '' while none does. */
  seenIdentity: string;
};

export type ClusterInput = Pick<
  ClusterRecord,
  'name' | 'server' | 'context' | 'namespaces' | 'project' | 'labels' | 'annotations' | 'managedBy'
> & {
  /** undefined keeps the stored one. */
  kubeconfig?: string;
  /** The cluster that the name means from now on; undefined keeps what it meant. */
  identity?: string;
};

/** Kubernetes APIs with their sealed kubeconfigs. */
export function clusterStore(db: Db) {
  const table = db.prisma.cluster;
  const seal = (id: string, text: string) =>
    new Uint8Array(db.keyring.encrypt(Buffer.from(text), sealContext.kubeconfig(id)));

  const find = async (name: string): Promise<ClusterRecord | null> => {
    const row = await table.findUnique({ where: { name } });
    return row && toRecord(row);
  };

  return {
    find,

    async all(): Promise<ClusterRecord[]> {
      return (await table.findMany({ orderBy: { name: 'asc' } })).map(toRecord);
    },

    /** By API URL, trailing slash and case of the host aside (X47). */
    async findByServer(server: string): Promise<ClusterRecord | null> {
      const wanted = serverKeyOf(server);
      const rows = await table.findMany({ orderBy: { name: 'asc' } });
      const row = rows.find((candidate) => serverKeyOf(candidate.server) === wanted);
      return row ? toRecord(row) : null;
    },

    /** With the kubeconfig opened, for the kube adapter only. */
    async open(name: string): Promise<ClusterConnection | null> {
      const row = await table.findUnique({ where: { name } });
      return row && toConnection(db, row);
    },

    /** Throws already_exists. */
    async create(input: ClusterInput & { kubeconfig: string }): Promise<ClusterRecord> {
      const id = randomUUID();
      try {
        const data = { id, ...columnsOf(input), kubeconfig: seal(id, input.kubeconfig) };
        return toRecord(await table.create({ data }));
      } catch (error) {
        if (isUniqueViolation(error)) throw alreadyExists('Cluster', input.name, error);
        throw error;
      }
    },

    /** Throws not_found, version_mismatch. */
    async update(input: ClusterInput, options: { ifVersion?: number } = {}): Promise<ClusterRecord> {
      const current = await find(input.name);
      if (!current) throw notFound('Cluster', input.name);
      const rows = await table.updateManyAndReturn({
        where: { name: input.name, resourceVersion: options.ifVersion ?? current.resourceVersion },
        data: {
          ...columnsOf(input),
          ...(input.kubeconfig !== undefined && { kubeconfig: seal(current.id, input.kubeconfig) }),
          ...(input.identity !== undefined && { identity: input.identity, seenIdentity: '' }),
          generation: { increment: 1 },
          resourceVersion: { increment: 1 },
          updatedAt: new Date(),
        },
      });
      if (!rows[0]) throw versionMismatch('Cluster', input.name);
      return toRecord(rows[0]);
    },

    /** What the last contact showed; does not move the version. */
    async setState(
      name: string,
      result: Partial<
        Pick<ClusterRecord, 'state' | 'code' | 'message' | 'version' | 'checkedAt' | 'latencyMs'>
      >,
    ): Promise<void> {
      const { code, message, version, checkedAt, ...plain } = result;
      await table.updateMany({
        where: { name },
        data: {
          ...plain,
          ...(code !== undefined && { stateCode: code }),
          ...(message !== undefined && { stateMessage: message }),
          ...(version !== undefined && { kubeVersion: version }),
          ...(checkedAt !== undefined && { checkedAt: fromTime(checkedAt) }),
        },
      });
    },

    /** Keeps the first identity that is seen; the one that is kept. */
    async rememberIdentity(name: string, identity: string): Promise<string> {
      await table.updateMany({ where: { name, identity: '' }, data: { identity } });
      return (await find(name))?.identity ?? identity;
    },

    /** Notes which other cluster answers; does not move the version. */
    async noteIdentity(name: string, seenIdentity: string): Promise<void> {
      await table.updateMany({ where: { name }, data: { seenIdentity } });
    },

    async remove(name: string): Promise<boolean> {
      return (await table.deleteMany({ where: { name } })).count > 0;
    },
  };
}

/** Equal for all spellings of one API URL. */
export function serverKeyOf(server: string): string {
  try {
    const url = new URL(server);
    return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`.toLowerCase();
  } catch {
    return server;
  }
}

function columnsOf(input: ClusterInput) {
  return {
    name: input.name,
    server: input.server,
    context: input.context,
    namespaces: input.namespaces,
    project: input.project,
    labels: toJson(input.labels),
    annotations: toJson(input.annotations),
    managedBy: input.managedBy,
  };
}

function toConnection(db: Db, row: Cluster): ClusterConnection {
  return {
    id: row.id,
    name: row.name,
    kubeconfig: db.keyring.decrypt(row.kubeconfig, sealContext.kubeconfig(row.id)).toString(),
    ...(row.context !== '' && { context: row.context }),
    ...(row.namespaces.length > 0 && { namespaces: row.namespaces }),
  };
}

function toRecord(row: Cluster): ClusterRecord {
  return {
    id: row.id,
    name: row.name,
    server: row.server,
    context: row.context,
    namespaces: row.namespaces,
    project: row.project,
    labels: row.labels as Record<string, string>,
    annotations: row.annotations as Record<string, string>,
    managedBy: row.managedBy,
    generation: row.generation,
    resourceVersion: row.resourceVersion,
    createdAt: toTime(row.createdAt),
    state: row.state as ConnectionState,
    code: row.stateCode,
    message: row.stateMessage,
    version: row.kubeVersion,
    checkedAt: toTime(row.checkedAt),
    latencyMs: row.latencyMs,
    identity: row.identity,
    seenIdentity: row.seenIdentity,
  };
}
