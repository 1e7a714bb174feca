import type { Clock } from '../clock.ts';
import { badRequest, expired } from './errors.ts';
import { assertRevisionKnown } from './read.ts';
import { Representation } from './representation.ts';
import type { ApiRequest, Reply, Target, WatchEvent, WatchSink } from './request.ts';
import { resourceKey, type ResourceType } from './resource-type.ts';
import { type Matcher, parseSelectors } from './selector.ts';
import type { Change, Store, Stored } from './store.ts';

const BOOKMARK_EVERY_MS = 10_000;
const TIMEOUT_MAX_SECONDS = 3600;

/** Open watches; `dropAll` ends their connections as a restarting API server does. */
export class WatchHub {
  readonly #open = new Set<() => void>();
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get count(): number {
    return this.#open.size;
  }

  dropAll(): void {
    // A copy: clients in this process open their next watch while this runs.
    const open = [...this.#open];
    for (const end of open) end();
  }

  /** Answers GET ?watch=1 (or a watch of one name). */
  watch(type: ResourceType, target: Target, request: ApiRequest): Reply {
    const { query } = request;
    const matches = inScope(parseSelectors(query, type), target);
    assertRevisionKnown(this.#store, query);
    const initialEvents = query.get('sendInitialEvents') === 'true';
    if (initialEvents && query.get('resourceVersionMatch') !== 'NotOlderThan') {
      throw badRequest(
        'resourceVersionMatch: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
    }
    const representation = new Representation(type, target.version, request.accept);
    const timeoutMs =
      Math.min(Number(query.get('timeoutSeconds')) || TIMEOUT_MAX_SECONDS, TIMEOUT_MAX_SECONDS) * 1000;
    const from = Number(query.get('resourceVersion') ?? 0) || 0;
    const open = (sink: WatchSink) =>
      this.#start({
        sink,
        resource: resourceKey(type),
        matches,
        representation,
        from: initialEvents ? 0 : from,
        wantsBookmarks: query.get('allowWatchBookmarks') === 'true',
        initialEvents,
        timeoutMs,
      });
    return { status: 200, warnings: [], body: { kind: 'watch', open } };
  }

  #start(watch: WatchOptions): () => void {
    const { sink, resource, matches, representation } = watch;
    const stops: (() => void)[] = [];
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      this.#open.delete(end);
      for (const stop of stops) stop();
    };
    const end = () => {
      close();
      sink.end();
    };
    if (!this.#replay(watch)) {
      sink.end();
      return close;
    }
    const bookmark = (annotations?: Record<string, string>) =>
      sink.event(plainEvent('BOOKMARK', representation.bookmark(this.#store.revision, annotations)));
    if (watch.initialEvents) bookmark({ 'k8s.io/initial-events-end': 'true' });
    this.#open.add(end);
    stops.push(
      this.#store.subscribe(resource, (change) => {
        const event = eventOf(change, matches, representation);
        if (event) sink.event(event);
      }),
      this.#clock.after(watch.timeoutMs, () => {
        if (watch.wantsBookmarks) bookmark();
        end();
      }),
    );
    if (watch.wantsBookmarks) stops.push(repeat(this.#clock, BOOKMARK_EVERY_MS, bookmark));
    return close;
  }

  /** Sends what came before; false when the history needed is gone (the client has got its 410). */
  #replay({ sink, resource, matches, representation, from }: WatchOptions): boolean {
    if (from === 0) {
      for (const stored of this.#store.list(resource)) {
        if (matches(stored.object)) sink.event(storedEvent('ADDED', stored, representation));
      }
      return true;
    }
    const changes = this.#store.changesSince(resource, from);
    if (!changes) {
      const gone = expired(`too old resource version: ${from} (${this.#store.compactedRevision})`);
      sink.event(plainEvent('ERROR', gone.status()));
      return false;
    }
    for (const change of changes) {
      const event = eventOf(change, matches, representation);
      if (event) sink.event(event);
    }
    return true;
  }
}

interface WatchOptions {
  sink: WatchSink;
  resource: string;
  matches: Matcher;
  representation: Representation;
  from: number;
  wantsBookmarks: boolean;
  initialEvents: boolean;
  timeoutMs: number;
}

function inScope(selected: Matcher | undefined, { namespace, name }: Target): Matcher {
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    (!selected || selected(object));
}

/** An object that leaves the selector is DELETED for this watcher, one that enters it ADDED. */
function eventOf(change: Change, matches: Matcher, representation: Representation): WatchEvent | undefined {
  const before = change.previous !== undefined && matches(change.previous.object);
  const after = change.type !== 'DELETED' && matches(change.stored.object);
  if (before && after) return storedEvent('MODIFIED', change.stored, representation);
  if (after) return storedEvent('ADDED', change.stored, representation);
  if (!before) return undefined;
  return storedEvent('DELETED', change.type === 'DELETED' ? change.stored : lastSeen(change), representation);
}

/** The object as the watcher last knew it, under the revision at which it left the selection. */
function lastSeen(change: Change): Stored {
  const { object } = change.previous!;
  return {
    object: { ...object, metadata: { ...object.metadata, resourceVersion: String(change.revision) } },
  };
}

function storedEvent(type: WatchEvent['type'], stored: Stored, representation: Representation): WatchEvent {
  return { type, object: () => representation.value(stored.object), text: () => representation.text(stored) };
}

function plainEvent(type: WatchEvent['type'], object: unknown): WatchEvent {
  return { type, object: () => object, text: () => JSON.stringify(object) };
}

function repeat(clock: Clock, everyMs: number, fn: () => void): () => void {
  let cancel = clock.after(everyMs, again);
  function again() {
    fn();
    cancel = clock.after(everyMs, again);
  }
  return () => cancel();
}
