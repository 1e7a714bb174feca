'use client';
import { useEffect, useRef } from 'react';

/** Calls back when the element is near the viewport: put it after the last item. */
export function useEndReached(onEndReached: () => void) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(onEndReached);
  useEffect(() => {
    latest.current = onEndReached;
  });
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && latest.current(),
      { rootMargin: '800px' },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return ref;
}
