import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCli } from '../testing/fake-io.ts';

/**
 * One folder a case: `command`, the files that it names, `stdin` where it reads that. What it wrote stands in `expected`
 * (exit code, output, errors), which `UPDATE_GOLDEN=1` rewrites to be reviewed in the diff.
 */
const root = fileURLToPath(new URL('../../testdata/engine', import.meta.url));
const isUpdate = process.env.UPDATE_GOLDEN === '1';

describe('the engine on files', () => {
  it.each(readdirSync(root).sort())(
    '%s',
    async (name) => {
      const dir = join(root, name);
      const words = readFileSync(join(dir, 'command'), 'utf8').trim().split(/\s+/);
      const args = words.map((word) =>
        existsSync(join(dir, word)) || /^(nowhere|\.)/.test(word) ? join(dir, word) : word,
      );
      const stdin = existsSync(join(dir, 'stdin')) ? readFileSync(join(dir, 'stdin'), 'utf8') : '';
      const { exitCode, out, err } = await runCli(args, { stdin });
      const written = `exit ${exitCode}\n${out}${err === '' ? '' : `--- errors\n${err}`}`.replaceAll(
        `${dir}/`,
        '',
      );
      const file = join(dir, 'expected');
      if (isUpdate) writeFileSync(file, written);
      expect(written, relative(process.cwd(), file)).toBe(readFileSync(file, 'utf8'));
    },
    30_000,
  );
});
