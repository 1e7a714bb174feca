import type { StepPhase, StepResult } from '@bowline/sync-engine/core/model';
import type { Db } from './database.ts';
import type { StepResult as StepRow } from './generated/client.ts';
import { fromTime, toTime } from './json.ts';

/** What happened to the steps of Operations, one row per (step, attempt). */
export function stepResultStore(db: Db) {
  const table = db.prisma.stepResult;
  return {
    /** Saves the intents of calls about to be made, in one write. An intent that is there already stays as it is. */
    async begin(
      operationId: string,
      intents: { step: number; attempt: number; startedAt: string }[],
    ): Promise<void> {
      await table.createMany({
        data: intents.map((intent) => ({
          operationId,
          step: intent.step,
          attempt: intent.attempt,
          phase: 'Running',
          startedAt: new Date(intent.startedAt),
        })),
        skipDuplicates: true,
      });
    },

    /** Saves outcomes (and intents without a row) in one transaction. */
    async save(operationId: string, results: StepResult[]): Promise<void> {
      for (const result of results) {
        const key = { operationId, step: result.step, attempt: result.attempt };
        const data = {
          phase: result.phase,
          message: result.message,
          uid: result.uid ?? null,
          startedAt: new Date(result.startedAt),
          finishedAt: fromTime(result.finishedAt ?? null),
        };
        await table.upsert({
          where: { operationId_step_attempt: key },
          create: { ...key, ...data },
          update: data,
        });
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

function toResult(row: StepRow): StepResult {
  return {
    step: row.step,
    attempt: row.attempt,
    phase: row.phase as StepPhase,
    message: row.message,
    ...(row.uid !== null && { uid: row.uid }),
    startedAt: toTime(row.startedAt),
    ...(row.finishedAt !== null && { finishedAt: toTime(row.finishedAt) }),
  };
}
