import { findRunning, forgetProcess, stopGroup } from './processes.ts';

/** What runs, and how it ends: in the reverse order of its start, once, whoever asks first. */
export type Lifetime = {
  /** Aborted as soon as anything begins to stop. */
  stopping: AbortSignal;
  onStop(stop: () => Promise<void>): void;
  stopAll(): Promise<void>;
};

export function createLifetime(dataDir: string): Lifetime {
  const controller = new AbortController();
  const stops: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;

  async function stopInOrder(): Promise<void> {
    controller.abort();
    for (const stop of stops.toReversed()) await stop();
    // Those still on their way up when the signal came are noted, but nobody has their stop yet.
    const noted = findRunning(dataDir).filter(({ name }) => name !== 'supervisor');
    await Promise.all(noted.map(({ pid }) => stopGroup(pid)));
    for (const { name } of [...noted, { name: 'supervisor' }]) forgetProcess(dataDir, name);
  }

  return {
    stopping: controller.signal,
    onStop: (stop) => void stops.push(stop),
    stopAll: () => (stopped ??= stopInOrder()),
  };
}

/** Ends the process on Ctrl-C and its like, after everything stopped. */
export function endOnSignals(lifetime: Lifetime): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!lifetime.stopping.aborted) console.log('\nStopping …');
      void lifetime.stopAll().then(() => process.exit(0));
    });
  }
}
