import { describe, expect, it } from 'vitest';
import { formatSummary, sumCounts } from './results.mjs';

const stage = (name: string, state: string, counts: object = {}) => ({
  name,
  state,
  seconds: 1.25,
  passed: 0,
  failed: 0,
  skipped: 0,
  note: undefined,
  ...counts,
});

describe('formatSummary', () => {
  it('ends with the sums over all stages', () => {
    const results = [
      stage('lint', 'ok'),
      stage('unit', 'ok', { passed: 40, skipped: 2 }),
      stage('browser', 'failed', { passed: 7, failed: 2 }),
    ];
    expect(formatSummary(results).split('\n')).toEqual([
      'lint     ok          1.3 s',
      'unit     ok          1.3 s  40 passed, 0 failed, 2 skipped',
      'browser  failed      1.3 s  7 passed, 2 failed, 0 skipped',
      '',
      '47 passed, 2 failed',
    ]);
  });

  it('never reads 0 failed when a stage broke before it ran a test', () => {
    expect(sumCounts([stage('lint', 'failed'), stage('unit', 'ok', { passed: 3 })])).toEqual({
      passed: 3,
      failed: 1,
    });
  });
});
