'use client';
import { useState, useSyncExternalStore } from 'react';
import type { ActivityEvent } from './use-activity.ts';

/**
 * Holds news back while the list is being read (scrolled, or with the focus in it), so that rows do not move under the pointer;
 * `waiting` counts what came in meanwhile. Another `filterKey` starts over.
 */
export function useShownEvents(events: readonly ActivityEvent[], filterKey: string) {
  const newest = events[0]?.id;
  const isReading = useSyncExternalStore(watchReading, readsNow, () => false);
  const [held, setHeld] = useState({ filterKey, top: newest });
  const isFollowing = !isReading || held.filterKey !== filterKey || held.top === undefined;
  if (isFollowing && (held.top !== newest || held.filterKey !== filterKey)) {
    setHeld({ filterKey, top: newest });
  }
  const start = isFollowing
    ? 0
    : Math.max(
        0,
        events.findIndex((event) => event.id === held.top),
      );
  return {
    events: events.slice(start),
    waiting: start,
    show: () => setHeld({ filterKey, top: newest }),
  };
}

const signs = ['scroll', 'focusin', 'focusout'] as const;

function watchReading(onChange: () => void): () => void {
  for (const sign of signs) window.addEventListener(sign, onChange, { passive: true });
  return () => {
    for (const sign of signs) window.removeEventListener(sign, onChange);
  };
}

function readsNow(): boolean {
  return window.scrollY > 80 || document.activeElement?.closest('[role=grid]') != null;
}
