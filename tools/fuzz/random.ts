/** Pseudo-random numbers of a seed: the same seed gives the same cases on every machine. */
export type Random = {
  /** An integer 0 ≤ n < max. */
  below(max: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
};

/** Mulberry32 over the seed and the number of a case, so that one case can be run again alone. */
export function createRandom(seed: number, index: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    below: (max) => Math.floor(next() * max),
    chance: (share) => next() < share,
    pick(list) {
      if (list.length === 0) throw new RangeError('There is nothing to pick from.');
      return list[Math.floor(next() * list.length)] as (typeof list)[number]; // the index is within
    },
  };
}
