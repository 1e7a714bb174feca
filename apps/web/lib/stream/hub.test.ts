import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StreamHub, type HubDependencies } from './hub.ts';
import type { TopicEvent } from './recent-frames.ts';

class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  readyState = 1;
  constructor() {
    super();
    FakeSource.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  emit(frame: object) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

/** Channels of one browser: a message reaches every other tab at once. */
function browser() {
  const channels = new Set<EventTarget>();
  const held: (() => void)[] = [];
  let owner: string | null = null;
  const next = () => {
    owner = null;
    held.shift()?.();
  };
  const tab = (name: string, over: Partial<HubDependencies> = {}) => {
    const channel = Object.assign(new EventTarget(), {
      postMessage: (data: unknown) =>
        channels.forEach(
          (other) =>
            other !== channel &&
            other.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) })),
        ),
    });
    channels.add(channel);
    const locks = {
      request: (_: string, __: object, run: () => Promise<void>) => {
        const start = () => {
          owner = name;
          void run().then(next);
        };
        if (owner === null) start();
        else held.push(start);
        return Promise.resolve();
      },
    };
    const setTopics = vi.fn(() => Promise.resolve());
    const onRefused = vi.fn();
    const hub = new StreamHub({
      openSource: () => new FakeSource() as unknown as EventSource, // the parts the hub uses
      setTopics,
      onRefused,
      now: () => Date.now(),
      channel: channel as unknown as BroadcastChannel,
      locks: locks as unknown as LockManager,
      tab: name,
      ...over,
    });
    return { hub, setTopics, onRefused };
  };
  return { tab };
}

const hello = { topic: '', seq: 0, type: 'hello', data: { id: 'st_1' } };
const patch = (seq: number, topic = 'apps:list') => ({ topic, seq, type: 'patch', data: null });

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.all = [];
  vi.stubGlobal('EventSource', { CLOSED: 2 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('StreamHub (checklist 9: one stream per browser)', () => {
  it('opens one stream for two tabs and passes frames on', () => {
    const { tab } = browser();
    const [first, second] = [tab('a'), tab('b')];
    first.hub.start();
    second.hub.start();
    const events: TopicEvent[] = [];
    second.hub.subscribe('apps:list', (event) => events.push(event));
    expect(FakeSource.all).toHaveLength(1);
    FakeSource.all[0]?.emit(hello);
    vi.advanceTimersByTime(50);
    expect(first.setTopics).toHaveBeenLastCalledWith('st_1', ['apps:list']);
    FakeSource.all[0]?.emit(patch(7));
    expect(events).toMatchObject([{ kind: 'frame', frame: { seq: 7 } }]);
  });
  it('lets the next tab lead when the leader closes', () => {
    const { tab } = browser();
    const [first, second] = [tab('a'), tab('b')];
    const stop = first.hub.start();
    second.hub.start();
    stop();
    return Promise.resolve().then(() => expect(FakeSource.all).toHaveLength(2));
  });
  it('collects the topics of one moment into one request', () => {
    const { hub, setTopics } = browser().tab('a');
    hub.start();
    FakeSource.all[0]?.emit(hello);
    hub.subscribe('app:1', () => undefined);
    const end = hub.subscribe('app:2', () => undefined);
    end();
    vi.advanceTimersByTime(50);
    expect(setTopics.mock.calls).toEqual([['st_1', ['app:1']]]);
  });
  it('asks for everything again after a broken connection', () => {
    const { hub } = browser().tab('a');
    hub.start();
    const events: TopicEvent[] = [];
    hub.subscribe('apps:list', (event) => events.push(event));
    const source = FakeSource.all[0];
    source?.emit(hello);
    source?.fail(0);
    expect(hub.brokenSince).not.toBeNull();
    source?.emit(hello);
    expect(hub.brokenSince).toBeNull();
    expect(events).toEqual([{ kind: 'refetch' }]);
  });
  it('asks about the session when the stream is refused, and connects again later', () => {
    const { hub, onRefused } = browser().tab('a');
    hub.start();
    FakeSource.all[0]?.fail(2);
    expect(onRefused).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1100);
    expect(FakeSource.all).toHaveLength(2);
  });
  it.each([
    ['another page of the leading tab', 'a'],
    ['another page of a following tab', 'b'],
    ['a tab that opens now', 'c'],
  ])('tells %s what the topic said just now (decision 21)', (_, name) => {
    const { tab } = browser();
    const tabs = new Map([...'ab'].map((each) => [each, tab(each).hub]));
    for (const hub of tabs.values()) hub.start();
    const [source] = FakeSource.all;
    source?.emit(hello);
    const known: TopicEvent[] = [];
    tabs.get('a')?.subscribe('home', (event) => known.push(event));
    source?.emit(patch(4, 'home'));
    vi.advanceTimersByTime(15_001);
    source?.emit(patch(7, 'home'));
    source?.emit(patch(7, 'projects'));
    source?.emit(patch(8, 'home'));
    const hub = tabs.get(name) ?? tab(name).hub;
    if (!tabs.has(name)) hub.start();
    const events: TopicEvent[] = [];
    hub.subscribe('home', (event) => events.push(event));
    vi.advanceTimersByTime(50);
    source?.emit(patch(9, 'home'));
    const seqs = events.map((event) => (event.kind === 'frame' ? event.frame.seq : event.kind));
    expect(seqs).toEqual([7, 8, 9]);
    expect(known, 'nobody else is told again').toHaveLength(4);
  });
  it('without locks connects by itself and lets go while hidden', () => {
    const { hub } = browser().tab('a', { locks: null });
    hub.start();
    expect(FakeSource.all).toHaveLength(1);
    hub.setVisible(false);
    expect(FakeSource.all[0]?.readyState).toBe(2);
    hub.setVisible(true);
    expect(FakeSource.all).toHaveLength(2);
  });
});
