/**
 * One write at a time: what comes while one is under way goes together into the next. Each caller waits until its own values
 * are written, and fails when the write that held them fails.
 */
export function grouped<T>(write: (values: T[]) => Promise<void>): (values: readonly T[]) => Promise<void> {
  let next: { values: T[]; written: Promise<void> } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return (values) => {
    if (next === undefined) {
      const group: { values: T[]; written: Promise<void> } = { values: [], written: Promise.resolve() };
      group.written = last.then(() => {
        next = undefined;
        return write(group.values);
      });
      last = group.written.catch(() => undefined);
      next = group;
    }
    next.values.push(...values);
    return next.written;
  };
}
