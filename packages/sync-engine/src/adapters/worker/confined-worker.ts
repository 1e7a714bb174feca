import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** How a job in a worker ended. `failed`: the code of the job threw, which is our own bug or its author's. */
export type WorkerOutcome<T> =
  | { end: 'done'; value: T }
  | { end: 'failed'; message: string }
  | { end: 'timeout' | 'out-of-memory' | 'stopped' };

export type WorkerLimits = { timeoutMs: number; memoryMbMax: number; stackMb?: number };

const startMsMax = 30_000;

/**
 * One thread for code that users wrote: it is ended when a job passes its deadline or its memory, and begun anew for the next
 * job. Jobs run one after the other. `module` is the URL of a module that exports `handle(job)`.
 */
export class ConfinedWorker {
  private readonly module: string;
  private readonly limits: WorkerLimits;
  private worker: Worker | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private jobs = 0;

  constructor(module: URL, limits: WorkerLimits) {
    // In a bundle, the module stands compiled beside the bundle.
    this.module = existsSync(module) ? module.href : module.href.replace(/\.ts$/, '.mjs');
    this.limits = limits;
  }

  /** Never rejects. */
  async run<T>(job: unknown): Promise<WorkerOutcome<T>> {
    const mine = this.last.then(() => this.runNow<T>(job));
    this.last = mine;
    return await mine;
  }

  async stop(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }

  private async runNow<T>(job: unknown): Promise<WorkerOutcome<T>> {
    let worker = this.worker;
    if (worker === undefined) {
      worker = this.start();
      this.worker = worker;
      // The thread reads our own modules first; that time is not the job's.
      const ready = await answer(worker, 0, startMsMax, () => {});
      if (ready.end !== 'done') {
        await this.stop();
        return ready;
      }
    }
    const id = ++this.jobs;
    const started = worker;
    const outcome = await answer<T>(started, id, this.limits.timeoutMs, () =>
      started.postMessage({ id, job }, []),
    );
    if (outcome.end !== 'done') await this.stop();
    // An idle thread must not keep a finished command alive.
    else worker.unref();
    return outcome;
  }

  private start(): Worker {
    return new Worker(new URL('./start.mjs', import.meta.url), {
      workerData: { module: this.module },
      env: {},
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: this.limits.memoryMbMax,
        stackSizeMb: this.limits.stackMb ?? 4,
      },
    });
  }
}

/** The thread's answer to one message, or how it ended without one. */
async function answer<T>(
  worker: Worker,
  id: number,
  timeoutMs: number,
  ask: () => void,
): Promise<WorkerOutcome<T>> {
  worker.ref();
  return await new Promise<WorkerOutcome<T>>((resolve) => {
    const settle = (found: WorkerOutcome<T>): void => {
      clearTimeout(timer);
      clearImmediate(lastTurn);
      worker.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
      // A late 'error' of a thread that is being ended must not end this process.
      worker.on('error', () => {});
      resolve(found);
    };
    let lastTurn: NodeJS.Immediate | undefined;
    const timer = setTimeout(() => {
      // Where this thread was busy past the deadline, an answer given in time still waits to be read: one turn lets it in.
      lastTurn = setImmediate(() => settle({ end: 'timeout' }));
    }, timeoutMs);
    worker.on('message', (message: { id: number; value?: T; error?: string }) => {
      if (message.id !== id) return;
      if (message.error === undefined) settle({ end: 'done', value: message.value as T });
      else settle({ end: 'failed', message: message.error });
    });
    worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(isMemory ? { end: 'out-of-memory' } : { end: 'failed', message: error.message });
    });
    worker.on('exit', () => settle({ end: 'stopped' }));
    ask();
  });
}
