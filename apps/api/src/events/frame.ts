import type { OutboxCursor } from '../store/outbox.ts';

/** One server-sent event of the live stream. */
export type Frame = {
  topic: string;
  /** Grows with time; events of one transaction share it. */
  seq: number;
  type: 'patch' | 'snapshot' | 'gone' | 'heartbeat' | 'hello';
  data: unknown;
};

/** SSE text. `id` is where a broken stream resumes: `<stream>.<xid>.<id>`. */
export function formatFrame(frame: Frame, id?: string): string {
  const lines = id === undefined ? '' : `id: ${id}\n`;
  return `${lines}data: ${JSON.stringify(frame)}\n\n`;
}

export function formatEventId(stream: string, cursor: OutboxCursor): string {
  return `${stream}.${cursor.xid}.${cursor.id}`;
}

/** Inverse; undefined for anything else. */
export function parseEventId(text: string | undefined): { stream: string; cursor: OutboxCursor } | undefined {
  const match = /^([\w-]{1,64})\.(\d{1,19})\.(\d{1,19})$/.exec(text ?? '');
  if (!match) return undefined;
  return { stream: match[1] ?? '', cursor: { xid: BigInt(match[2] ?? 0), id: BigInt(match[3] ?? 0) } };
}
