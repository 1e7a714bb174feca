import type { Clock } from '@bowline/sync-engine/ports/time';
import type { Log } from '../log.ts';
import { listen } from '../store/listen.ts';
import { outboxChannel, type WakeUp, wakeChannel } from '../store/wake.ts';

export type WakeListener = {
  onWake?: (message: WakeUp) => void;
  onOutbox?: () => void;
  /** The connection is new: wake-ups may have been lost meanwhile. */
  onConnected?: () => void;
};

/** One listening connection of this process for everyone who wants to be woken. */
export type WakeUps = {
  /** Returns how to stop listening. */
  subscribe(listener: WakeListener): () => void;
  stop(): Promise<void>;
};

export function wakeUps(deps: { url: string; clock: Clock; log: Log }): WakeUps {
  const listeners = new Set<WakeListener>();
  const connection = listen(deps.url, {
    channels: [wakeChannel, outboxChannel],
    schedule: (delayMs, task) => deps.clock.schedule(delayMs, task),
    onConnected: () => {
      for (const listener of listeners) listener.onConnected?.();
    },
    onError: (error) => deps.log.warn({ error }, 'lost the listening connection; connecting again'),
    onMessage(channel, payload) {
      if (channel === outboxChannel) {
        for (const listener of listeners) listener.onOutbox?.();
        return;
      }
      const message = JSON.parse(payload) as WakeUp; // only wake() sends on this channel
      for (const listener of listeners) listener.onWake?.(message);
    },
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => connection.stop(),
  };
}
