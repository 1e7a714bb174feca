export type BulkState<R> =
  | { kind: 'waiting' | 'running' }
  | { kind: 'done'; result: R }
  | { kind: 'failed'; error: unknown };

/**
 * Does the same for many, at most `width` at a time, and tells every step. One failure stops nothing; after `signal` is aborted
 * nothing new begins and the rest stays waiting.
 */
export async function runBulk<T, R>(input: {
  items: readonly T[];
  width: number;
  work: (item: T) => Promise<R>;
  onState: (item: T, state: BulkState<R>) => void;
  signal: AbortSignal;
}): Promise<void> {
  const { items, width, work, onState, signal } = input;
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && !signal.aborted; item = queue.shift()) {
      onState(item, { kind: 'running' });
      try {
        onState(item, { kind: 'done', result: await work(item) });
      } catch (error) {
        onState(item, { kind: 'failed', error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
