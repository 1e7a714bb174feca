import { JsonnetError } from './failure.ts';
import { type JsonnetJob, runJsonnet } from './run.ts';

/** What comes back from the thread: JSON, so that no prototype or shared memory crosses. */
export type JsonnetOutcome = { ok: true; json: string } | { ok: false; message: string; where: string };

/** Runs one program; called by the thread's starter. */
export function handle(job: JsonnetJob): JsonnetOutcome {
  try {
    return { ok: true, json: JSON.stringify(runJsonnet(job)) };
  } catch (error) {
    if (error instanceof JsonnetError) return { ok: false, message: error.message, where: error.where };
    if (error instanceof RangeError)
      return { ok: false, message: 'The program asks for too much', where: '' };
    throw error;
  }
}
