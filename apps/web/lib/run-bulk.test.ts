import { describe, expect, it } from 'vitest';
import { runBulk, type BulkState } from './run-bulk.ts';

function run(items: string[], signal = new AbortController().signal) {
  const states = new Map<string, BulkState<string>>();
  let running = 0;
  let most = 0;
  const work = async (item: string) => {
    most = Math.max(most, (running += 1));
    await Promise.resolve();
    running -= 1;
    if (item === 'bad') throw new Error('no');
    return item.toUpperCase();
  };
  const end = runBulk({
    items,
    width: 2,
    work,
    signal,
    onState: (item, state) => void states.set(item, state),
  });
  return end.then(() => ({ states, most }));
}

describe('runBulk', () => {
  it('does all of it, a few at a time, and one failure stops nothing', async () => {
    const { states, most } = await run(['a', 'bad', 'c', 'd']);
    expect(most).toBe(2);
    expect([...states.values()].map(({ kind }) => kind)).toEqual(['done', 'failed', 'done', 'done']);
    expect(states.get('d')).toEqual({ kind: 'done', result: 'D' });
  });
  it('begins nothing after it was stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await run(['a', 'b'], stop.signal)).states.size).toBe(0);
  });
});
