import { Client } from 'pg';

export type Listener = { stop(): Promise<void> };

/**
 * LISTENs on a connection of its own and connects again after a loss, with growing pauses. `onMessage` gets channel and
 * payload; `onConnected` is called after each (re)connect, for what may have been missed meanwhile.
 */
export function listen(
  url: string,
  input: {
    channels: string[];
    onMessage: (channel: string, payload: string) => void;
    onConnected: () => void;
    onError: (error: unknown) => void;
    schedule: (delayMs: number, task: () => void) => () => void;
  },
): Listener {
  let isStopped = false;
  let client: Client | undefined;
  let pauseMs = 100;
  let cancelRetry = () => {};

  const retry = (error: unknown): void => {
    if (isStopped) return;
    input.onError(error);
    const failed = client;
    client = undefined;
    void failed?.end().catch(() => {});
    cancelRetry = input.schedule(pauseMs, () => void connect());
    pauseMs = Math.min(pauseMs * 2, 5_000);
  };

  const connect = async (): Promise<void> => {
    const next = new Client({ connectionString: url, keepAlive: true, application_name: 'bowline-listen' });
    client = next;
    const lost = (error: unknown): void => {
      if (client === next) retry(error);
    };
    next.on('error', lost);
    next.on('end', () => lost(new Error('the listening connection ended')));
    next.on('notification', (message) => input.onMessage(message.channel, message.payload ?? ''));
    try {
      await next.connect();
      for (const channel of input.channels) await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
      pauseMs = 100;
      if (!isStopped) input.onConnected();
    } catch (error) {
      lost(error);
    }
  };

  void connect();
  return {
    async stop() {
      isStopped = true;
      cancelRetry();
      await client?.end().catch(() => {});
    },
  };
}
