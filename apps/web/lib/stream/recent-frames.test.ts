import { describe, expect, it } from 'vitest';
import { RecentFrames } from './recent-frames.ts';

const frame = (seq: number, topic = 'home') => ({ topic, seq, type: 'patch' }) as const;

/** Adds frames one a second, then tells what a listener to `home` is told. */
function toldOf(frames: { seq: number; topic?: string; size?: number }[], waitMs = 0) {
  let now = 0;
  const recent = new RecentFrames(() => now);
  for (const { seq, topic, size = 100 } of frames) {
    recent.add(frame(seq, topic), size);
    now += 1000;
  }
  now += waitMs;
  return recent.of('home').map((event) => (event.kind === 'frame' ? event.frame.seq : event.kind));
}

describe('RecentFrames (decision 21: a new listener is told what it may have missed)', () => {
  it.each([
    ['nothing was said', [], 0, []],
    ['one topic of two', [{ seq: 1 }, { seq: 2, topic: 'projects' }, { seq: 3 }], 0, [1, 3]],
    ['the last 15 s', [{ seq: 1 }, { seq: 2 }, { seq: 3 }], 13_500, [3]],
    [
      'less is held than was said',
      [
        { seq: 1, size: 600_000 },
        { seq: 2, size: 600_000 },
      ],
      0,
      ['refetch', 2],
    ],
    ['one frame is too large', [{ seq: 1, size: 1_000_001 }], 0, ['refetch']],
    ['another topic filled it', [{ seq: 1 }, { seq: 2, size: 1_000_000, topic: 'projects' }], 0, ['refetch']],
    ['what was lost is old', [{ seq: 1, size: 1_000_001 }], 14_001, []],
  ])('%s', (_, frames, waitMs, told) => expect(toldOf(frames, waitMs)).toEqual(told));

  it('holds 500 frames at the most', () => {
    const recent = new RecentFrames(() => 0);
    for (let seq = 1; seq <= 501; seq += 1) recent.add(frame(seq), 1);
    const events = recent.of('home');
    expect([events.length, events[0], events[1]]).toMatchObject([
      501,
      { kind: 'refetch' },
      { kind: 'frame', frame: { seq: 2 } },
    ]);
  });
});
