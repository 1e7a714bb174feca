'use client';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';

const NowContext = createContext(0);

/** One clock for all ages on the page; ticks every ten seconds, also while the stream is offline. */
export function NowProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    // The server's clock was right for the first paint; the browser's takes over at once.
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, 10_000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}

/** Epoch ms of the page's clock. */
export function useNow(): number {
  return use(NowContext);
}
