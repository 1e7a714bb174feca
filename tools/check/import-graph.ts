import { dirname, posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

/** One import: the file it leads to (`to`) or the package it names (`external`). */
export type Import = { line: number; isType: boolean; to?: string; external?: string };

const pattern =
  /(?:^|[\n;])[ \t]*(?:import|export)\s+(type\s)?[^'"`;]*?\bfrom\s*['"]([^'"\n]+)['"]|(?:^|[\n;])[ \t]*import\s*['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

const packageFolders: Record<string, string> = {
  '@bowline/contract': 'packages/contract/src',
  '@bowline/sync-engine': 'packages/sync-engine/src',
  '@bowline/sandbox': 'packages/sandbox/src',
  '@bowline/ui': 'packages/ui/src',
};

/** The imports of a file, resolved against the repository's own files. */
export function findImports(file: SourceFile, known: ReadonlySet<string>): Import[] {
  const text = blankComments(file.text);
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? '';
    const line = text.slice(0, match.index + match[0].length).split('\n').length;
    const target = resolve(file.path, specifier, known);
    const isType = match[1] !== undefined;
    return target ? { line, isType, to: target } : { line, isType, external: specifier };
  });
}

/** The shortest cycle through value imports, or undefined. Types vanish before anything runs. */
export function findCycle(graph: ReadonlyMap<string, readonly Import[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | undefined => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const { to, isType } of graph.get(file) ?? []) {
      const cycle = to && !isType ? visit(to) : undefined;
      if (cycle) return cycle;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return undefined;
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  if (specifier.startsWith('.')) return firstKnown(posix.join(dirname(from), specifier), known);
  if (specifier.startsWith('@/'))
    return firstKnown(specifier.replace('@/', `${from.split('/').slice(0, 2).join('/')}/`), known);
  const [scope, name, ...rest] = specifier.split('/');
  const folder = packageFolders[`${scope}/${name}`];
  return folder && firstKnown(posix.join(folder, rest.join('/') || 'index'), known);
}

// An import of ours that leads nowhere is the type check's to report; it still counts for its folder's layer.
function firstKnown(base: string, known: ReadonlySet<string>): string {
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`];
  return candidates.find((path) => known.has(path)) ?? base;
}

// Keeps line numbers. Strings are left alone: a `//` in a URL follows a colon, a comment does not.
function blankComments(text: string): string {
  return text
    .replace(/(^|\s)\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/[^\n]*/g, '$1');
}
