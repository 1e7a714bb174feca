import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineCases, fileOfCase, runEngineCase } from '../testing/engine-cases.ts';

const isUpdate = process.env.UPDATE_GOLDEN === '1';

/** What each case wrote stands in its `expected` (exit code, output, errors), which `UPDATE_GOLDEN=1` rewrites to be reviewed in the diff. */
describe('the engine on files', () => {
  it.each(engineCases())(
    '%s',
    async (name) => {
      const { exitCode, out, err } = await runEngineCase(name);
      const written = `exit ${exitCode}\n${out}${err === '' ? '' : `--- errors\n${err}`}`;
      const file = fileOfCase(name, 'expected');
      if (isUpdate) writeFileSync(file, written);
      expect(written, relative(process.cwd(), file)).toBe(readFileSync(file, 'utf8'));
    },
    30_000,
  );
});
