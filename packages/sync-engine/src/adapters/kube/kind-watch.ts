import { formatApiVersion, keyOf } from '../../core/resource-key.ts';
import type { KubeObject } from '../../core/model.ts';
import type { ApiResource, KubeFailure, KubeResult } from '../../ports/kube.ts';
import type { Clock, Random } from '../../ports/time.ts';
import { resourcePath } from './discovery.ts';
import type { LiveStore } from './live-store.ts';
import { kindIdOf } from './live-store.ts';
import type { Transport } from './transport.ts';

/** Whether what is held of a kind can be relied on. */
export type KindState =
  | { state: 'listing'; since: string }
  | { state: 'current'; since: string }
  | { state: 'stale' | 'failed'; since: string; code: string; message: string };

export type KindWatchOptions = {
  transport: Transport;
  clock: Clock;
  random: Random;
  store: LiveStore;
  resource: ApiResource;
  /** undefined: all namespaces. */
  namespace: string | undefined;
  /** Bounds how many lists run at once. */
  listSlot: <T>(task: () => Promise<T>) => Promise<T>;
  onTouched: (trackingNames: Set<string>) => void;
  onStateChange: () => void;
  /** It can be relied on again after it could not: what kept it, may have kept others too. */
  onRecovered: () => void;
  /** A request failed, so others may. */
  onFailed: () => void;
  onObject: (object: KubeObject) => void;
};

type List = { items?: KubeObject[]; metadata?: { resourceVersion?: string; continue?: string } };
type WatchEvent = { type: string; object: KubeObject & { code?: number; reason?: string } };
type WatchEnd = { kind: 'closed' } | { kind: 'expired' } | { kind: 'failed'; failure: KubeFailure };

const pageSize = '500';
const listTimeoutMs = 60_000;
/** Without contact for this long, what is held is no longer called current. */
const staleAfterMs = 10_000;
/** The API server sends a bookmark about every minute; twice that without a byte is a dead connection. */
const silenceMsMax = 150_000;
/** A watch that lasted this long was a good one. */
const steadyMs = 5_000;
const quickEndsMax = 3;
const backoffMsMin = 500;
const backoffMsMax = 30_000;
const forbiddenBackoffMsMax = 60_000;
/** A server that says no means it: nothing is to be waited for. */
const refusedStaleAfterMs = 1_000;

/** Keeps the store equal to one kind: list in pages, then watch with bookmarks, again after a failure, relist on 410 (X73). */
export class KindWatch {
  readonly resource: ApiResource;
  private readonly options: KindWatchOptions;
  private readonly control = new AbortController();
  private current: KindState;
  private resourceVersion = '';
  private failures = 0;
  private cancelStale: (() => void) | undefined;
  private readonly settled: Promise<void>;
  private settle: () => void = () => {};
  private endPause: (() => void) | undefined;
  /** The list or watch that is under way. */
  private attempt = new AbortController();

  constructor(options: KindWatchOptions) {
    this.options = options;
    this.resource = options.resource;
    this.current = { state: 'listing', since: this.now() };
    this.settled = new Promise((resolve) => (this.settle = resolve));
  }

  state(): KindState {
    return this.current;
  }

  /** Starts; resolves when the first list has succeeded or failed. */
  start(): Promise<void> {
    void this.run();
    return this.settled;
  }

  /** Ends a pause before its time: there is reason to believe that the next try succeeds. */
  retryNow(): void {
    this.endPause?.();
  }

  /**
   * The cluster did not answer for a while and does again: what was asked before may never be answered, and an open watch may
   * be a connection that nobody serves any more. Asks anew; until then what is held is not called current.
   */
  reconnect({ code, message }: { code: string; message: string }): void {
    if (this.current.state === 'current') this.change({ state: 'stale', since: this.now(), code, message });
    this.failures = 0;
    this.attempt.abort();
    this.retryNow();
  }

  stop(): void {
    this.control.abort();
    this.cancelStale?.();
    this.settle();
  }

  private async run(): Promise<void> {
    const { signal } = this.control;
    while (!signal.aborted) {
      this.attempt = new AbortController();
      const { signal: given } = this.attempt;
      const until = AbortSignal.any([signal, given]);
      if (this.resourceVersion === '') {
        const listed = await this.options.listSlot(() => this.list(until));
        if (signal.aborted) return;
        if (!listed.ok && given.aborted) continue;
        if (!listed.ok) {
          this.fail(listed);
          await this.pause(listed);
          continue;
        }
        this.resourceVersion = listed.value;
        this.recover();
      }
      const startedMs = this.options.clock.monotonicMs();
      const end = await this.watch(until);
      if (signal.aborted) return;
      if (given.aborted) continue;
      if (end.kind === 'expired') this.resourceVersion = '';
      if (this.options.clock.monotonicMs() - startedMs >= steadyMs) this.failures = 0;
      if (end.kind === 'failed') {
        this.expectStale(end.failure);
        await this.pause(end.failure);
      } else if (++this.failures > quickEndsMax) {
        // A server that ends every watch at once must not be asked in a loop.
        await this.pause(failureOfWatch(this.resource.plural));
      }
    }
  }

  private async list(signal: AbortSignal): Promise<KubeResult<string>> {
    const objects: KubeObject[] = [];
    let next: string | undefined;
    let version = '';
    const { resource } = this.options;
    for (;;) {
      const page = await this.options.transport.json<List>({
        method: 'GET',
        path: resourcePath(resource, this.options.namespace ?? ''),
        query: { limit: pageSize, continue: next },
        what: `list ${resource.plural}`,
        isSecret: false,
        timeoutMs: listTimeoutMs,
        signal,
      });
      if (!page.ok) {
        // The continuation is too old: begin again rather than patch two moments together.
        if (page.status === 410 && next !== undefined) {
          next = undefined;
          objects.length = 0;
          continue;
        }
        return page;
      }
      for (const item of page.value.items ?? []) objects.push(this.complete(item));
      version = page.value.metadata?.resourceVersion ?? '';
      next = page.value.metadata?.continue;
      if (next === undefined || next === '') break;
    }
    this.options.onTouched(this.options.store.replace(kindIdOf(resource), this.options.namespace, objects));
    return { ok: true, value: version === '' ? '0' : version, warnings: [] };
  }

  private async watch(signal: AbortSignal): Promise<WatchEnd> {
    const { transport, resource, clock } = this.options;
    const silence = new AbortController();
    let cancelSilence = clock.schedule(silenceMsMax, () => silence.abort());
    const opened = await transport.stream({
      method: 'GET',
      path: resourcePath(resource, this.options.namespace ?? ''),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: this.resourceVersion,
        timeoutSeconds: String(300 + Math.floor(this.options.random.fraction() * 300)),
      },
      what: `watch ${resource.plural}`,
      isSecret: false,
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!opened.ok) {
      cancelSilence();
      return opened.status === 410 ? { kind: 'expired' } : { kind: 'failed', failure: opened };
    }
    this.recover();
    try {
      for await (const line of linesOf(opened.value as AsyncIterable<Buffer>)) {
        cancelSilence();
        cancelSilence = clock.schedule(silenceMsMax, () => silence.abort());
        const event = JSON.parse(line) as WatchEvent;
        if (event.type === 'ERROR') {
          if (event.object.code === 410 || event.object.reason === 'Expired') return { kind: 'expired' };
          return { kind: 'failed', failure: failureOfWatch(resource.plural) };
        }
        this.take(event);
      }
      return { kind: 'closed' };
    } catch {
      if (silence.signal.aborted) return { kind: 'closed' };
      return { kind: 'failed', failure: failureOfWatch(resource.plural) };
    } finally {
      cancelSilence();
    }
  }

  private take(event: WatchEvent): void {
    const version = event.object.metadata?.resourceVersion;
    if (event.type !== 'BOOKMARK') {
      const object = this.complete(event.object);
      const { store, onTouched, onObject } = this.options;
      onTouched(event.type === 'DELETED' ? store.remove(keyOf(object)) : store.upsert(object));
      onObject(object);
    }
    if (version !== undefined) this.resourceVersion = version;
  }

  /** Items of a list carry no apiVersion and kind of their own. */
  private complete(item: KubeObject): KubeObject {
    const { resource } = this.options;
    return { ...item, apiVersion: formatApiVersion(resource), kind: resource.kind };
  }

  private recover(): void {
    this.cancelStale?.();
    this.cancelStale = undefined;
    this.change({ state: 'current', since: this.now() });
  }

  private fail(failure: KubeFailure): void {
    const { code, message } = failure;
    this.change({ state: 'failed', since: this.now(), code, message });
  }

  /** A short break of a watch loses nothing, so it takes a while until the kind is called stale. */
  private expectStale(failure: KubeFailure): void {
    if (this.current.state !== 'current' || this.cancelStale !== undefined) return;
    const since = this.now();
    const isRefused = failure.status === 401 || failure.status === 403;
    this.cancelStale = this.options.clock.schedule(isRefused ? refusedStaleAfterMs : staleAfterMs, () => {
      this.change({ state: 'stale', since, code: failure.code, message: failure.message });
    });
  }

  private change(next: KindState): void {
    const { state: before } = this.current;
    const isSame = next.state === before;
    if (!isSame) this.current = next;
    if (next.state !== 'listing') this.settle();
    if (!isSame) this.options.onStateChange();
    if (next.state === 'current' && (before === 'failed' || before === 'stale')) this.options.onRecovered();
  }

  private async pause(failure: KubeFailure): Promise<void> {
    // What is forbidden for good is asked for ever less often; a lapse of a minute is over soon after.
    const msMax = failure.status === 403 || failure.status === 404 ? forbiddenBackoffMsMax : backoffMsMax;
    const baseMs = Math.min(msMax, backoffMsMin * 2 ** Math.min(this.failures, 16));
    this.failures += 1;
    this.options.onFailed();
    const delayMs = baseMs * (0.5 + this.options.random.fraction() / 2);
    await new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        this.endPause = undefined;
        this.control.signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.options.clock.schedule(delayMs, end);
      this.endPause = end;
      this.control.signal.addEventListener('abort', end, { once: true });
    });
  }

  private now(): string {
    return this.options.clock.now().toISOString();
  }
}

function failureOfWatch(plural: string): KubeFailure {
  return {
    code: 'cluster_unreachable',
    status: 502,
    message: `The watch of ${plural} was interrupted.`,
    hint: 'Check the API server and the network to it.',
  };
}

async function* linesOf(body: AsyncIterable<Buffer>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest: string[] = [];
  for await (const chunk of body) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n');
    for (let index = 0; index < lines.length - 1; index++) {
      const line = rest.join('') + lines[index];
      rest = [];
      if (line.trim() !== '') yield line;
    }
    rest.push(lines.at(-1) ?? '');
  }
}
