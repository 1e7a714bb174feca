/** Jobs that a thread must survive or be ended for. */
export function handle(job: string): unknown {
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
