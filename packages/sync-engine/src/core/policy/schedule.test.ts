import { describe, expect, it } from 'vitest';
import type { SyncWindow } from '../model.ts';
import { evaluateWindows } from './windows.ts';

const application = { name: 'web', cluster: 'prod', namespace: 'shop', labels: {} };
const nightly: SyncWindow = { kind: 'deny', schedule: '0 22 * * *', duration: '2h' };
const office: SyncWindow = { kind: 'allow', schedule: '0 9 * * 1-5', duration: '8h' };
const night = new Date('2026-03-04T22:30:00Z'); // a Wednesday

describe('what a schedule may be, and what is said of one that cannot be read (SYNC-11, B10)', () => {
  it.each<[string, Partial<SyncWindow>, reason: object | null]>([
    [
      'a step from a number on (5-59/15)',
      { schedule: '20/15 * * * *', duration: '20m' },
      { code: 'window_deny' },
    ],
    ['names in any case', { schedule: '0 22 * mar Wed', duration: '1h' }, { code: 'window_deny' }],
    ['? is any', { schedule: '0 22 ? * ?', duration: '1h' }, { code: 'window_deny' }],
    ['a nickname', { schedule: '@hourly', duration: '45m' }, { code: 'window_deny' }],
    ['the last day of the month, on another day', { schedule: '0 22 L * *', duration: '1h' }, null],
    [
      'a date is no schedule',
      { schedule: '2026-03-04T22:00:00' },
      {
        message: expect.stringContaining(
          '("2026-03-04T22:00:00" is no cron expression of five fields) and blocks',
        ),
      },
    ],
    ['a step of nothing', { schedule: '/15 * * * *' }, { message: expect.stringContaining('five fields') }],
    ['six fields', { schedule: '0 0 22 * * *' }, { message: expect.stringContaining('five fields') }],
    ['an interval', { schedule: '@every 1h' }, { message: expect.stringContaining('five fields') }],
    [
      'no such month',
      { schedule: '0 0 * 13 *' },
      { message: expect.stringContaining('(its month is out of range)') },
    ],
    [
      'no such day',
      { schedule: '0 0 0 * *' },
      { message: expect.stringContaining('(its day is out of range)') },
    ],
    [
      'a closed allow window that cannot be read says so',
      { kind: 'allow', schedule: '0 22 * *', description: 'Night' },
      {
        code: 'window_invalid',
        message:
          'The allow window "Night" cannot be read ("0 22 * *" is no cron expression of five fields) and never opens until it is mended.',
        owner: 'a project administrator',
      },
    ],
  ])('reads schedules: %s', (_name, more, reason) => {
    const { reasons } = evaluateWindows({ windows: [{ ...nightly, ...more }], application, now: night });
    expect(reasons).toEqual(reason === null ? [] : [expect.objectContaining(reason)]);
  });

  it('an allow window that cannot be read does not hide when another opens', () => {
    const windows: SyncWindow[] = [{ ...office, schedule: 'x', description: 'Typo' }, office];
    expect(evaluateWindows({ windows, application, now: night }).reasons).toEqual([
      {
        code: 'window_closed',
        message:
          'No allow window is open ("0 9 * * 1-5" for 8h). The allow window "Typo" cannot be read ("x" is no cron expression of five fields).',
        owner: 'the clock',
        nextAt: '2026-03-05T09:00:00.000Z',
      },
    ]);
  });

  it.each<[string, SyncWindow, at: string, next: string]>([
    [
      'every minute of office hours',
      { kind: 'allow', schedule: '* 9-17 * * 1-5', duration: '1m' },
      '2026-03-04T09:00:00Z',
      '2026-03-04T18:00:00.000Z',
    ],
    [
      'every minute, a while longer',
      { kind: 'deny', schedule: '* 9-17 * * *', duration: '90s' },
      '2026-03-04T09:30:00Z',
      '2026-03-04T18:00:30.000Z',
    ],
    [
      'every minute with gaps',
      { kind: 'deny', schedule: '* 9-17 * * *', duration: '30s' },
      '2026-03-04T09:30:00Z',
      '2026-03-04T09:30:30.000Z',
    ],
    [
      'every minute of hours that begin at a quarter of UTC',
      { kind: 'deny', schedule: '* 0-11 * * *', duration: '1m', timeZone: 'Asia/Kathmandu' },
      '2026-03-04T00:00:00Z',
      '2026-03-04T06:15:00.000Z',
    ],
    [
      'every minute over an hour that is skipped',
      { kind: 'deny', schedule: '* 0-11 * * *', duration: '1m', timeZone: 'Europe/Berlin' },
      '2026-03-28T23:00:00Z',
      '2026-03-29T10:00:00.000Z',
    ],
  ])('finds the end of %s', (_name, window, at, next) => {
    expect(evaluateWindows({ windows: [window], application, now: new Date(at) }).next?.at).toBe(next);
  });
});
