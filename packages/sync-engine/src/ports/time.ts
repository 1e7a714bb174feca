/** Time and chance are arguments, so the whole control loop can be run by a seeded scheduler. */
export interface Clock {
  /** Wall clock. */
  now(): Date;
  /** Milliseconds that only grow: for deadlines and leases. */
  monotonicMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  schedule(delayMs: number, task: () => void): () => void;
}

export interface Random {
  uuid(): string;
  /** 0 <= x < 1 */
  fraction(): number;
  bytes(length: number): Buffer;
}
