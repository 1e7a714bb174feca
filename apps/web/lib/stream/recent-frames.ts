import type { Frame } from './frames.ts';

/** A frame to use, or a request to fetch the topic again. */
export type TopicEvent = { kind: 'frame'; frame: Frame } | { kind: 'refetch' };

/** Longer than a page takes from its data to its topics; the server looks back as far (docs/decisions/0021). */
const keptMs = 15_000;
const framesMax = 500;
const charactersMax = 1_000_000;

type Kept = { frame: Frame; size: number; at: number };
/** What one tab tells another; `lostAt` holds when a topic last lost a frame to the bounds. Times are epoch ms. */
export type RecentState = { kept: readonly Kept[]; lostAt: ReadonlyMap<string, number> };

/** What the stream said of late, for those who begin to listen: bounded in age, count and characters of JSON. */
export class RecentFrames {
  private kept: Kept[] = [];
  private size = 0;
  private lostAt = new Map<string, number>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  add(frame: Frame, size: number) {
    this.kept.push({ frame, size, at: this.now() });
    this.size += size;
    this.forgetOld();
    while (this.kept.length > framesMax || this.size > charactersMax) {
      const lost = this.shift();
      if (lost) this.lostAt.set(lost.frame.topic, lost.at);
    }
  }

  /** What a new listener of the topic may have missed, oldest first: a lost frame is told as a refetch. */
  of(topic: string): TopicEvent[] {
    this.forgetOld();
    const frames = this.kept.filter(({ frame }) => frame.topic === topic);
    const events = frames.map(({ frame }): TopicEvent => ({ kind: 'frame', frame }));
    return this.lostAt.has(topic) ? [{ kind: 'refetch' }, ...events] : events;
  }

  state(): RecentState {
    return { kept: this.kept, lostAt: this.lostAt };
  }

  /** Takes over what another tab holds, in place of what is held here. */
  restore({ kept, lostAt }: RecentState) {
    this.kept = [...kept];
    this.lostAt = new Map(lostAt);
    this.size = kept.reduce((sum, { size }) => sum + size, 0);
  }

  private forgetOld() {
    const oldest = this.now() - keptMs;
    while (this.kept[0] && this.kept[0].at < oldest) this.shift();
    for (const [topic, at] of this.lostAt) if (at < oldest) this.lostAt.delete(topic);
  }

  private shift(): Kept | undefined {
    const first = this.kept.shift();
    this.size -= first?.size ?? 0;
    return first;
  }
}
