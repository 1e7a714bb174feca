import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ProjectSpec } from '@bowline/sync-engine/core/model';
import { alreadyExists, isUniqueViolation, notFound, versionMismatch } from './conflict.ts';
import type { Db } from './database.ts';
import type { Project } from './generated/client.ts';
import { toJson, toTime } from './json.ts';

export type ProjectRecord = {
  uid: string;
  name: string;
  spec: ProjectSpec;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  generation: number;
  resourceVersion: number;
  managedBy: string | null;
  createdAt: string;
};

export type ProjectInput = Pick<ProjectRecord, 'name' | 'spec' | 'labels' | 'annotations' | 'managedBy'>;

/** Projects: the tenancy boundary. */
export function projectStore(db: Db) {
  const table = db.prisma.project;

  const find = async (name: string): Promise<ProjectRecord | null> => {
    const row = await table.findUnique({ where: { name } });
    return row && toRecord(row);
  };

  return {
    find,

    /** By name, all of them: a few hundred at most, each small. */
    async all(): Promise<ProjectRecord[]> {
      return (await table.findMany({ orderBy: { name: 'asc' } })).map(toRecord);
    },

    /** Throws already_exists. */
    async create(input: ProjectInput): Promise<ProjectRecord> {
      try {
        return toRecord(await table.create({ data: { uid: randomUUID(), ...columnsOf(input) } }));
      } catch (error) {
        if (isUniqueViolation(error)) throw alreadyExists('Project', input.name, error);
        throw error;
      }
    },

    /** Throws not_found, version_mismatch. */
    async update(input: ProjectInput, options: { ifVersion?: number } = {}): Promise<ProjectRecord> {
      const current = await find(input.name);
      if (!current) throw notFound('Project', input.name);
      const isSame = isDeepStrictEqual(current.spec, input.spec);
      const rows = await table.updateManyAndReturn({
        where: { name: input.name, resourceVersion: options.ifVersion ?? current.resourceVersion },
        data: {
          ...columnsOf(input),
          resourceVersion: { increment: 1 },
          updatedAt: new Date(),
          ...(isSame ? {} : { generation: { increment: 1 } }),
        },
      });
      if (!rows[0]) throw versionMismatch('Project', input.name);
      return toRecord(rows[0]);
    },

    async remove(name: string): Promise<boolean> {
      return (await table.deleteMany({ where: { name } })).count > 0;
    },
  };
}

function columnsOf(input: ProjectInput) {
  return {
    name: input.name,
    spec: toJson(input.spec),
    labels: toJson(input.labels),
    annotations: toJson(input.annotations),
    managedBy: input.managedBy,
  };
}

function toRecord(row: Project): ProjectRecord {
  return {
    uid: row.uid,
    name: row.name,
    spec: row.spec as unknown as ProjectSpec,
    labels: row.labels as Record<string, string>,
    annotations: row.annotations as Record<string, string>,
    generation: row.generation,
    resourceVersion: row.resourceVersion,
    managedBy: row.managedBy,
    createdAt: toTime(row.createdAt),
  };
}
