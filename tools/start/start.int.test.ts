import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('prints its options on a checkout where nothing is installed, and installs nothing', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'bowline-help-'));
  try {
    const start = fileURLToPath(new URL('.', import.meta.url));
    cpSync(start, join(checkout, 'tools/start'), { recursive: true });
    const run = spawnSync(process.execPath, ['tools/start/start.mjs', '--help'], {
      cwd: checkout,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('--no-demo');
    expect(existsSync(join(checkout, 'node_modules'))).toBe(false);
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
});
