import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SyncWindow } from '../model.ts';
import { coverage, windowOf } from './wall-clock.fixture.ts';
import { evaluateWindows, isSyncAllowed, matchesWindow } from './windows.ts';

const application = {
  name: 'web',
  cluster: 'prod',
  clusterServer: 'https://10.0.0.1',
  namespace: 'shop',
  labels: {},
};
const nightly: SyncWindow = { kind: 'deny', schedule: '0 22 * * *', duration: '2h' };
const office: SyncWindow = { kind: 'allow', schedule: '0 9 * * 1-5', duration: '8h' };
const at = (text: string) => new Date(text);

describe('evaluateWindows (B14, SYNC-11)', () => {
  const noon = at('2026-03-04T12:00:00Z'); // a Wednesday
  const night = at('2026-03-04T22:30:00Z');
  it.each<[string, SyncWindow[], Date, { manual: boolean; auto: boolean; overrun: boolean }]>([
    ['no window', [], noon, { manual: true, auto: true, overrun: true }],
    ['inactive deny', [nightly], noon, { manual: true, auto: true, overrun: true }],
    ['active deny', [nightly], night, { manual: false, auto: false, overrun: false }],
    [
      'deny with manualSync',
      [{ ...nightly, manualSync: true }],
      night,
      { manual: true, auto: false, overrun: false },
    ],
    [
      'one of two denies forbids manual',
      [{ ...nightly, manualSync: true }, nightly],
      night,
      { manual: false, auto: false, overrun: false },
    ],
    [
      'deny with overrun',
      [{ ...nightly, syncOverrun: true }],
      night,
      { manual: false, auto: false, overrun: true },
    ],
    ['active allow', [office], noon, { manual: true, auto: true, overrun: true }],
    ['inactive allow', [office], night, { manual: false, auto: false, overrun: false }],
    [
      'inactive allow with manualSync',
      [{ ...office, manualSync: true }],
      night,
      { manual: true, auto: false, overrun: false },
    ],
    [
      'inactive allow with overrun',
      [{ ...office, syncOverrun: true }],
      night,
      { manual: false, auto: false, overrun: true },
    ],
    [
      'deny beats allow',
      [office, { ...nightly, schedule: '0 11 * * *' }],
      noon,
      { manual: false, auto: false, overrun: false },
    ],
    [
      'other applications',
      [{ ...nightly, applications: ['api-*'] }],
      night,
      { manual: true, auto: true, overrun: true },
    ],
    [
      'unreadable deny blocks',
      [{ ...nightly, schedule: 'never' }],
      noon,
      { manual: false, auto: false, overrun: false },
    ],
    [
      'unknown zone blocks',
      [{ ...nightly, timeZone: 'Mars/Base' }],
      noon,
      { manual: false, auto: false, overrun: false },
    ],
    [
      'seconds field is refused',
      [{ ...nightly, schedule: '0 0 22 * * *' }],
      noon,
      { manual: false, auto: false, overrun: false },
    ],
    [
      'unreadable allow never opens',
      [{ ...office, duration: '-1h' }],
      noon,
      { manual: false, auto: false, overrun: false },
    ],
    [
      'empty duration blocks',
      [{ ...nightly, duration: '0s' }],
      noon,
      { manual: false, auto: false, overrun: false },
    ],
  ])('%s', (_name, windows, now, expected) => {
    expect(evaluateWindows({ windows, application, now })).toMatchObject(expected);
  });

  it('covers its first instant and not its last', () => {
    const auto = (text: string) => evaluateWindows({ windows: [nightly], application, now: at(text) }).auto;
    expect(auto('2026-03-04T21:59:59.999Z')).toBe(true);
    expect(auto('2026-03-04T22:00:00.000Z')).toBe(false);
    expect(auto('2026-03-04T23:59:59.999Z')).toBe(false);
    expect(auto('2026-03-05T00:00:00.000Z')).toBe(true);
  });

  it('says whose move it is and when', () => {
    const verdict = evaluateWindows({
      windows: [{ ...nightly, description: 'Night' }],
      application,
      now: night,
    });
    expect(verdict.reasons).toEqual([
      {
        code: 'window_deny',
        message: 'The deny window "Night" is active.',
        owner: 'the clock',
        nextAt: '2026-03-05T00:00:00.000Z',
      },
    ]);
    expect(verdict.next).toEqual({ at: '2026-03-05T00:00:00.000Z', change: 'Syncs are allowed again.' });
  });

  it('finds the next opening across a weekend', () => {
    const verdict = evaluateWindows({ windows: [office], application, now: at('2026-03-06T17:30:00Z') });
    expect(verdict.opensAt).toEqual({ manual: '2026-03-09T09:00:00.000Z', auto: '2026-03-09T09:00:00.000Z' });
  });

  it('names the next change while open', () => {
    const verdict = evaluateWindows({ windows: [office], application, now: noon });
    expect(verdict.next).toEqual({
      at: '2026-03-04T17:00:00.000Z',
      change: 'Syncs are blocked from then on.',
    });
    expect(verdict.opensAt).toEqual({ manual: null, auto: null });
  });

  it('passes over edges at which other windows go on', () => {
    const late: SyncWindow = { ...nightly, schedule: '0 23 * * *', duration: '3h' };
    const verdict = evaluateWindows({ windows: [nightly, late], application, now: night });
    expect(verdict.next).toEqual({ at: '2026-03-05T02:00:00.000Z', change: 'Syncs are allowed again.' });
  });

  it('a window that never ends has no next change', () => {
    const always: SyncWindow = { kind: 'deny', schedule: '* * * * *', duration: '1h' };
    expect(evaluateWindows({ windows: [always], application, now: noon }).next).toBeNull();
  });

  it('a date that never comes is not active', () => {
    const never: SyncWindow = { kind: 'deny', schedule: '0 0 30 2 *', duration: '24h' };
    expect(evaluateWindows({ windows: [never], application, now: noon })).toMatchObject({
      auto: true,
      next: null,
    });
  });
});

describe('matchesWindow', () => {
  it.each<[string, Partial<SyncWindow>, boolean]>([
    ['no selector covers all', {}, true],
    ['empty selectors cover all', { applications: [], clusters: [] }, true],
    ['by application', { applications: ['w*'] }, true],
    ['by cluster name', { clusters: ['prod'] }, true],
    ['by cluster server', { clusters: ['https://10.0.*'] }, true],
    ['any selector is enough', { applications: ['x'], namespaces: ['shop'] }, true],
    ['andOperator needs all', { applications: ['x'], namespaces: ['shop'], andOperator: true }, false],
    ['andOperator skips empty ones', { applications: ['web'], clusters: [], andOperator: true }, true],
    ['by labels', { matchLabels: { team: 'shop', tier: 'f*' } }, true],
    ['every label must match', { matchLabels: { team: 'shop', tier: 'back' } }, false],
    ['a label that is not there', { matchLabels: { toString: '*' } }, false],
    ['an empty label selector covers all', { matchLabels: {} }, true],
    ['labels or another selector', { matchLabels: { team: 'x' }, applications: ['web'] }, true],
    [
      'labels and another selector',
      { matchLabels: { team: 'x' }, applications: ['web'], andOperator: true },
      false,
    ],
    ['no match', { applications: ['x'], namespaces: ['y'] }, false],
    ['no substring match (X56)', { applications: ['we'] }, false],
  ])('%s', (_name, selectors, expected) => {
    const labels = { team: 'shop', tier: 'front' };
    expect(matchesWindow({ ...nightly, ...selectors }, { ...application, labels })).toBe(expected);
  });
});

describe('evaluateWindows against a minute-by-minute clock (X54)', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
  ];
  // A day before a change of clocks in each zone, and an ordinary one.
  const days = [
    '2026-03-28',
    '2026-10-24',
    '2026-03-07',
    '2026-10-31',
    '2026-04-04',
    '2026-10-03',
    '2018-11-03',
    '2018-02-17',
    '2026-06-10',
  ];
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min, max }).map(String),
      fc
        .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
        .map(([a, b]) => `${Math.min(a, b)},${Math.max(a, b)}`),
    );
  const window = fc.record({
    minute: fc.oneof(fc.constantFrom('0', '15', '30', '45'), field(0, 59)),
    hour: fc.oneof(fc.constantFrom('0', '1', '2', '3', '1,2'), field(0, 23)),
    weekday: fc.constantFrom('*', '0', '6', '1-5'),
    duration: fc.constantFrom(1, 20, 60, 90, 300),
    timeZone: fc.constantFrom(...zones),
    kind: fc.constantFrom<'allow' | 'deny'>('allow', 'deny'),
  });

  it('agrees on three days around changes of clocks', () => {
    fc.assert(
      fc.property(
        fc.array(window, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(...days),
        (specs, day) => {
          const windows = specs.map(windowOf);
          const from = Date.parse(`${day}T00:00:00Z`);
          const covers = specs.map((spec) => coverage(spec, from, 3 * 24 * 60));
          for (let minute = 0; minute < 3 * 24 * 60; minute += 53) {
            const isActive = (kind: string) =>
              specs.some((spec, i) => spec.kind === kind && covers[i]?.[minute] === true);
            const hasAllow = specs.some((spec) => spec.kind === 'allow');
            const expected = !isActive('deny') && (!hasAllow || isActive('allow'));
            const now = new Date(from + minute * 60_000);
            expect(isSyncAllowed({ windows, application, at: now }).auto, now.toISOString()).toBe(expected);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('the next change is the first moment at which the verdict differs', () => {
    const now = new Date('2026-03-28T12:00:00Z');
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 2 }), (specs) => {
        const windows = specs.map(windowOf);
        const verdict = evaluateWindows({ windows, application, now });
        const auto = (ms: number) => isSyncAllowed({ windows, application, at: new Date(ms) }).auto;
        const end = verdict.next === null ? now.getTime() + 86_400_000 : Date.parse(verdict.next.at);
        for (let i = 0; i < 20; i++) {
          expect(auto(now.getTime() + ((end - 1000 - now.getTime()) * i) / 20)).toBe(verdict.auto);
        }
        if (verdict.next !== null) expect(auto(end)).toBe(!verdict.auto);
      }),
      { numRuns: 20 },
    );
  });
});
