import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const web = fileURLToPath(new URL('../..', import.meta.url));
const app = join(web, 'app');

/** Modules a file loads, now or later, and those of its own words. Types carry no words. */
const parsed = new Map<string, { imports: string[]; uses: string[]; provides: string[] }>();

function parseModule(path: string) {
  const known = parsed.get(path);
  if (known) return known;
  const text = readFileSync(path, 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+\.tsx?)'/g)].map(
    ([, name]) => name ?? '',
  );
  const result = {
    imports: specifiers.map((name) => resolve(dirname(path), name)).filter((file) => existsSync(file)),
    uses: [...text.matchAll(/useTranslations\('(\w+)/g)].map(([, name]) => name ?? ''),
    provides: [...text.matchAll(/(?:features=\{|Messages = )\[([^\]]*)\]/g)].flatMap(([, list]) =>
      [...(list ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name ?? ''),
    ),
  };
  parsed.set(path, result);
  return result;
}

function usedBy(entries: readonly string[]): Map<string, string> {
  const uses = new Map<string, string>();
  const seen = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { imports, uses: names } = parseModule(path);
    for (const name of names) uses.set(name, relative(web, path));
    queue.push(...imports);
  }
  return uses;
}

/** The page and the layouts around it. */
function filesOf(page: string): string[] {
  const files = [page];
  for (let folder = dirname(page); folder.startsWith(app); folder = dirname(folder)) {
    const layout = join(folder, 'layout.tsx');
    if (existsSync(layout)) files.push(layout);
  }
  return files;
}

const pages = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('page.tsx') && !path.startsWith('gallery'))
  .map((path) => join(app, path));

describe('messages of routes', () => {
  it('finds the pages', () => expect(pages.length).toBeGreaterThan(8));
  it.each(pages.map((page) => [relative(app, page), page]))(
    '%s gets the messages its components use',
    (_, page) => {
      const files = filesOf(page);
      // `common` comes with the root layout.
      const provided = new Set(['common', ...files.flatMap((file) => parseModule(file).provides)]);
      const missing = [...usedBy(files)].filter(([name]) => !provided.has(name));
      expect(missing, 'add the feature to <MessagesOf features={[…]}> of a layout or page').toEqual([]);
    },
  );
});
