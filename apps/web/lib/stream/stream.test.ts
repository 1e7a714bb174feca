import { describe, expect, it } from 'vitest';
import { judgeFrame, parseFrame, streamId, type Frame } from './frames.ts';
import { freshnessOf } from './freshness.ts';

const frame = (over: Partial<Frame>): Frame => ({ topic: 'apps:list', seq: 5, type: 'patch', ...over });

describe('judgeFrame (F3: older seq ignored, a gap refetches)', () => {
  it.each([
    ['first frame of a topic', undefined, {}, 'apply'],
    ['newer patch', 4, {}, 'apply'],
    ['same transaction', 5, {}, 'apply'],
    ['older patch', 6, {}, 'ignore'],
    ['older snapshot', 9, { type: 'snapshot' }, 'apply'],
    ['gone', 4, { type: 'gone' }, 'refetch'],
    ['heartbeat', 4, { type: 'heartbeat' }, 'ignore'],
    ['hello', undefined, { type: 'hello' }, 'ignore'],
  ] as const)('%s', (_, lastSeq, over, verdict) => expect(judgeFrame(lastSeq, frame(over))).toBe(verdict));
});

it('reads frames and drops what is none', () => {
  expect(parseFrame('{"topic":"x","seq":3,"type":"patch","data":{"a":1}}')).toEqual({
    topic: 'x',
    seq: 3,
    type: 'patch',
    data: { a: 1 },
  });
  expect(parseFrame('nonsense')).toBeNull();
  expect(parseFrame('{"seq":1}')).toBeNull();
  expect(streamId(frame({ type: 'hello', data: { id: 'st_1' } }))).toBe('st_1');
  expect(streamId(frame({}))).toBeNull();
});

describe('freshnessOf (C0 Stale, checklist 8)', () => {
  const lastFrameAt = 100_000;
  it.each([
    [8_000, null, 'live'],
    [15_000, null, 'delayed'],
    [20_000, null, 'offline'],
    [1_000, 1_000, 'delayed'],
    [6_000, 6_000, 'offline'],
  ])('%i ms after the last word, broken for %s ms: %s', (age, brokenForMs, state) => {
    const now = lastFrameAt + age;
    expect(
      freshnessOf({ lastFrameAt, brokenSince: brokenForMs === null ? null : now - brokenForMs, now }).state,
    ).toBe(state);
  });
});
