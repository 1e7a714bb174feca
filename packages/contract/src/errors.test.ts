import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from './errors.ts';

test('every error code has a page, and every page a code', () => {
  const pages = readdirSync(new URL('../../../docs/errors', import.meta.url)).map((file) =>
    file.replace(/\.md$/, ''),
  );
  expect(pages.sort()).toEqual(Object.keys(errorCodes).sort());
});
