import { randomUUID } from 'node:crypto';
import { alreadyExists, isUniqueViolation } from './conflict.ts';
import type { Db } from './database.ts';
import type { User } from './generated/client.ts';
import { toTime } from './json.ts';

export const globalRoles = ['admin', 'operator', 'viewer', 'none'] as const;
export type GlobalRole = (typeof globalRoles)[number];

export type UserRecord = {
  id: string;
  name: string;
  displayName: string;
  role: GlobalRole;
  groups: string[];
  mustChangePassword: boolean;
  isDisabled: boolean;
  createdAt: string;
  lastLoginAt: string | null;
};

/** Local users. Password hashes leave through `passwordHash` only. */
export function userStore(db: Db) {
  const table = db.prisma.user;
  return {
    async find(name: string): Promise<UserRecord | null> {
      const row = await table.findUnique({ where: { name } });
      return row && toRecord(row);
    },

    /** Those of these names that there are, by name; one query. */
    async named(names: readonly string[]): Promise<Map<string, UserRecord>> {
      if (names.length === 0) return new Map();
      const rows = await table.findMany({ where: { name: { in: [...new Set(names)] } } });
      return new Map(rows.map((row) => [row.name, toRecord(row)]));
    },

    /** One query whether there is such a user or not (X35). */
    async findWithHash(name: string): Promise<{ user: UserRecord; passwordHash: string } | null> {
      const row = await table.findUnique({ where: { name } });
      return row && { user: toRecord(row), passwordHash: row.passwordHash };
    },

    async get(id: string): Promise<UserRecord | null> {
      const row = await table.findUnique({ where: { id } });
      return row && toRecord(row);
    },

    async list(query: {
      limit: number;
      afterName?: string;
    }): Promise<{ items: UserRecord[]; total: number }> {
      const [rows, total] = await Promise.all([
        table.findMany({
          where: query.afterName === undefined ? {} : { name: { gt: query.afterName } },
          orderBy: { name: 'asc' },
          take: query.limit,
        }),
        table.count(),
      ]);
      return { items: rows.map(toRecord), total };
    },

    count: (): Promise<number> => table.count(),

    /** Enabled administrators other than this one: the last one may not go. */
    otherAdmins: (name: string): Promise<number> =>
      table.count({ where: { role: 'admin', isDisabled: false, name: { not: name } } }),

    /** Throws already_exists. */
    async create(input: {
      name: string;
      displayName: string;
      role: GlobalRole;
      passwordHash: string;
      mustChangePassword: boolean;
    }): Promise<UserRecord> {
      try {
        return toRecord(await table.create({ data: { id: randomUUID(), ...input } }));
      } catch (error) {
        if (isUniqueViolation(error)) throw alreadyExists('User', input.name, error);
        throw error;
      }
    },

    async update(
      id: string,
      patch: Partial<
        Pick<UserRecord, 'displayName' | 'role' | 'groups' | 'isDisabled' | 'mustChangePassword'>
      > & {
        passwordHash?: string;
        lastLoginAt?: Date;
      },
    ): Promise<UserRecord | null> {
      const rows = await table.updateManyAndReturn({
        where: { id },
        data: { ...patch, resourceVersion: { increment: 1 } },
      });
      return rows[0] ? toRecord(rows[0]) : null;
    },

    async remove(name: string): Promise<boolean> {
      return (await table.deleteMany({ where: { name } })).count > 0;
    },
  };
}

export function toRecord(row: User): UserRecord {
  return {
    id: row.id,
    name: row.name,
    displayName: row.displayName,
    role: row.role as GlobalRole,
    groups: row.groups,
    mustChangePassword: row.mustChangePassword,
    isDisabled: row.isDisabled,
    createdAt: toTime(row.createdAt),
    lastLoginAt: toTime(row.lastLoginAt),
  };
}
