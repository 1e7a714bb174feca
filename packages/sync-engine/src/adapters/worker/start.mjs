// Entry of every worker thread: loads the module named in `workerData.module`, which exports `handle`.
import { parentPort, workerData } from 'node:worker_threads';

if (workerData.module.endsWith('.ts')) {
  const { register } = await import('tsx/esm/api');
  register();
}
const { handle } = await import(workerData.module);
parentPort.on('message', async ({ id, job }) => {
  try {
    parentPort.postMessage({ id, value: await handle(job) }, []);
  } catch (error) {
    parentPort.postMessage({ id, error: String(error?.message ?? error) }, []);
  }
});
parentPort.postMessage({ id: 0 }, []);
