'use client';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../lib/api/client.ts';
import { readEvents } from '../../lib/read-events.ts';
import type { AppRef } from '../../lib/urls.ts';
import { linesMax, type RawLine } from './log-lines.ts';

export type LogQuery = {
  id: string;
  container?: string;
  previous: boolean;
  follow: boolean;
  tail: number;
};
export type LogState = {
  lines: readonly RawLine[];
  /** Lines dropped at the front. */
  dropped: number;
  phase: 'reading' | 'ended' | 'failed';
  error: unknown;
};

const start: LogState = { lines: [], dropped: 0, phase: 'reading', error: null };

/** Streams lines while the component is shown; give it a new key for a new query. Lines are handed on ten times a second. */
export function useLogs(app: AppRef, query: LogQuery): LogState {
  const [state, setState] = useState(start);
  const { id, container, previous, follow, tail } = query;
  const { project, name } = app;
  const buffer = useRef<RawLine[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    buffer.current = [];
    const flush = () => {
      const fresh = buffer.current;
      if (fresh.length === 0) return;
      buffer.current = [];
      setState((known) => {
        const lines = [...known.lines, ...fresh];
        const over = Math.max(0, lines.length - linesMax);
        return { ...known, lines: over > 0 ? lines.slice(over) : lines, dropped: known.dropped + over };
      });
    };
    const timer = setInterval(flush, 100);
    const read = async () => {
      try {
        const response = await api.open('streamLogs', {
          params: { project, name },
          query: {
            id,
            container: container || undefined,
            previous: String(previous),
            follow: String(follow),
            tail,
          },
          signal: abort.signal,
        });
        for await (const { event, data } of readEvents(response)) {
          if (event === 'line' || event === 'message') buffer.current.push(JSON.parse(data) as RawLine);
          else if (event === 'error') {
            const { message } = JSON.parse(data) as { message: string };
            throw new Error(message);
          }
        }
        flush();
        setState((known) => ({ ...known, phase: 'ended' }));
      } catch (error) {
        if (abort.signal.aborted) return;
        flush();
        setState((known) => ({ ...known, phase: 'failed', error }));
      }
    };
    void read();
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [project, name, id, container, previous, follow, tail]);
  return state;
}
