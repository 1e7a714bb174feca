'use client';
import { useEffect, useState } from 'react';

/** Epoch ms, once a second while something runs; the page's own clock ticks too slowly for a running bar. */
export function useTick(isRunning: boolean, initial: number): number {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return Math.max(now, initial);
}
