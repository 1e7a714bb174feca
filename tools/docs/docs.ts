// Checks that the generated parts of the documentation are those of the code and that its links lead somewhere.
// `--write` brings the generated parts up to date.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../check/source-files.ts';
import { brokenLinks, pages, refreshed } from './pages.ts';

const isWriting = process.argv.includes('--write');
const problems: string[] = [];
for (const page of pages()) {
  const text = refreshed(page);
  if (text !== page.text && isWriting) writeFileSync(join(root, page.path), text);
  else if (text !== page.text) problems.push(`${page.path} is not up to date: run npm run generate:docs`);
  for (const link of brokenLinks(page)) problems.push(`${page.path} links to ${link}, which is not there`);
}
if (problems.length) console.error(problems.join('\n'));
else console.log('The documentation is up to date.');
process.exitCode = problems.length ? 1 : 0;
