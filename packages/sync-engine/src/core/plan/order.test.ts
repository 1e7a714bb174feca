import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyncPhase } from '../model.ts';
import { orderDeletion, orderSteps, rankOfKind, type Task } from './order.ts';

function task(
  kind: string,
  name: string,
  more: Partial<Task> & { namespace?: string; group?: string } = {},
): Task {
  const { namespace = 'default', group = '', ...rest } = more;
  return { kind: 'apply', phase: 'Sync', wave: 0, item: 0, key: { group, kind, namespace, name }, ...rest };
}
const names = (tasks: Task[]) => tasks.map((t) => t.key.name);
const places = (tasks: Task[]) => tasks.map((t) => `${t.key.name}@${t.phase}:${t.wave}`);

describe('orderSteps (B1)', () => {
  it('orders by phase, wave, kind and name', () => {
    const tasks = [
      task('Deployment', 'web'),
      task('Job', 'post', { kind: 'hook', phase: 'PostSync' }),
      task('ConfigMap', 'b'),
      task('ConfigMap', 'a'),
      task('Widget', 'custom', { group: 'example.com' }),
      task('Service', 'late', { wave: 2 }),
      task('Secret', 'early', { wave: -1 }),
      task('Job', 'pre', { kind: 'hook', phase: 'PreSync', wave: 5 }),
      task('Job', 'oops', { kind: 'hook', phase: 'SyncFail' }),
    ];
    expect(names(orderSteps(tasks))).toEqual([
      'pre',
      'early',
      'a',
      'b',
      'web',
      'custom',
      'late',
      'post',
      'oops',
    ]);
  });

  it('puts unknown kinds after all known ones', () => {
    expect(rankOfKind('Widget')).toBeGreaterThan(rankOfKind('APIService'));
    expect(rankOfKind('Widget')).toBe(rankOfKind('Gadget'));
  });

  it('moves a Namespace before the first task inside, into its phase and wave', () => {
    const tasks = [
      task('Namespace', 'shop', { namespace: '', wave: 3 }),
      task('Job', 'pre', { kind: 'hook', phase: 'PreSync', wave: -2, namespace: 'shop' }),
      task('ConfigMap', 'c', { namespace: 'shop' }),
    ];
    expect(places(orderSteps(tasks))).toEqual(['shop@PreSync:-2', 'pre@PreSync:-2', 'c@Sync:0']);
  });

  it('moves a CRD before the first object of its kind', () => {
    const defines = { group: 'example.com', kind: 'Widget' };
    const tasks = [
      task('CustomResourceDefinition', 'widgets', {
        namespace: '',
        group: 'apiextensions.k8s.io',
        wave: 4,
        defines,
      }),
      task('Widget', 'one', { group: 'example.com', wave: -1 }),
    ];
    expect(places(orderSteps(tasks))).toEqual(['widgets@Sync:-1', 'one@Sync:-1']);
  });

  it('keeps a Namespace and a CRD until the PruneLast ones of them are gone (SYNC-3)', () => {
    const tasks = [
      task('Namespace', 'shop', { kind: 'remove', namespace: '' }),
      task('Namespace', 'empty', { kind: 'remove', namespace: '' }),
      task('CustomResourceDefinition', 'ws', {
        kind: 'remove',
        namespace: '',
        defines: { group: 'x.io', kind: 'W' },
      }),
      task('ConfigMap', 'inside', { kind: 'remove', namespace: 'shop', isLast: true }),
      task('W', 'w', { kind: 'remove', group: 'x.io', isLast: true }),
    ];
    expect(places(orderSteps(tasks))).toEqual([
      'empty@Sync:1',
      'w@Sync:2',
      'ws@Sync:2',
      'inside@Sync:2',
      'shop@Sync:2',
    ]);
  });

  it('removes last in the Sync phase, high waves first, PruneLast after all (SYNC-3)', () => {
    const remove = { kind: 'remove' as const };
    const tasks = [
      task('ConfigMap', 'low', { ...remove, wave: -1 }),
      task('ConfigMap', 'high', { ...remove, wave: 5 }),
      task('ConfigMap', 'last', { ...remove, wave: 9, isLast: true }),
      task('ConfigMap', 'new', { wave: 2 }),
      task('Job', 'post', { kind: 'hook', phase: 'PostSync' }),
    ];
    expect(places(orderSteps(tasks))).toEqual([
      'new@Sync:2',
      'high@Sync:3',
      'low@Sync:4',
      'last@Sync:5',
      'post@PostSync:0',
    ]);
  });

  it('removes what lives in a Namespace before it, and workloads before what they use', () => {
    const remove = { kind: 'remove' as const, namespace: 'shop' };
    const tasks = [
      task('Namespace', 'shop', { ...remove, namespace: '' }),
      task('ConfigMap', 'settings', remove),
      task('Deployment', 'web', remove),
    ];
    expect(names(orderSteps(tasks))).toEqual(['web', 'settings', 'shop']);
  });

  it('a deletion runs hooks around descending waves (B19)', () => {
    const remove = { kind: 'remove' as const };
    const tasks = [
      task('ConfigMap', 'zero', remove),
      task('ConfigMap', 'two', { ...remove, wave: 2 }),
      task('Job', 'after', { kind: 'hook', phase: 'PostDelete' }),
      task('Job', 'before', { kind: 'hook', phase: 'PreDelete' }),
    ];
    expect(places(orderDeletion(tasks))).toEqual([
      'before@PreDelete:0',
      'two@Sync:2',
      'zero@Sync:0',
      'after@PostDelete:0',
    ]);
  });

  it('is total and stable: the order of the input does not matter', () => {
    const any = fc.record({
      kind: fc.constantFrom<Task['kind']>('apply', 'hook', 'remove'),
      phase: fc.constantFrom<SyncPhase>('PreSync', 'Sync', 'PostSync'),
      wave: fc.integer({ min: -2, max: 2 }),
      key: fc.record({
        group: fc.constantFrom('', 'apps', 'example.com'),
        kind: fc.constantFrom(
          'Namespace',
          'ConfigMap',
          'Deployment',
          'Widget',
          'Gadget',
          'CustomResourceDefinition',
        ),
        namespace: fc.constantFrom('', 'a', 'b'),
        name: fc.constantFrom('a', 'b', 'c'),
      }),
      isLast: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 11 })),
        (raw, swaps) => {
          const tasks = raw.map(
            (t, item): Task => ({
              ...t,
              phase: t.kind === 'hook' ? t.phase : 'Sync',
              item,
              ...(t.key.kind === 'CustomResourceDefinition'
                ? { defines: { group: 'example.com', kind: 'Widget' } }
                : {}),
            }),
          );
          const shuffled = [...tasks];
          swaps.forEach((to, from) => {
            const a = shuffled[from];
            const b = shuffled[to];
            if (a !== undefined && b !== undefined) [shuffled[from], shuffled[to]] = [b, a];
          });
          const ordered = orderSteps(tasks);
          expect(orderSteps(shuffled)).toEqual(ordered);
          expect(ordered.map((t) => t.item).sort((a, b) => a - b)).toEqual(tasks.map((t) => t.item));
        },
      ),
      { numRuns: 300 },
    );
  });
});
