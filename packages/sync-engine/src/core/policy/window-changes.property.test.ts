import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SyncWindow } from '../model.ts';
import { allowedByMinute, windowOf, type WindowSpec } from './wall-clock.fixture.ts';
import { evaluateWindows } from './windows.ts';
import { minuteMs } from './units.ts';

const application = { name: 'web', cluster: 'prod', namespace: 'shop', labels: {} };
const seed = 20_260_501;

/** From an hour some weeks before clocks change: by an hour, at midnight, by half an hour, by a day, not at all. */
const places: [zone: string, from: string][] = [
  ['Europe/Berlin', '2026-02-27T22:00:00Z'],
  ['America/Nuuk', '2026-03-20T10:00:00Z'],
  ['Australia/Lord_Howe', '2026-03-21T11:00:00Z'],
  ['America/Asuncion', '2024-03-10T00:00:00Z'],
  ['Africa/Cairo', '2026-04-10T05:00:00Z'],
  ['Asia/Beirut', '2026-03-15T07:00:00Z'],
  ['Pacific/Apia', '2011-12-20T12:00:00Z'],
  ['Pacific/Kwajalein', '1993-08-10T12:00:00Z'],
  ['UTC', '2026-01-30T00:00:00Z'],
];
const days = 45;

const window = fc.record({
  kind: fc.constantFrom<'allow' | 'deny'>('allow', 'deny'),
  minute: fc.constantFrom('0', '*', '*/10', '0,30'),
  hour: fc.constantFrom('*', '0', '23', '2', '*/6', '9-17', '0-23'),
  day: fc.constantFrom('*', '*', '*', '1', 'L', '1-15', '29'),
  month: fc.constantFrom('*', '*', '1-6', '2-4', '3', '*/2'),
  weekday: fc.constantFrom('*', '*', '1-5', '0,6', '5'),
  duration: fc.constantFrom(1, 7, 30, 60, 90, 24 * 60, 25 * 60, 49 * 60, 31 * 24 * 60),
  manualSync: fc.boolean(),
});

test.each(places)(
  'SYNC-11: what is said of the next change is what reading the clock each minute finds: %s',
  (timeZone, from) => {
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 2 }), fc.nat(40), (written, later) => {
        const specs = written.map((spec): WindowSpec => ({ ...spec, timeZone }));
        const fromMs = Date.parse(from) + later * 7 * 60 * minuteMs;
        const minutes = days * 1440;
        const allowed = allowedByMinute(specs, fromMs, minutes);
        const verdict = evaluateWindows({ windows: specs.map(windowOf), application, now: new Date(fromMs) });
        const { manual, auto } = verdict;
        expect({ manual, auto }).toEqual(allowed[0]);
        const first = (isSo: (at: { manual: boolean; auto: boolean }) => boolean) => {
          const index = allowed.findIndex(isSo);
          return index < 0 ? undefined : new Date(fromMs + index * minuteMs).toISOString();
        };
        const end = new Date(fromMs + (minutes - 1) * minuteMs).toISOString();
        const seen = (time: string | null | undefined) => (time && time <= end ? time : undefined);
        expect({
          next: seen(verdict.next?.at),
          unchangedUntil: seen(verdict.unchangedUntil),
          manual: seen(verdict.opensAt.manual),
          auto: seen(verdict.opensAt.auto),
        }).toEqual({
          next: first((at) => at.manual !== manual || at.auto !== auto),
          unchangedUntil: first((at) => at.manual !== manual || at.auto !== auto),
          manual: manual ? undefined : first((at) => at.manual),
          auto: auto ? undefined : first((at) => at.auto),
        });
      }),
      { numRuns: 10, seed },
    );
  },
);

describe('SYNC-11: how far the next change is known', () => {
  const now = new Date('2026-03-28T12:00:00Z');
  type Row = [string, Partial<SyncWindow>[], next: string | null, unchangedUntil: string | null];
  const allow = { kind: 'allow' as const };
  test.each<Row>([
    [
      'hours that join to half a year',
      [{ schedule: '0 * * 1-6 *', timeZone: 'Europe/Berlin' }],
      '2026-06-30T22:00:00.000Z',
      '2026-06-30T22:00:00.000Z',
    ],
    [
      'hours of working days that last over the weekend',
      [{ schedule: '0 * * 3 1-5', duration: '49h' }],
      '2026-04-03T00:00:00.000Z',
      '2026-04-03T00:00:00.000Z',
    ],
    [
      'a year that ends a day early once in four',
      [{ schedule: '0 0 1 1 *', duration: '365d' }],
      '2028-12-31T00:00:00.000Z',
      '2028-12-31T00:00:00.000Z',
    ],
    [
      'a day that comes in two years',
      [{ schedule: '0 0 29 2 *' }],
      '2028-02-29T00:00:00.000Z',
      '2028-02-29T00:00:00.000Z',
    ],
    [
      'a day of 25 hours',
      [{ schedule: '0 0 * * *', duration: '24h', timeZone: 'Europe/Berlin' }],
      '2026-10-25T22:00:00.000Z',
      '2026-10-25T22:00:00.000Z',
    ],
    [
      'flickers under a window that goes on',
      [
        { schedule: '*/2 * * * *', duration: '1m', ...allow },
        { schedule: '0 0 1 1-6 *', duration: '31d', ...allow },
      ],
      '2026-07-02T00:01:00.000Z',
      '2026-07-02T00:01:00.000Z',
    ],
    [
      'flickers that an allow window never meets',
      [
        { schedule: '* * 1-30 4-9 *', duration: '30s' },
        { schedule: '* * 1-30 4-9 *', duration: '30s', ...allow },
      ],
      null,
      '2039-07-17T00:00:00.000Z',
    ],
    ['every minute', [{ schedule: '* * * * *', timeZone: 'Europe/Berlin' }], null, null],
    ['every hour of UTC', [{ schedule: '@hourly' }], null, null],
    [
      'the months of a calendar without changes of clocks',
      [{ schedule: '0 0 1 * *', duration: '31d' }],
      null,
      null,
    ],
    ['a date that never comes', [{ schedule: '0 0 30 2 *' }], null, null],
    ['a window that an unreadable deny hides', [{ schedule: '0 9 * * *' }, { schedule: 'x' }], null, null],
    ['nothing written', [], null, null],
  ])('%s', (_, written, next, unchangedUntil) => {
    const windows = written.map(
      (more): SyncWindow => ({ kind: 'deny', schedule: '', duration: '1h', ...more }),
    );
    const verdict = evaluateWindows({ windows, application, now });
    expect([verdict.next?.at ?? null, verdict.unchangedUntil]).toEqual([next, unchangedUntil]);
  });

  // B10: the clock is named only for what it will bring.
  test.each<[string, Partial<SyncWindow>, string]>([
    ['a freeze without an end', { schedule: '* * * * *' }, 'The deny window "Freeze" is always active.'],
    [
      'a window that never opens',
      { kind: 'allow', schedule: '0 0 30 2 *' },
      'No allow window is open ("Freeze"), and none ever opens.',
    ],
  ])('whose move is %s', (_, more, message) => {
    const window: SyncWindow = { kind: 'deny', schedule: '', duration: '1h', description: 'Freeze', ...more };
    const { reasons } = evaluateWindows({ windows: [window], application, now });
    expect(reasons).toEqual([{ code: expect.any(String), message, owner: 'a project administrator' }]);
  });
});
