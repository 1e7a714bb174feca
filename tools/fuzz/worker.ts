import { parentPort, workerData } from 'node:worker_threads';
import { readCorpus } from './corpus.ts';
import { createRandom } from './random.ts';
import { bigints, isCoded, targets } from './targets.ts';

/** What the watcher hands over; `beat` holds the number of the case and of its target, read while the case runs. */
export type WorkerInput = {
  seed: number;
  from: number;
  to: number;
  /** From the first case on: reading the corpus is no case. */
  runMs: number;
  only: string[];
  corpus: string[];
  beat: Int32Array;
};
export type WorkerMessage =
  | { kind: 'crash'; target: string; index: number; message: string; stack: string; input: string }
  | { kind: 'done'; cases: number };

const data = workerData as WorkerInput;
const corpus = readCorpus(data.corpus);
const chosen = targets.filter(({ name }) => data.only.length === 0 || data.only.includes(name));
if (chosen.length === 0) throw new Error(`There is no target ${data.only.join(', ')}.`);

const endMs = Date.now() + data.runMs;
let index = data.from;
for (; index < data.to && Date.now() < endMs; index++) {
  const target = chosen[index % chosen.length];
  if (target === undefined) break;
  const random = createRandom(data.seed, index);
  Atomics.store(data.beat, 1, targets.indexOf(target));
  Atomics.store(data.beat, 0, index);
  let input: unknown;
  try {
    input = target.make(random, corpus);
    target.run(input as never); // each target reads what it makes itself
  } catch (error) {
    if (isCoded(error)) continue;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'crash', target: target.name, index, message, stack: stack ?? '', input: shown(input) });
  }
}
tell({ kind: 'done', cases: index - data.from });

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message, []);
}

function shown(input: unknown): string {
  try {
    return (typeof input === 'string' ? JSON.stringify(input) : JSON.stringify(input, bigints)).slice(
      0,
      3000,
    );
  } catch {
    return '(too deep to print)';
  }
}
