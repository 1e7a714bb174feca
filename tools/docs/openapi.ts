// Checks that docs/reference/openapi.json is what the contract says; `--write` makes it so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../packages/contract/src/openapi.ts';
import { root } from '../check/source-files.ts';

const path = 'docs/reference/openapi.json';
const file = join(root, path);
const { version } = JSON.parse(readFileSync(join(root, 'apps/api/package.json'), 'utf8')) as {
  version: string;
};
const text = `${JSON.stringify(openApiDocument(version), null, 1)}\n`;

if (process.argv.includes('--write')) writeFileSync(file, text);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error(`${path} is not what the contract says: run npm run generate:docs`);
  process.exitCode = 1;
} else console.log(`${path} is up to date.`);
