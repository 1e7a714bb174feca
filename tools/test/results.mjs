import { existsSync, readFileSync } from 'node:fs';

/** Tests passed, failed and skipped according to a JSON report; zeros when the run left none. */
export function readCounts(kind, file) {
  if (!kind || !existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (kind === 'vitest') {
    const skipped = report.numPendingTests + report.numTodoTests;
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped };
  }
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/** The table printed at the end, one line a stage; its last line is `N passed, N failed`. */
export function formatSummary(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map(({ name, state, seconds, passed, failed, skipped, note }) => {
    const counts =
      passed + failed + skipped > 0 ? `  ${passed} passed, ${failed} failed, ${skipped} skipped` : '';
    return `${name.padEnd(width)}  ${state.padEnd(7)}  ${`${seconds.toFixed(1)} s`.padStart(8)}${counts}${note ? `  ${note}` : ''}`;
  });
  const { passed, failed } = sumCounts(results);
  return [...lines, '', `${passed} passed, ${failed} failed`].join('\n');
}

/** Totals of a run. A stage that failed counts as one failure at least, so that a broken build never reads 0 failed. */
export function sumCounts(results) {
  const failedOf = ({ state, failed }) => (state === 'failed' ? Math.max(1, failed) : failed);
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, result) => sum + failedOf(result), 0),
  };
}
