import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Clock, Random } from '../../ports/time.ts';

/** setTimeout fires at once beyond this many milliseconds (2^31 - 1). */
const delayMsMax = 2_147_483_647;

/** The machine's clocks and timers; a pending task does not keep the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, task) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      const step = Math.min(leftMs, delayMsMax);
      timer = setTimeout(() => (leftMs > step ? arm(leftMs - step) : task()), step);
      timer.unref();
    };
    arm(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

/** Unpredictable randomness from the operating system. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  fraction: () => randomInt(2 ** 47) / 2 ** 47,
  bytes: (length) => randomBytes(length),
};
