// Feeds the engine's parsers and commands broken input: `npx tsx tools/fuzz/run.ts --seconds 60 --seed 7`. A case may end in
// a coded error; a crash, a hang or memory without bound is a bug. `--case N` runs one case of a seed again.
import { Worker } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { targets } from './targets.ts';
import type { WorkerInput, WorkerMessage } from './worker.ts';

/** Of processor time, since a busy machine is no hang. */
const deadlineMs = 10_000;
const memoryMb = 512;
const failuresMax = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    case: { type: 'string' },
    target: { type: 'string', multiple: true, default: [] },
    corpus: { type: 'string', multiple: true, default: [] },
  },
});
const seed = Number(values.seed);
let leftMs = values.case === undefined ? Number(values.seconds) * 1000 : Number.POSITIVE_INFINITY;
const failures = new Map<string, string>();
let cases = 0;
console.log(
  `seed ${seed}, targets: ${values.target.join(', ') || targets.map(({ name }) => name).join(', ')}`,
);

if (values.case !== undefined) {
  const index = Number(values.case);
  await runCases(index, index + 1);
} else {
  // A case that hangs ends its thread; the next one goes on behind it.
  for (let from = 0; leftMs > 0 && failures.size < failuresMax; )
    from = await runCases(from, Number.POSITIVE_INFINITY);
}
for (const text of failures.values()) console.log(`\n${text}`);
console.log(`\nseed ${seed}: ${cases} cases, ${failures.size} failures`);
process.exitCode = failures.size > 0 ? 1 : 0;

/** Runs cases in a thread of their own, which can be stopped in the middle of one. Returns the case to go on with. */
function runCases(from: number, to: number): Promise<number> {
  const beat = new Int32Array(new SharedArrayBuffer(8));
  const input: WorkerInput = {
    seed,
    from,
    to,
    runMs: leftMs,
    only: values.target,
    corpus: values.corpus,
    beat,
  };
  Atomics.store(beat, 0, -1);
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  return new Promise((resolve, reject) => {
    let last = -1;
    let since = process.cpuUsage();
    let started = Number.POSITIVE_INFINITY;
    const watch = setInterval(() => {
      const at = Atomics.load(beat, 0);
      if (at !== last) [last, since] = [at, process.cpuUsage()];
      if (at >= 0) started = Math.min(started, Date.now());
      // Reading the corpus is no case.
      const { user, system } = process.cpuUsage(since);
      const isHanging = at >= 0 && (user + system) / 1000 > deadlineMs;
      if (isHanging) stop(`took longer than ${deadlineMs / 1000} s`);
    }, 100);
    const finish = (next: number): void => {
      clearInterval(watch);
      leftMs -= Math.max(0, Date.now() - started);
      void worker.terminate().then(() => resolve(next));
    };
    const stop = (why: string): void => {
      const at = Atomics.load(beat, 0);
      const target = targets[Atomics.load(beat, 1)]?.name ?? '';
      failures.set(
        `${target} ${why}`,
        `${target}: ${why}\n  again: --seed ${seed} --case ${at}${only(values.target)}`,
      );
      cases += at - from;
      finish(at + 1);
    };
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'done') {
        cases += message.cases;
        finish(to);
        leftMs = 0; // the thread ends by itself when the time is up
        return;
      }
      const frame = message.stack
        .split('\n')
        .slice(1, 3)
        .map((line) => line.trim());
      const id = `${message.target} ${message.message.slice(0, 80)} ${frame[0] ?? ''}`;
      if (failures.has(id)) return;
      failures.set(
        id,
        `${message.target}: ${message.message}\n  ${frame.join('\n  ')}\n  again: --seed ${seed} --case ${message.index}${only(values.target)}\n  input: ${message.input}`,
      );
      if (failures.size >= failuresMax) finish(Atomics.load(beat, 0) + 1);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') stop(`needed more than ${memoryMb} MB`);
      else {
        clearInterval(watch);
        reject(error);
      }
    });
  });
}

function only(names: readonly string[]): string {
  return names.map((name) => ` --target ${name}`).join('');
}
