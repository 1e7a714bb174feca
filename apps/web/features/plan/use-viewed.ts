'use client';
import { useCallback, useSyncExternalStore } from 'react';

const none: ReadonlySet<string> = new Set();
const known = new Map<string, ReadonlySet<string>>();
const listeners = new Set<() => void>();

/** Which objects of a plan this person has viewed, kept in the browser. A plan never changes, so its id is enough of a key. */
export function useViewed(planId: string) {
  const key = `bowline-viewed-${planId}`;
  const subscribe = useCallback((notify: () => void) => {
    listeners.add(notify);
    return () => listeners.delete(notify);
  }, []);
  const viewed = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => none,
  );
  const setViewed = (id: string, isViewed: boolean) => {
    const next = new Set(read(key));
    if (isViewed) next.add(id);
    else next.delete(id);
    known.set(key, next);
    try {
      localStorage.setItem(key, JSON.stringify([...next]));
    } catch {
      // A full or blocked storage only forgets the marks when the page is left.
    }
    for (const notify of listeners) notify();
  };
  return { viewed, setViewed };
}

function read(key: string): ReadonlySet<string> {
  const cached = known.get(key);
  if (cached) return cached;
  let marks: ReadonlySet<string> = none;
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    if (Array.isArray(parsed)) marks = new Set(parsed.filter((id) => typeof id === 'string'));
  } catch {
    // Unreadable marks are no marks.
  }
  known.set(key, marks);
  return marks;
}
