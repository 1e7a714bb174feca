import type { StepPhase, StepResult } from '@bowline/sync-engine/core/model';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Db } from './database.ts';
import { Prisma, type StepResult as StepRow } from './generated/client.ts';
import { toTime } from './json.ts';

/** What happened to the steps of Operations, one row per (step, attempt). Writes carry the epoch of their owner: a former one is refused. */
export function stepResultStore(db: Db) {
  const table = db.prisma.stepResult;
  return {
    /** Saves the intents of calls about to be made, in one write. An intent that is there already stays as it is. */
    async begin(
      operationId: string,
      intents: { step: number; attempt: number; startedAt: string }[],
      owner: { epoch: number },
    ): Promise<void> {
      if (intents.length === 0) return;
      const rows = Prisma.join(
        intents.map(
          ({ step, attempt, startedAt }) =>
            Prisma.sql`(${step}::int, ${attempt}::int, ${startedAt}::timestamptz)`,
        ),
      );
      refuseFormerOwner(
        await db.prisma.$queryRaw<unknown[]>`
          WITH held AS (${heldBy(operationId, owner.epoch)}),
          written AS (
            INSERT INTO "step_result" ("operation_id", "step", "attempt", "phase", "started_at")
            SELECT held."id", v."step", v."attempt", 'Running', v."started_at"
            FROM held, (VALUES ${rows}) AS v("step", "attempt", "started_at")
            ON CONFLICT DO NOTHING)
          SELECT 1 FROM held`,
      );
    },

    /** Saves outcomes (and intents without a row), each in a write of its own. */
    async save(operationId: string, results: StepResult[], owner: { epoch: number }): Promise<void> {
      for (const result of results) {
        const { step, attempt, phase, message, startedAt } = result;
        refuseFormerOwner(
          await db.prisma.$queryRaw<unknown[]>`
            WITH held AS (${heldBy(operationId, owner.epoch)}),
            written AS (
              INSERT INTO "step_result"
                ("operation_id", "step", "attempt", "phase", "message", "uid", "is_refused", "started_at",
                "finished_at")
              SELECT held."id", ${step}::int, ${attempt}::int, ${phase}, ${message}, ${result.uid ?? null},
                ${result.isRefused ?? false},
                ${startedAt}::timestamptz, ${result.finishedAt ?? null}::timestamptz
              FROM held
              ON CONFLICT ("operation_id", "step", "attempt") DO UPDATE SET "phase" = excluded."phase",
                "message" = excluded."message", "uid" = excluded."uid",
                "is_refused" = excluded."is_refused", "started_at" = excluded."started_at",
                "finished_at" = excluded."finished_at")
            SELECT 1 FROM held`,
        );
      }
    },

    /** In order of step and attempt. */
    async list(operationId: string): Promise<StepResult[]> {
      const rows = await table.findMany({
        where: { operationId },
        orderBy: [{ step: 'asc' }, { attempt: 'asc' }],
      });
      return rows.map(toResult);
    },

    /** Forgets what an earlier attempt of the whole Operation did, so that it starts anew. */
    async clear(operationId: string): Promise<void> {
      await table.deleteMany({ where: { operationId } });
    },
  };
}

export type StepResultStore = ReturnType<typeof stepResultStore>;

/** The Operation's row, held against a newer owner until the write is done; empty for a former owner. */
function heldBy(operationId: string, epoch: number): Prisma.Sql {
  return Prisma.sql`SELECT "id" FROM "operation" WHERE "id" = ${operationId} AND "epoch" <= ${epoch} FOR SHARE`;
}

function refuseFormerOwner(held: unknown[]): void {
  if (held.length > 0) return;
  throw new AppError({ code: 'conflict', status: 409, message: 'A newer owner drives this operation.' });
}

function toResult(row: StepRow): StepResult {
  return {
    step: row.step,
    attempt: row.attempt,
    phase: row.phase as StepPhase,
    message: row.message,
    ...(row.uid !== null && { uid: row.uid }),
    ...(row.isRefused && { isRefused: true as const }),
    startedAt: toTime(row.startedAt),
    ...(row.finishedAt !== null && { finishedAt: toTime(row.finishedAt) }),
  };
}
