/** Jobs that a thread must survive or be ended for. */
export function handle(job: string | Int32Array): unknown {
  if (typeof job !== 'string') return whenTold(job);
  if (job === 'loop') while (true);
  if (job === 'memory') {
    const held: unknown[] = [];
    while (true) held.push(new Array(1000).fill(held.length));
  }
  if (job === 'throw') throw new Error('as told');
  if (job === 'exit') process.exit(3);
  if (job === 'environment') return Object.keys(process.env);
  return job;
}

/** Waits for the first number of the shared ones, and sets the second after the answer was sent. */
function whenTold(gates: Int32Array): string {
  Atomics.wait(gates, 0, 0);
  setImmediate(() => {
    Atomics.store(gates, 1, 1);
    Atomics.notify(gates, 1);
  });
  return 'told';
}
