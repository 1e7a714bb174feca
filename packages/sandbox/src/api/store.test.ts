import fc from 'fast-check';
import { expect, it } from 'vitest';
import { objectKey, Store } from './store.ts';

const object = (name: string, value: number) => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name, namespace: 'n' },
  value,
});

it('gives back any earlier state from history, and replays to the present', () => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    value: fc.nat(9),
    isRemoval: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const store = new Store();
      const states = new Map([[store.revision, new Map<string, number>()]]);
      const now = new Map<string, number>();
      for (const { name, value, isRemoval } of steps) {
        const key = objectKey('n', name);
        if (isRemoval ? store.remove('r', key) === undefined : !store.put('r', key, object(name, value)))
          continue;
        if (isRemoval) now.delete(key);
        else now.set(key, value);
        states.set(store.revision, new Map(now));
      }
      for (const [revision, state] of states) {
        const found = store.listAt('r', revision, 'n') ?? [];
        expect(new Map(found.map(([key, stored]) => [key, stored.object.value]))).toEqual(state);
        const replayed = new Map(state);
        for (const change of store.changesSince('r', revision) ?? []) {
          if (change.type === 'DELETED') replayed.delete(change.key);
          else replayed.set(change.key, Number(change.stored.object.value));
        }
        expect(replayed).toEqual(now);
      }
    }),
  );
});

it('lists one namespace as one range, whatever its neighbours are called', () => {
  const store = new Store();
  for (const namespace of ['n', 'n-1', 'n0', 'm']) store.put('r', objectKey(namespace, 'x'), object('x', 1));
  expect(store.list('r', 'n')).toHaveLength(1);
  expect(store.list('r')).toHaveLength(4);
});

it('answers nothing from before a compaction', () => {
  const store = new Store();
  store.put('r', 'n/a', object('a', 1));
  const before = store.revision;
  store.put('r', 'n/b', object('b', 1));
  store.compact();
  expect(store.changesSince('r', before)).toBeUndefined();
  expect(store.listAt('r', before)).toBeUndefined();
  expect(store.changesSince('r', store.revision)).toEqual([]);
});
