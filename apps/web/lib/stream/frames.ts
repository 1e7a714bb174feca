export type Frame = {
  topic: string;
  seq: number;
  type: 'patch' | 'snapshot' | 'gone' | 'heartbeat' | 'hello';
  data?: unknown;
};

/** What to do with a frame: use it, fetch its topic again because frames are missing, or drop it as old. */
export type FrameVerdict = 'apply' | 'refetch' | 'ignore';

/**
 * Judges a frame by the last number seen on its topic. A snapshot or "gone" starts afresh; an older patch is dropped, one of
 * the same number is another change of the same transaction;
 * `lastSeq` undefined means the topic was just subscribed.
 */
export function judgeFrame(lastSeq: number | undefined, frame: Frame): FrameVerdict {
  if (frame.type === 'heartbeat' || frame.type === 'hello') return 'ignore';
  if (frame.type === 'gone') return 'refetch';
  if (frame.type === 'snapshot' || lastSeq === undefined) return 'apply';
  return frame.seq >= lastSeq ? 'apply' : 'ignore';
}

/** Reads one server-sent message; null when it is not a frame. */
export function parseFrame(text: string): Frame | null {
  try {
    const value = JSON.parse(text) as Partial<Frame>;
    if (typeof value.topic !== 'string' || typeof value.type !== 'string') return null;
    return { topic: value.topic, seq: Number(value.seq ?? 0), type: value.type, data: value.data };
  } catch {
    return null;
  }
}

/** The id of the stream, told by its first frame. */
export function streamId(frame: Frame): string | null {
  if (frame.type !== 'hello') return null;
  const data = frame.data;
  if (typeof data === 'string') return data;
  if (typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string')
    return data.id;
  return null;
}
