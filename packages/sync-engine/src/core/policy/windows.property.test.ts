import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SyncWindow } from '../model.ts';
import { gate, simple } from './gate.fixture.ts';
import { evaluateWindows, isSyncAllowed } from './windows.ts';
import { minuteMs } from './units.ts';

const application = { name: 'web', cluster: 'prod', namespace: 'shop', labels: {} };

/** Days on which clocks change, with the zone: forward and back, at midnight, by half an hour, and none at all. */
const clockChanges: [zone: string, day: string][] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Santiago', '2026-09-06'],
  ['Asia/Kathmandu', '2026-06-10'],
  ['UTC', '2026-06-10'],
];

describe('SYNC-11: gaps and overlaps of clocks, by hand', () => {
  test.each<[string, string, string, string, [from: string, to: string]]>([
    // 02:30 does not exist: the window opens when the clocks have moved.
    ['a gap', '30 2 * * *', '1h', 'Europe/Berlin', ['2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z']],
    // 02:30 happens twice: the window opens the first time, once.
    ['an overlap', '30 2 * * *', '1h', 'Europe/Berlin', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']],
    // A duration is real time, whatever clocks do meanwhile.
    [
      'a night of 23 hours',
      '0 22 * * *',
      '8h',
      'Europe/Berlin',
      ['2026-03-28T21:00:00Z', '2026-03-29T05:00:00Z'],
    ],
    [
      'a midnight that is skipped',
      '0 0 * * *',
      '1h',
      'America/Santiago',
      ['2026-09-06T04:00:00Z', '2026-09-06T05:00:00Z'],
    ],
    [
      'a shift of half an hour',
      '15 2 * * *',
      '30m',
      'Australia/Lord_Howe',
      ['2026-10-03T15:30:00Z', '2026-10-03T16:00:00Z'],
    ],
    // 23:30 of Saturday does not exist: the clocks go from 23:00 to Sunday.
    [
      'a gap before midnight',
      '30 23 * * 6',
      '1h',
      'America/Nuuk',
      ['2025-03-30T01:00:00Z', '2025-03-30T02:00:00Z'],
    ],
    [
      'an hour before midnight that comes twice',
      '30 23 * * *',
      '1h',
      'America/Asuncion',
      ['2024-03-24T02:30:00Z', '2024-03-24T03:30:00Z'],
    ],
    [
      'a midnight that is skipped',
      '0 0 * * *',
      '1h',
      'Asia/Beirut',
      ['2024-03-30T22:00:00Z', '2024-03-30T23:00:00Z'],
    ],
    [
      'half an hour that comes twice',
      '45 1 * * *',
      '30m',
      'Australia/Lord_Howe',
      ['2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
    ],
    // From 23:59 of Thursday, 29 December 2011 the clocks went to Saturday.
    [
      'the last hour before a day that never was',
      '0 23 * * 4',
      '2h',
      'Pacific/Apia',
      ['2011-12-30T09:00:00Z', '2011-12-30T11:00:00Z'],
    ],
    [
      'the first hour after it',
      '0 0 31 * *',
      '1h',
      'Pacific/Apia',
      ['2011-12-30T10:00:00Z', '2011-12-30T11:00:00Z'],
    ],
  ])('%s', (_, schedule, duration, timeZone, [from, to]) => {
    const windows: SyncWindow[] = [{ kind: 'deny', schedule, duration, timeZone }];
    const auto = (ms: number) => isSyncAllowed({ windows, application, at: new Date(ms) }).auto;
    const [start, end] = [Date.parse(from), Date.parse(to)];
    expect([auto(start - 1), auto(start), auto(end - 1), auto(end)]).toEqual([true, false, false, true]);
    // Nothing else in the twelve hours around.
    for (let ms = start - 6 * 60 * minuteMs; ms < end + 6 * 60 * minuteMs; ms += minuteMs)
      expect(auto(ms), new Date(ms).toISOString()).toBe(ms < start || ms >= end);
  });
});

test.each([
  ['Pacific/Apia', '0 9 30 12 *', '2011-12-29T00:00:00Z'],
  ['Pacific/Kwajalein', '0 9 21 8 *', '1993-08-20T00:00:00Z'],
])('SYNC-11: a day that %s left out never was: nothing of it fires', (timeZone, schedule, from) => {
  const windows: SyncWindow[] = [{ kind: 'deny', schedule, duration: '24h', timeZone }];
  for (let hour = 0; hour < 72; hour++) {
    const at = new Date(Date.parse(from) + hour * 60 * minuteMs);
    expect(isSyncAllowed({ windows, application, at }).auto, at.toISOString()).toBe(true);
  }
});

const window = fc.record({
  kind: fc.constantFrom<'allow' | 'deny'>('allow', 'deny'),
  minute: fc.constantFrom('0', '30', '59'),
  hour: fc.constantFrom('0', '1', '2', '3', '23', '*/6'),
  duration: fc.constantFrom('1m', '45m', '1h30m', '5h'),
  manualSync: fc.boolean(),
  syncOverrun: fc.boolean(),
});

test('SYNC-11: next.at and opensAt are what asking every minute finds, for people and automation', () => {
  fc.assert(
    fc.property(
      fc.array(window, { minLength: 1, maxLength: 2 }),
      fc.constantFrom(...clockChanges),
      fc.integer({ min: 0, max: 24 * 60 - 1 }),
      (specs, [timeZone, day], minute) => {
        const windows = specs.map(
          ({ minute: at, hour, ...rest }): SyncWindow => ({
            ...rest,
            schedule: `${at} ${hour} * * *`,
            timeZone,
          }),
        );
        const now = new Date(Date.parse(`${day}T00:00:00Z`) - 6 * 60 * minuteMs + minute * minuteMs);
        const verdict = evaluateWindows({ windows, application, now });
        const asked = (ms: number) => isSyncAllowed({ windows, application, at: new Date(ms) });
        expect(asked(now.getTime())).toEqual({ manual: verdict.manual, auto: verdict.auto });
        const found: { next?: string; manual?: string; auto?: string } = {};
        for (let i = 1; i <= 26 * 60; i++) {
          const ms = now.getTime() + i * minuteMs;
          const at = asked(ms);
          const text = new Date(ms).toISOString();
          if (at.manual !== verdict.manual || at.auto !== verdict.auto) found.next ??= text;
          if (!verdict.manual && at.manual) found.manual ??= text;
          if (!verdict.auto && at.auto) found.auto ??= text;
        }
        const until = new Date(now.getTime() + 26 * 60 * minuteMs).toISOString();
        const seen = (time: string | null | undefined) => (time && time <= until ? time : undefined);
        expect({
          next: seen(verdict.next?.at),
          manual: seen(verdict.opensAt.manual),
          auto: seen(verdict.opensAt.auto),
        }).toEqual({ next: found.next, manual: found.manual, auto: found.auto });
        // Whoever may not sync now is told why, by whom and until when.
        if (!verdict.auto) {
          expect(verdict.reasons.length).toBeGreaterThan(0);
          for (const reason of verdict.reasons) expect(reason.owner).toBe('the clock');
        }
      },
    ),
    { numRuns: 8 },
  );
});

describe('SYNC-11: an Operation running when a window closes', () => {
  const allow = (syncOverrun: boolean): SyncWindow => ({
    kind: 'allow',
    schedule: '0 9 * * *',
    duration: '1h',
    syncOverrun,
  });
  const deny = (more: Partial<SyncWindow>): SyncWindow => ({
    kind: 'deny',
    schedule: '0 10 * * *',
    duration: '1h',
    ...more,
  });
  test.each<[string, SyncWindow[], string, 'run' | 'wait']>([
    ['goes on in an allow window that lets it finish', [allow(true)], '2026-05-01T09:59:59Z', 'run'],
    ['waits where the allow window does not', [allow(false)], '2026-05-01T09:59:59Z', 'wait'],
    ['waits where it began outside of the window', [allow(true)], '2026-05-01T08:00:00Z', 'wait'],
    [
      'goes on when a deny that lets it finish begins',
      [deny({ syncOverrun: true })],
      '2026-05-01T09:59:59Z',
      'run',
    ],
    [
      'waits when one of two denies does not',
      [deny({ syncOverrun: true }), deny({})],
      '2026-05-01T09:59:59Z',
      'wait',
    ],
    [
      'waits when it began at the very start of the deny',
      [deny({ syncOverrun: true })],
      '2026-05-01T10:00:00Z',
      'wait',
    ],
  ])('%s', (_, syncWindows, startedAt, kind) => {
    const decision = gate(simple, {
      rules: { syncWindows },
      phase: 'step',
      startedAt,
      now: new Date('2026-05-01T10:30:00Z'),
    });
    expect(decision.kind).toBe(kind);
    if (kind === 'run') return;
    for (const reason of decision.reasons)
      expect(reason).toMatchObject({ owner: 'the clock', nextAt: expect.stringMatching(/Z$/) });
    expect(decision).toMatchObject({ nextAt: expect.stringMatching(/Z$/) });
  });
});

test('SYNC-11: a window by labels holds the Applications that bear them, and no others', () => {
  const syncWindows: SyncWindow[] = [
    { kind: 'deny', schedule: '* * * * *', duration: '1h', matchLabels: { tier: 'front' } },
  ];
  const borne: Record<string, string>[] = [{ tier: 'front' }, { tier: 'back' }, {}];
  const kinds = borne.map((labels) => gate(simple, { rules: { syncWindows }, app: { labels } }).kind);
  expect(kinds).toEqual(['wait', 'run', 'run']);
});
