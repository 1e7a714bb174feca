export type Freshness = {
  state: 'live' | 'delayed' | 'offline' /** Epoch ms of the last word from the server; 0 = never. */;
  lastFrameAt: number;
};

const delayedAfterMs = 15_000;
const offlineAfterMs = 20_000;
const brokenOfflineAfterMs = 5_000;

/** How fresh the page is: heartbeats come every 10 s, a broken connection is believed after 5 s. All times in epoch ms. */
export function freshnessOf(input: {
  lastFrameAt: number;
  brokenSince: number | null;
  now: number;
}): Freshness {
  const { lastFrameAt, brokenSince, now } = input;
  const age = now - lastFrameAt;
  if (brokenSince !== null)
    return { state: now - brokenSince >= brokenOfflineAfterMs ? 'offline' : 'delayed', lastFrameAt };
  if (age >= offlineAfterMs) return { state: 'offline', lastFrameAt };
  return { state: age >= delayedAfterMs ? 'delayed' : 'live', lastFrameAt };
}
