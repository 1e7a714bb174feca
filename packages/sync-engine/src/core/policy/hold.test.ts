import { describe, expect, it } from 'vitest';
import { holdEnded } from './hold.ts';

const now = new Date('2026-11-24T12:00:00Z');
const hold = { reason: 'r', owner: 'kim', since: '2026-11-24T10:00:00Z', untilDesiredDigestNot: 'bad' };

describe('the end of a Hold (B13)', () => {
  it.each([
    ['while git renders what was rolled back from', hold, 'bad', false],
    ['when git renders something else', hold, 'good', true],
    ['not on an unknown render', hold, null, false],
    ['not by git when a person has to resume', { ...hold, untilResumed: true }, 'good', false],
    ['at its time', { ...hold, untilResumed: true, untilTime: '2026-11-24T12:00:00Z' }, 'bad', true],
    ['not before', { ...hold, untilTime: '2026-11-24T12:00:01Z' }, 'bad', false],
    ['never by a time nobody can read', { ...hold, untilTime: 'soon' }, 'bad', false],
  ])('%s', (_, given, desiredDigest, ended) => expect(holdEnded(given, { desiredDigest, now })).toBe(ended));
});
