import { randomUUID } from 'node:crypto';
import type { ChartCredential, ChartRepository } from '@bowline/sync-engine/ports/charts';
import type { GitCredential, GitRepository } from '@bowline/sync-engine/ports/git';
import { alreadyExists, isUniqueViolation, notFound, versionMismatch } from './conflict.ts';
import type { Db } from './database.ts';
import type { Repository } from './generated/client.ts';
import { fromTime, toJson, toTime } from './json.ts';
import { urlKeyOf } from './repository-url.ts';
import { sealContext } from './seal-context.ts';

export type ConnectionState = 'connected' | 'failed' | 'unknown';

export type RepositoryType = 'git' | 'helm' | 'oci';

/** A registered Repository without its credential, which only `open` returns. */
export type RepositoryRecord = {
  id: string;
  name: string;
  url: string;
  type: RepositoryType;
  /** Equal for all spellings of the URL. */
  urlKey: string;
  /** Only Applications of this Project may use it; null: those whose Project allows the URL. */
  project: string | null;
  credentialKind: GitCredential['kind'];
  hasWebhookSecret: boolean;
  insecureSkipTlsVerify: boolean;
  caPem: string;
  proxy: string;
  pollSeconds: number | null;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  managedBy: string | null;
  generation: number;
  resourceVersion: number;
  createdAt: string;
  state: ConnectionState;
  code: string;
  message: string;
  checkedAt: string | null;
  latencyMs: number | null;
  lastWebhookAt: string | null;
  defaultBranch: string;
};

export type RepositoryInput = Pick<
  RepositoryRecord,
  | 'name'
  | 'url'
  | 'project'
  | 'insecureSkipTlsVerify'
  | 'caPem'
  | 'proxy'
  | 'pollSeconds'
  | 'labels'
  | 'annotations'
  | 'managedBy'
> & {
  /** Absent: git. */
  type?: RepositoryType;
  /** undefined keeps the stored one. */
  credential?: GitCredential;
  webhookSecret?: string;
};

/** Origins of sources with their sealed credentials. */
export function repositoryStore(db: Db) {
  const table = db.prisma.repository;

  const seal = (id: string, input: RepositoryInput) => ({
    ...(input.credential && {
      credentialKind: input.credential.kind,
      credential: bytes(db, JSON.stringify(input.credential), sealContext.credential(id)),
    }),
    ...(input.webhookSecret !== undefined && {
      webhookSecret:
        input.webhookSecret === '' ? null : bytes(db, input.webhookSecret, sealContext.webhookSecret(id)),
    }),
  });

  const find = async (name: string): Promise<RepositoryRecord | null> => {
    const row = await table.findUnique({ where: { name } });
    return row && toRecord(row);
  };

  const rowByUrl = async (url: string, project?: string): Promise<Repository | undefined> => {
    const where = { urlKey: urlKeyOf(url), kind: 'git' };
    const found = await table.findMany({ where, orderBy: { name: 'asc' } });
    const rows = found.filter(
      (row) => row.project === null || project === undefined || row.project === project,
    );
    const own = project === undefined ? undefined : rows.find((row) => row.project === project);
    return own ?? rows[0];
  };

  return {
    find,

    async all(): Promise<RepositoryRecord[]> {
      return (await table.findMany({ orderBy: { name: 'asc' } })).map(toRecord);
    },

    /** Registered under any spelling of this URL: those of the Project first. */
    async findByUrl(url: string, project?: string): Promise<RepositoryRecord | null> {
      const row = await rowByUrl(url, project);
      return row ? toRecord(row) : null;
    },

    /** {@link findByUrl} with the credential opened, for the git adapter only. */
    async openByUrl(url: string, project: string): Promise<GitRepository | null> {
      const row = await rowByUrl(url, project);
      return row ? toGit(db, row) : null;
    },

    /** With the credential opened, for the git adapter only; null for one of another type. */
    async open(name: string): Promise<GitRepository | null> {
      const row = await table.findUnique({ where: { name, kind: 'git' } });
      return row && toGit(db, row);
    },

    /** A Helm repository or registry with the credential opened, for the chart adapter only; null for one of git. */
    async openChart(name: string): Promise<ChartRepository | null> {
      const row = await table.findUnique({ where: { name, kind: { not: 'git' } } });
      return row && toCharts(db, row);
    },

    /** All that a Project may use, its own first, with their credentials opened, for the chart adapter only. */
    async openCharts(project: string): Promise<ChartRepository[]> {
      const rows = await table.findMany({
        where: { kind: { not: 'git' }, OR: [{ project: null }, { project }] },
        orderBy: [{ project: { sort: 'asc', nulls: 'last' } }, { name: 'asc' }],
      });
      return rows.map((row) => toCharts(db, row));
    },

    /** Secrets that deliveries for these repositories may be signed with, by name. */
    async webhookSecrets(): Promise<{ name: string; urlKey: string; secret: string }[]> {
      const rows = await table.findMany({ where: { webhookSecret: { not: null } } });
      return rows.map((row) => ({
        name: row.name,
        urlKey: row.urlKey,
        secret: db.keyring
          .decrypt(row.webhookSecret ?? new Uint8Array(), sealContext.webhookSecret(row.id))
          .toString(),
      }));
    },

    /** Throws already_exists. */
    async create(input: RepositoryInput): Promise<RepositoryRecord> {
      const id = randomUUID();
      try {
        const row = await table.create({
          data: { id, ...columnsOf(input), ...seal(id, input) },
        });
        return toRecord(row);
      } catch (error) {
        if (isUniqueViolation(error)) throw alreadyExists('Repository', input.name, error);
        throw error;
      }
    },

    /** Throws not_found, version_mismatch. */
    async update(input: RepositoryInput, options: { ifVersion?: number } = {}): Promise<RepositoryRecord> {
      const current = await find(input.name);
      if (!current) throw notFound('Repository', input.name);
      const rows = await table.updateManyAndReturn({
        where: { name: input.name, resourceVersion: options.ifVersion ?? current.resourceVersion },
        data: {
          ...columnsOf(input),
          ...seal(current.id, input),
          generation: { increment: 1 },
          resourceVersion: { increment: 1 },
          updatedAt: new Date(),
        },
      });
      if (!rows[0]) throw versionMismatch('Repository', input.name);
      return toRecord(rows[0]);
    },

    /** What the last contact showed; does not move the version. Returns the state before. */
    async setState(
      name: string,
      result: Partial<
        Pick<
          RepositoryRecord,
          'state' | 'code' | 'message' | 'checkedAt' | 'latencyMs' | 'lastWebhookAt' | 'defaultBranch'
        >
      >,
    ): Promise<void> {
      const { code, message, checkedAt, lastWebhookAt, ...plain } = result;
      await table.updateMany({
        where: { name },
        data: {
          ...plain,
          ...(code !== undefined && { stateCode: code }),
          ...(message !== undefined && { stateMessage: message }),
          ...(checkedAt !== undefined && { checkedAt: fromTime(checkedAt) }),
          ...(lastWebhookAt !== undefined && { lastWebhookAt: fromTime(lastWebhookAt) }),
        },
      });
    },

    async remove(name: string): Promise<boolean> {
      return (await table.deleteMany({ where: { name } })).count > 0;
    },
  };
}

function bytes(db: Db, text: string, context: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(db.keyring.encrypt(Buffer.from(text), context));
}

function columnsOf(input: RepositoryInput) {
  return {
    name: input.name,
    kind: input.type ?? 'git',
    url: input.url,
    urlKey: urlKeyOf(input.url),
    project: input.project,
    insecureSkipTlsVerify: input.insecureSkipTlsVerify,
    caPem: input.caPem,
    proxy: input.proxy,
    pollSeconds: input.pollSeconds,
    labels: toJson(input.labels),
    annotations: toJson(input.annotations),
    managedBy: input.managedBy,
  };
}

/** The stored credential opened, whatever it is for. */
function credentialOf(db: Db, row: Repository): GitCredential {
  if (row.credential === null) return { kind: 'none' };
  const text = db.keyring.decrypt(row.credential, sealContext.credential(row.id)).toString();
  return JSON.parse(text) as GitCredential; // written by `seal` alone
}

function toGit(db: Db, row: Repository): GitRepository {
  return {
    id: row.id,
    url: row.url,
    credential: credentialOf(db, row),
    insecureSkipTlsVerify: row.insecureSkipTlsVerify,
    ...(row.caPem !== '' && { caPem: row.caPem }),
    ...(row.proxy !== '' && { proxy: row.proxy }),
  };
}

/** Charts and artifacts are not read over SSH. */
export function chartCredential(credential: GitCredential): ChartCredential {
  return credential.kind === 'ssh' ? { kind: 'none' } : credential;
}

function toCharts(db: Db, row: Repository): ChartRepository {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    credential: chartCredential(credentialOf(db, row)),
    insecureSkipTlsVerify: row.insecureSkipTlsVerify,
    ...(row.caPem !== '' && { caPem: row.caPem }),
  };
}

function toRecord(row: Repository): RepositoryRecord {
  return {
    id: row.id,
    name: row.name,
    type: row.kind as RepositoryType,
    url: row.url,
    urlKey: row.urlKey,
    project: row.project,
    credentialKind: row.credentialKind as GitCredential['kind'],
    hasWebhookSecret: row.webhookSecret !== null,
    insecureSkipTlsVerify: row.insecureSkipTlsVerify,
    caPem: row.caPem,
    proxy: row.proxy,
    pollSeconds: row.pollSeconds,
    labels: row.labels as Record<string, string>,
    annotations: row.annotations as Record<string, string>,
    managedBy: row.managedBy,
    generation: row.generation,
    resourceVersion: row.resourceVersion,
    createdAt: toTime(row.createdAt),
    state: row.state as ConnectionState,
    code: row.stateCode,
    message: row.stateMessage,
    checkedAt: toTime(row.checkedAt),
    latencyMs: row.latencyMs,
    lastWebhookAt: toTime(row.lastWebhookAt),
    defaultBranch: row.defaultBranch,
  };
}
