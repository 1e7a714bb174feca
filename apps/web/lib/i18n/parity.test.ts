import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { messages } from './messages.ts';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );
}

/** Names of ICU arguments and tags, not the one-word bodies of plural branches: `{count, plural, …}` → count, `<b>` → b. */
function argumentsOf(message: string): string[] {
  const names = [
    ...message.matchAll(/(?<!(?:=\d+|zero|one|two|few|many|other)\s)\{(\w+)(?=[,}])/g),
    ...message.matchAll(/<(\w+)>/g),
  ].map((match) => match[1] ?? '');
  return [...new Set(names)].sort();
}

const en = new Map(flatten(messages.en));
const ko = new Map(flatten(messages.ko));

describe('messages', () => {
  it('exist for every feature file in both languages', () => {
    const files = (locale: string) =>
      readdirSync(fileURLToPath(new URL(`../../messages/${locale}`, import.meta.url)))
        .map((name) => name.replace('.json', ''))
        .sort();
    expect(files('ko')).toEqual(files('en'));
    expect(Object.keys(messages.en).sort()).toEqual(files('en'));
  });
  it('have the same keys in English and Korean', () => {
    expect([...ko.keys()].sort()).toEqual([...en.keys()].sort());
  });
  it('name every risk that the reference tells', () => {
    const reference = readFileSync(new URL('../../../../docs/reference/sync.md', import.meta.url), 'utf8');
    const tables = reference.split('\n\n').filter((block) => block.startsWith('| code |'));
    const cells = tables.flatMap((table) => table.split('\n').map((row) => row.split('|')[1] ?? ''));
    const codes = cells.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code));
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !en.has(`plan.risk.${code}`))).toEqual([]);
  });
  it.each([...en])('%s takes the same arguments in both languages', (key, message) => {
    expect(argumentsOf(ko.get(key) ?? '')).toEqual(argumentsOf(message));
  });
  it('leave no Korean sentence in English and use no plain-style endings', () => {
    for (const [key, message] of ko) {
      expect(message.trim(), key).not.toBe('');
      expect(/[가-힣](한다|된다|않는다|있다|없다)\./.test(message), `${key}: ${message}`).toBe(false);
    }
  });
});
