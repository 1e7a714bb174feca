import { mkdirSync } from 'node:fs';
import { startDatabase } from './database.ts';
import { findFreePort } from '../postgres/free-port.ts';
import { findRunning, forgetProcess, noteProcess } from './processes.ts';

/**
 * The database of the `npm start` on this data folder for a command of the operator: that of the one that runs, else started
 * for as long as the command needs it, and created when there is none. Meanwhile no `npm start` can begin on the folder.
 */
export async function openOwnDatabase(dataDir: string): Promise<{ url: string; close(): Promise<void> }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const isStarted = findRunning(dataDir).some(({ name }) => name === 'supervisor');
  if (!isStarted) noteProcess(dataDir, 'supervisor', process.pid);
  const release = (): void => {
    if (!isStarted) forgetProcess(dataDir, 'supervisor');
  };
  try {
    const { url, wasAdopted, stop } = await startDatabase({ dataDir }, await findFreePort());
    return {
      url,
      async close() {
        if (!wasAdopted) await stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
