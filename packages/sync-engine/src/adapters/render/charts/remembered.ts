import type { ChartResult, Freshness } from '../../../ports/charts.ts';
import type { Clock } from '../../../ports/time.ts';

/** How long an answer is believed that nobody wants fresher. */
const ageMsMax = 60_000;
const entriesMax = 2_000;

type Entry<T> = { askedAtMs: number; answer: Promise<ChartResult<T>>; last: T | undefined };

/** Answers of repositories by key, asked for once however many want them. A failure is asked again at once. */
export class Remembered<T> {
  private readonly clock: Clock;
  private readonly entries = new Map<string, Entry<T>>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** `ask` is given the last good answer, for repositories that can say that it still stands. */
  get(
    key: string,
    freshness: Freshness | undefined,
    ask: (last: T | undefined) => Promise<ChartResult<T>>,
  ): Promise<ChartResult<T>> {
    const nowMs = this.clock.monotonicMs();
    const notBeforeMs = freshness?.notBeforeMs ?? nowMs - ageMsMax;
    const known = this.entries.get(key);
    if (known !== undefined && known.askedAtMs >= notBeforeMs) return known.answer;
    const last = known?.last;
    const entry: Entry<T> = { askedAtMs: nowMs, answer: ask(last), last };
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= entriesMax) break;
      this.entries.delete(oldest);
    }
    const fail = (): void => {
      entry.askedAtMs = Number.NEGATIVE_INFINITY;
    };
    entry.answer.then((result) => {
      if (result.ok) entry.last = result.value;
      else fail();
    }, fail);
    return entry.answer;
  }
}
