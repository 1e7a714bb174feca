import { judgeFrame, parseFrame, streamId, type Frame } from './frames.ts';
import { RecentFrames, type RecentState, type TopicEvent } from './recent-frames.ts';

type Handler = (event: TopicEvent) => void;

type TabMessage =
  | { kind: 'topics'; tab: string; topics: string[] }
  | { kind: 'bye'; tab: string }
  | { kind: 'who' }
  | { kind: 'frame'; frame: Frame; size: number }
  | { kind: 'recent'; tab: string; state: RecentState }
  | { kind: 'reset' }
  | { kind: 'health'; lastFrameAt: number; brokenSince: number | null };

export type HubDependencies = {
  openSource: () => EventSource;
  setTopics: (streamId: string, topics: string[]) => Promise<void>;
  /** Called when the stream was refused: is the session over? */
  onRefused: () => void;
  now: () => number;
  channel: BroadcastChannel | null;
  locks: LockManager | null;
  tab: string;
};

/**
 * One stream per browser: the tab that holds the lock connects and passes frames to the others. Without locks (plain http on
 * another host) each visible tab connects by itself. Topics of all tabs are subscribed together: the server repeats what was
 * said just now on a topic that is new to the stream, the tabs themselves on one that is not (docs/decisions/0021).
 */
export class StreamHub {
  lastFrameAt: number;
  brokenSince: number | null = null;
  private readonly handlers = new Map<string, Set<Handler>>();
  private readonly seqs = new Map<string, number>();
  private readonly tabTopics = new Map<string, readonly string[]>();
  private readonly recent: RecentFrames;
  private source: EventSource | null = null;
  private stream: string | null = null;
  private releaseLock: (() => void) | null = null;
  private isStopped = false;
  private sendTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private retryMs = 1000;
  private readonly deps: HubDependencies;

  constructor(deps: HubDependencies) {
    this.deps = deps;
    this.lastFrameAt = deps.now();
    this.recent = new RecentFrames(deps.now);
  }

  /** Begins to lead or follow; returns what stops it. */
  start(): () => void {
    this.isStopped = false;
    const { channel, locks } = this.deps;
    channel?.addEventListener('message', this.onMessage);
    if (locks && channel) {
      const abort = new AbortController();
      locks
        .request(
          'bowline-stream',
          { signal: abort.signal },
          () => new Promise<void>((release) => this.lead(release)),
        )
        .catch(() => undefined); // aborted while waiting for the lock: this tab closed first
      this.announce();
      return () => this.stop(() => abort.abort());
    }
    this.connect();
    return () => this.stop(() => undefined);
  }

  /** Subscribes to a topic, what was said of it just now first; returns what ends it. */
  subscribe(topic: string, handler: Handler): () => void {
    const handlers = this.handlers.get(topic) ?? new Set();
    handlers.add(handler);
    this.handlers.set(topic, handlers);
    this.repeat(topic, [handler]);
    this.announce();
    return () => {
      handlers.delete(handler);
      if (handlers.size === 0) {
        this.handlers.delete(topic);
        this.seqs.delete(topic);
        this.announce();
      }
    };
  }

  /** Hidden tabs without locks close their own connection. */
  setVisible(isVisible: boolean) {
    if (this.deps.locks && this.deps.channel) return;
    if (isVisible) this.connect();
    else this.disconnect();
  }

  private readonly onMessage = (event: MessageEvent<TabMessage>) => {
    const message = event.data;
    if (message.kind === 'topics') {
      const isNew = !this.tabTopics.has(message.tab);
      this.tabTopics.set(message.tab, message.topics);
      if (isNew && this.source) this.tell({ kind: 'recent', tab: message.tab, state: this.recent.state() });
      this.sendTopics();
    } else if (message.kind === 'bye') {
      this.tabTopics.delete(message.tab);
      this.sendTopics();
    } else if (message.kind === 'who') this.announce();
    else if (message.kind === 'frame') this.deliver(message.frame, message.size);
    else if (message.kind === 'recent') this.learn(message);
    else if (message.kind === 'reset') this.refetchAll();
    else if (message.kind === 'health') {
      this.lastFrameAt = message.lastFrameAt;
      this.brokenSince = message.brokenSince;
    }
  };

  private lead(release: () => void) {
    if (this.isStopped) return release();
    this.releaseLock = release;
    this.tell({ kind: 'who' });
    this.connect();
  }

  private stop(cancel: () => void) {
    this.isStopped = true;
    this.tell({ kind: 'bye', tab: this.deps.tab });
    this.deps.channel?.removeEventListener('message', this.onMessage);
    clearTimeout(this.sendTimer);
    clearTimeout(this.retryTimer);
    this.disconnect();
    this.releaseLock?.();
    this.releaseLock = null;
    cancel();
  }

  private connect() {
    if (this.source || this.isStopped) return;
    const source = this.deps.openSource();
    this.source = source;
    source.addEventListener('message', (event: MessageEvent<string>) => this.receive(event.data));
    source.addEventListener('error', () => {
      this.brokenSince ??= this.deps.now();
      this.tellHealth();
      // CLOSED: the server refused; anything else is retried by the browser itself.
      if (source.readyState !== EventSource.CLOSED || this.source !== source) return;
      this.disconnect();
      this.deps.onRefused();
      this.retryTimer = setTimeout(() => this.connect(), this.retryMs);
      this.retryMs = Math.min(15_000, this.retryMs * 2);
    });
  }

  private disconnect() {
    this.source?.close();
    this.source = null;
    this.stream = null;
  }

  private receive(text: string) {
    const frame = parseFrame(text);
    if (!frame) return;
    const wasBroken = this.brokenSince !== null;
    this.lastFrameAt = this.deps.now();
    this.brokenSince = null;
    this.retryMs = 1000;
    this.tellHealth();
    const id = streamId(frame);
    if (id) {
      this.stream = id;
      this.sendTopics();
    }
    if (wasBroken) {
      // Frames may be missing: every topic is fetched again.
      this.refetchAll();
      this.tell({ kind: 'reset' });
    }
    if (frame.type === 'heartbeat' || frame.type === 'hello') return;
    this.deliver(frame, text.length);
    this.tell({ kind: 'frame', frame, size: text.length });
  }

  private deliver(frame: Frame, size: number) {
    this.recent.add(frame, size);
    const handlers = this.handlers.get(frame.topic);
    if (!handlers) return;
    const verdict = judgeFrame(this.seqs.get(frame.topic), frame);
    if (verdict === 'ignore') return;
    this.seqs.set(frame.topic, frame.seq);
    const event: TopicEvent = verdict === 'apply' ? { kind: 'frame', frame } : { kind: 'refetch' };
    for (const handler of handlers) handler(event);
  }

  /** A tab that opens has heard nothing yet: the leading one tells it. */
  private learn(message: { tab: string; state: RecentState }) {
    if (message.tab !== this.deps.tab) return;
    this.recent.restore(message.state);
    for (const [topic, handlers] of this.handlers) this.repeat(topic, handlers);
  }

  private repeat(topic: string, handlers: Iterable<Handler>) {
    const events = this.recent.of(topic);
    const last = events.at(-1);
    if (last?.kind === 'frame') this.seqs.set(topic, Math.max(last.frame.seq, this.seqs.get(topic) ?? 0));
    for (const handler of handlers) for (const event of events) handler(event);
  }

  private refetchAll() {
    this.seqs.clear();
    for (const handlers of this.handlers.values())
      for (const handler of handlers) handler({ kind: 'refetch' });
  }

  private announce() {
    const topics = [...this.handlers.keys()];
    this.tabTopics.set(this.deps.tab, topics);
    this.tell({ kind: 'topics', tab: this.deps.tab, topics });
    this.sendTopics();
  }

  /** Collects changes of one moment (a page change drops and adds topics) into one request. */
  private sendTopics() {
    if (!this.source) return;
    clearTimeout(this.sendTimer);
    this.sendTimer = setTimeout(() => {
      if (!this.stream) return;
      const topics = [...new Set([...this.tabTopics.values()].flat())].sort().slice(0, 100);
      this.deps.setTopics(this.stream, topics).catch(() => undefined); // a lost stream says so itself
    }, 30);
  }

  private tell(message: TabMessage) {
    this.deps.channel?.postMessage(message);
  }

  private tellHealth() {
    this.tell({ kind: 'health', lastFrameAt: this.lastFrameAt, brokenSince: this.brokenSince });
  }
}
