import type { Clock, Random } from '@bowline/sync-engine/ports/time';
import type { Access, Principal } from '../auth/access.ts';
import type { Authenticator } from '../auth/authenticate.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { type OutboxCursor, type OutboxEvent, outboxStore } from '../store/outbox.ts';
import { streamTopicsStore } from '../store/stream-topics.ts';
import { formatEventId, formatFrame, parseEventId } from './frame.ts';
import type { Sink } from './sink.ts';

export type StreamRequest = {
  principal: Principal;
  access: Access;
  topics: string[];
  /** Last-Event-ID of the stream that broke. */
  lastEventId: string | undefined;
};

/** Live streams of this replica: reads the outbox once for all of them and sends each what it asked for and may see. */
export type StreamHub = {
  /** Opens a stream; text chunks go to `sink` until it or the hub ends it. */
  open(request: StreamRequest, sink: Sink): Promise<{ id: string; close(): void }>;
  /** Something is in the outbox. */
  poke(): void;
  /** Topics of a stream changed, perhaps through another replica. One that is new to it gets what was told of it just now. */
  reloadTopics(id: string): Promise<void>;
  /** Sessions, tokens or rights changed: streams that no longer count end now (X36). */
  recheck(): void;
  count(): number;
  start(): Promise<void>;
  stop(): Promise<void>;
};

type Stream = {
  id: string;
  topics: Set<string>;
  principal: Principal;
  access: Access;
  cursor: OutboxCursor;
  sink: Sink;
};

const pollMs = 2_000;
const heldBackMsMin = 8;
const heldBackMsMax = 500;
const heartbeatMs = 8_000;
const batch = 500;
const streamsPerPrincipalMax = 50;
/** Longer than a page takes from its data to its topics. */
const missedSeconds = 15;
const missedTries = 5;

export function streamHub(deps: {
  db: Database;
  auth: Authenticator;
  clock: Clock;
  random: Random;
  log: Log;
}): StreamHub {
  const { db, auth, clock, random, log } = deps;
  const streams = new Map<string, Stream>();
  const outbox = outboxStore(db);
  const topicsOf = streamTopicsStore(db);
  let cursor: OutboxCursor = { xid: 0n, id: 0n };
  let isStopped = false;
  let reading: Promise<void> | undefined;
  let isPoked = false;
  let cancelSoon = (): void => {};
  let heldBackMs = heldBackMsMin;
  const cancels: (() => void)[] = [];

  const close = (stream: Stream): void => {
    streams.delete(stream.id);
    stream.sink.end();
  };

  const send = (stream: Stream, event: OutboxEvent): void => {
    if (!stream.topics.has(event.topic) || !maySee(stream.access, event)) return;
    const { topic, type, data } = event;
    const frame = formatFrame(
      { topic, seq: Number(event.cursor.xid), type, data },
      formatEventId(stream.id, event.cursor),
    );
    if (!stream.sink.write(frame)) close(stream);
  };

  const readOutbox = async (): Promise<void> => {
    for (;;) {
      isPoked = false;
      const events = await outbox.after(cursor, batch);
      for (const event of events) {
        for (const stream of streams.values()) {
          if (isAfter(event.cursor, stream.cursor)) send(stream, event);
        }
        cursor = event.cursor;
      }
      if (isStopped) return;
      if (events.length < batch && !isPoked) break;
    }
    // No wake-up tells that a transaction in front has ended: look again soon, and less often the longer it takes.
    const isHeldBack = await outbox.hasHeldBack(cursor);
    heldBackMs = isHeldBack ? Math.min(heldBackMs * 2, heldBackMsMax) : heldBackMsMin;
    if (isHeldBack) cancelSoon = clock.schedule(heldBackMs, poke);
  };

  const poke = (): void => {
    isPoked = true;
    cancelSoon();
    if (isStopped || reading) return;
    reading = readOutbox()
      .catch((error: unknown) => log.warn({ error }, 'could not read the outbox'))
      .finally(() => {
        reading = undefined;
        if (isPoked && !isStopped) cancelSoon = clock.schedule(heldBackMsMin, poke);
      });
  };

  // What a broken stream missed, before it goes live: nothing newer may be sent in front of it. A gap is told as `gone`.
  const catchUp = async (stream: Stream, from: OutboxCursor): Promise<void> => {
    if (!(await outbox.holds(from))) {
      for (const topic of stream.topics) {
        stream.sink.write(formatFrame({ topic, seq: Number(cursor.xid), type: 'gone', data: null }));
      }
      return;
    }
    stream.cursor = from;
    while (isAfter(cursor, stream.cursor)) {
      const events = await outbox.after(stream.cursor, batch);
      if (events.length === 0) return;
      for (const event of events) {
        if (isAfter(event.cursor, cursor)) return;
        send(stream, event);
        stream.cursor = event.cursor;
      }
    }
  };

  // Read again when the hub has gone on meanwhile: what it has sent in between would be in neither.
  const toldJustNow = async (topics: string[]): Promise<OutboxEvent[]> => {
    for (let tries = 1; ; tries += 1) {
      const seen = cursor;
      const events = await outbox.recent(topics, { seconds: missedSeconds, limit: batch });
      if (seen === cursor || tries === missedTries) return events;
    }
  };

  const recheckAll = async (): Promise<void> => {
    auth.forget();
    for (const stream of streams.values()) {
      const principal = await auth.check(stream.principal);
      if (!principal) close(stream);
      else Object.assign(stream, { principal, access: await auth.access(principal) });
    }
  };

  const recheck = (): void => {
    void recheckAll().catch((error: unknown) => {
      log.warn({ error }, 'could not check the open streams; they are closed');
      for (const stream of streams.values()) close(stream);
    });
  };

  const every = (intervalMs: number, task: () => void): void => {
    let cancel = () => {};
    const arm = (): void => {
      cancel = clock.schedule(intervalMs, () => {
        if (isStopped) return;
        task();
        arm();
      });
    };
    arm();
    cancels.push(() => cancel());
  };

  const beat = (): void => {
    const frame = formatFrame({
      topic: '',
      seq: Number(cursor.xid),
      type: 'heartbeat',
      data: { at: clock.now().toISOString() },
    });
    for (const stream of streams.values()) if (!stream.sink.write(frame)) close(stream);
    void topicsOf.touch([...streams.keys()]).catch(() => {});
  };

  const endExpired = (): void => {
    const now = clock.now().getTime();
    for (const stream of streams.values()) if (Date.parse(stream.principal.expiresAt) <= now) close(stream);
  };

  return {
    async open({ principal, access, topics, lastEventId }, sink) {
      const own = [...streams.values()].filter((stream) => stream.principal.user.id === principal.user.id);
      if (own.length >= streamsPerPrincipalMax && own[0]) close(own[0]);
      const id = random.uuid();
      const actor = actorKey(principal);
      const resume = parseEventId(lastEventId);
      const former = resume && (await topicsOf.find(resume.stream, actor));
      const wanted = topics.length > 0 ? topics : (former ?? []);
      await topicsOf.open(id, actor, wanted);
      const stream: Stream = { id, topics: new Set(wanted), principal, access, cursor, sink };
      const hello = { topic: '', seq: Number(cursor.xid), type: 'hello', data: { id, heartbeatMs } } as const;
      sink.write(formatFrame(hello, formatEventId(id, stream.cursor)));
      if (resume) await catchUp(stream, resume.cursor);
      streams.set(id, stream);
      return { id, close: () => close(stream) };
    },
    poke,
    async reloadTopics(id) {
      const stream = streams.get(id);
      if (!stream) return;
      const topics = new Set((await topicsOf.find(id, actorKey(stream.principal))) ?? []);
      const added = [...topics].filter((topic) => !stream.topics.has(topic));
      // Its reader has fetched what the topic tells of before it could ask for the topic: what came between would be lost.
      const missed = await toldJustNow(added);
      stream.topics = topics;
      for (const event of missed) if (!isAfter(event.cursor, cursor)) send(stream, event);
    },
    recheck,
    count: () => streams.size,
    async start() {
      cursor = await outbox.end();
      every(pollMs, poke);
      every(heartbeatMs, beat);
      every(1_000, endExpired);
      every(5_000, recheck);
    },
    async stop() {
      isStopped = true;
      cancelSoon();
      for (const cancel of cancels) cancel();
      for (const stream of streams.values()) close(stream);
      await reading;
    },
  };
}

/** Owner of a stream's topics. */
export function actorKey(principal: Principal): string {
  return `${principal.actor.kind}:${principal.actor.name}`;
}

function maySee(access: Access, event: OutboxEvent): boolean {
  if (event.topic === 'activity') return access.can('activity:get', { project: event.project }).ok;
  if (event.project === null) return true;
  return access.can('applications:get', { project: event.project }).ok;
}

function isAfter(a: OutboxCursor, b: OutboxCursor): boolean {
  return a.xid > b.xid || (a.xid === b.xid && a.id > b.id);
}
