import type { Db } from './database.ts';
import type { Token, User } from './generated/client.ts';
import { toTime } from './json.ts';
import { newId } from './plan.ts';
import { type GlobalRole, toRecord as toUser, type UserRecord } from './user.ts';

export type TokenRecord = {
  id: string;
  name: string;
  prefix: string;
  owner: UserRecord;
  role: GlobalRole | null;
  permissions: string[];
  /** null: every Project its permissions and its owner reach. */
  project: string | null;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  lastIp: string;
  lastAgent: string;
};

export type NewToken = Pick<TokenRecord, 'name' | 'prefix' | 'role' | 'permissions' | 'project'> & {
  userId: string;
  hash: string;
  expiresAt: Date;
};

/** API tokens by the hash of their secret. A revoked one is gone at once and for ever. */
export function tokenStore(db: Db) {
  const table = db.prisma.token;
  return {
    async create(input: NewToken): Promise<TokenRecord> {
      const row = await table.create({ data: { id: newId('tok'), ...input }, include: { user: true } });
      return toRecord(row);
    },

    /** null when unknown, revoked, expired, or its owner is disabled. */
    async findByHash(hash: string, now: Date): Promise<TokenRecord | null> {
      const row = await table.findUnique({ where: { hash }, include: { user: true } });
      if (!row || row.revokedAt !== null || row.expiresAt <= now || row.user.isDisabled) return null;
      return toRecord(row);
    },

    /** Whether there ever was such a token, revoked and expired ones included. */
    async isKnown(hash: string): Promise<boolean> {
      return (await table.count({ where: { hash } })) > 0;
    },

    async get(id: string): Promise<TokenRecord | null> {
      const row = await table.findFirst({ where: { id, revokedAt: null }, include: { user: true } });
      return row && toRecord(row);
    },

    /** Those not revoked, newest first; of one owner, or all. */
    async list(query: {
      ownerId?: string;
      limit: number;
      beforeAt?: string;
      beforeId?: string;
    }): Promise<{ items: TokenRecord[]; total: number }> {
      const where = { revokedAt: null, ...(query.ownerId !== undefined && { userId: query.ownerId }) };
      const at = query.beforeAt === undefined ? undefined : new Date(query.beforeAt);
      const older = at && {
        OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: query.beforeId ?? '' } }],
      };
      const [rows, total] = await Promise.all([
        table.findMany({
          where: older ? { AND: [where, older] } : where,
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: query.limit,
          include: { user: true },
        }),
        table.count({ where }),
      ]);
      return { items: rows.map(toRecord), total };
    },

    async revoke(id: string, at: Date): Promise<boolean> {
      return (await table.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } })).count > 0;
    },

    async touch(id: string, use: { at: Date; ip: string; agent: string }): Promise<void> {
      await table.updateMany({
        where: { id },
        data: { lastUsedAt: use.at, lastIp: use.ip, lastAgent: use.agent },
      });
    },
  };
}

function toRecord(row: Token & { user: User }): TokenRecord {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    owner: toUser(row.user),
    role: row.role as GlobalRole | null,
    permissions: row.permissions,
    project: row.project,
    createdAt: toTime(row.createdAt),
    expiresAt: toTime(row.expiresAt),
    lastUsedAt: toTime(row.lastUsedAt),
    lastIp: row.lastIp,
    lastAgent: row.lastAgent,
  };
}
