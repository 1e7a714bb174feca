import type { StepPhase, StepResult } from '@bowline/sync-engine/core/model';
import { AppError } from '@bowline/sync-engine/core/app-error';
import type { Db } from './database.ts';
import { grouped } from './grouped.ts';
import { Prisma, type StepResult as StepRow } from './generated/client.ts';
import { toTime } from './json.ts';

/** What happened to the steps of Operations, one row per (step, attempt). Writes carry the epoch of their owner: a former one is refused. */
export function stepResultStore(db: Db) {
  const table = db.prisma.stepResult;
  const writers = new Map<string, (results: readonly StepResult[]) => Promise<void>>();
  return {
    /** Saves the intents of calls about to be made, in one write. An intent that is there already stays as it is. */
    async begin(
      operationId: string,
      intents: { step: number; attempt: number; startedAt: string }[],
      owner: { epoch: number },
    ): Promise<void> {
      if (intents.length === 0) return;
      refuseFormerOwner(
        await db.prisma.$queryRaw<unknown[]>`
          WITH held AS (${heldBy(operationId, owner.epoch)}),
          written AS (
            INSERT INTO "step_result" ("operation_id", "step", "attempt", "phase", "started_at")
            SELECT held."id", v."step", v."attempt", 'Running', v."startedAt"
            FROM held, jsonb_to_recordset(${JSON.stringify(intents)}::jsonb)
              AS v("step" int, "attempt" int, "startedAt" timestamptz)
            ON CONFLICT DO NOTHING)
          SELECT 1 FROM held`,
      );
    },

    /**
     * Saves outcomes (and intents without a row). Those that come while a write is under way go together into the next one,
     * so that a wave of quick calls is not a write for each; every caller waits for its own.
     */
    async save(operationId: string, results: StepResult[], owner: { epoch: number }): Promise<void> {
      if (results.length === 0) return;
      const key = `${operationId}/${owner.epoch}`;
      const known = writers.get(key) ?? grouped((group) => write(db, operationId, group, owner));
      writers.set(key, known);
      await known(results);
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

/** Of one step and attempt the last outcome counts. */
async function write(
  db: Db,
  operationId: string,
  results: StepResult[],
  owner: { epoch: number },
): Promise<void> {
  const last = new Map(results.map((result) => [`${result.step}/${result.attempt}`, result]));
  const rows = [...last.values()].map((result) => ({
    ...result,
    message: storable(result.message),
    ...(result.failures && {
      failures: result.failures.map(({ step, message }) => ({ step, message: storable(message) })),
    }),
  }));
  refuseFormerOwner(
    await db.prisma.$queryRaw<unknown[]>`
      WITH held AS (${heldBy(operationId, owner.epoch)}),
      written AS (
        INSERT INTO "step_result"
          ("operation_id", "step", "attempt", "phase", "message", "uid", "is_refused", "failures",
          "started_at", "finished_at")
        SELECT held."id", v."step", v."attempt", v."phase", v."message", v."uid",
          coalesce(v."isRefused", false), coalesce(v."failures", '[]'), v."startedAt", v."finishedAt"
        FROM held, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS v("step" int, "attempt" int, "phase" text, "message" text, "uid" text, "isRefused" boolean,
          "failures" jsonb, "startedAt" timestamptz, "finishedAt" timestamptz)
        ON CONFLICT ("operation_id", "step", "attempt") DO UPDATE SET "phase" = excluded."phase",
          "message" = excluded."message", "uid" = excluded."uid",
          "is_refused" = excluded."is_refused", "failures" = excluded."failures",
          "started_at" = excluded."started_at", "finished_at" = excluded."finished_at")
      SELECT 1 FROM held`,
  );
}

/** What a cluster answered may be cut in the middle of a character, or hold what PostgreSQL keeps in no text. */
function storable(text: string): string {
  return Buffer.from(text).toString('utf8').replaceAll('\0', '\ufffd');
}

/** The Operation's row, held against a newer owner until the write is done; empty for a former owner. */
function heldBy(operationId: string, epoch: number): Prisma.Sql {
  return Prisma.sql`SELECT "id" FROM "operation" WHERE "id" = ${operationId} AND "epoch" <= ${epoch} FOR SHARE`;
}

function refuseFormerOwner(held: unknown[]): void {
  if (held.length > 0) return;
  throw new AppError({ code: 'conflict', status: 409, message: 'A newer owner drives this operation.' });
}

function toResult(row: StepRow): StepResult {
  const failures = row.failures as NonNullable<StepResult['failures']>; // written by `write` alone
  return {
    step: row.step,
    attempt: row.attempt,
    phase: row.phase as StepPhase,
    message: row.message,
    ...(row.uid !== null && { uid: row.uid }),
    ...(row.isRefused && { isRefused: true as const }),
    ...(failures.length > 0 && { failures }),
    startedAt: toTime(row.startedAt),
    ...(row.finishedAt !== null && { finishedAt: toTime(row.finishedAt) }),
  };
}
