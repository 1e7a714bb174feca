'use client';
import { useQueryClient, type InvalidateQueryFilters, type QueryKey } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { sessionGate } from '../session/gate.ts';
import { freshnessOf, type Freshness } from './freshness.ts';
import { StreamHub } from './hub.ts';
import type { TopicEvent } from './recent-frames.ts';

const HubContext = createContext<StreamHub | null>(null);
const FreshnessContext = createContext<Freshness>({ state: 'live', lastFrameAt: 0 });

/** Connects this browser to the live stream; without it the pages poll. */
export function StreamProvider({ children }: { children: ReactNode }) {
  const [hub] = useState(makeHub);
  const [freshness, setFreshness] = useState<Freshness>({ state: 'live', lastFrameAt: 0 });
  const queryClient = useQueryClient();

  useEffect(() => {
    if (!hub) return;
    let stop = hub.start();
    const onVisibility = () => hub.setVisible(!document.hidden);
    const onHide = () => stop();
    // Back and forward may show the page as it was left: nobody has told it anything since.
    const onShow = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      stop = hub.start();
      void queryClient.invalidateQueries();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', onHide);
    window.addEventListener('pageshow', onShow);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onHide);
      window.removeEventListener('pageshow', onShow);
      stop();
    };
  }, [hub, queryClient]);

  useEffect(() => {
    if (!hub) return;
    const timer = setInterval(() => {
      const next = freshnessOf({
        lastFrameAt: hub.lastFrameAt,
        brokenSince: hub.brokenSince,
        now: Date.now(),
      });
      // While live only the state matters; the time of the last frame is shown once it is not.
      setFreshness((known) =>
        known.state === next.state && (next.state === 'live' || known.lastFrameAt === next.lastFrameAt)
          ? known
          : next,
      );
    }, 1000);
    return () => clearInterval(timer);
  }, [hub]);

  // Polling is the fallback whenever the chip is not Live.
  useEffect(() => {
    if (freshness.state === 'live') return;
    const timer = setInterval(() => void queryClient.invalidateQueries({ type: 'active' }), 15_000);
    return () => clearInterval(timer);
  }, [freshness.state, queryClient]);

  return (
    <HubContext value={hub}>
      <FreshnessContext value={freshness}>{children}</FreshnessContext>
    </HubContext>
  );
}

/** Null on the server, which has no stream. */
function makeHub(): StreamHub | null {
  if (typeof window === 'undefined') return null;
  return new StreamHub({
    openSource: () => new EventSource('/api/v1/stream'),
    setTopics: async (id, topics) => void (await api.call('setTopics', { params: { id }, body: { topics } })),
    onRefused: () => void askSession(),
    now: () => Date.now(),
    channel: typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('bowline-stream'),
    locks: navigator.locks ?? null,
    // randomUUID exists in secure contexts only.
    tab: crypto.randomUUID?.() ?? String(Math.random()),
  });
}

/** An EventSource hides why it was refused: ask whether the session is over. */
async function askSession() {
  const response = await fetch('/api/v1/session').catch(() => null);
  if (response?.status === 401) void sessionGate.expire();
}

/** Live, Delayed or Offline, and when the server was last heard. */
export function useFreshness(): Freshness {
  return use(FreshnessContext);
}

/**
 * Keeps queries current while the component is shown: frames of the topic refetch the keys, at most twice a second.
 * With `onFrame` a frame that the handler returns true for was patched in and refetches nothing.
 */
export function useTopic(
  topic: string | null,
  keys: readonly (QueryKey | InvalidateQueryFilters)[],
  onFrame?: (event: TopicEvent) => boolean,
) {
  const hub = use(HubContext);
  const queryClient = useQueryClient();
  const latest = useRef({ keys, onFrame, queryClient });
  useEffect(() => {
    latest.current = { keys, onFrame, queryClient };
  });
  useEffect(() => {
    if (!hub || topic === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refetch = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        const { keys, queryClient } = latest.current;
        for (const key of keys) void queryClient.invalidateQueries('length' in key ? { queryKey: key } : key);
      }, 400);
    };
    const end = hub.subscribe(topic, (event) => {
      if (!latest.current.onFrame?.(event)) refetch();
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [hub, topic]);
}
