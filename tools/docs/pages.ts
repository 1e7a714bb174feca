import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../check/source-files.ts';
import { blocks } from './blocks.ts';

export type Page = { path: string; text: string };

const folders = ['docs', 'docs/guides', 'docs/reference', 'docs/decisions', 'docs/errors'];
const marker = /<!-- generated: ([a-z-]+) -->\n[\s\S]*?<!-- end -->/g;

/** Every page of the project's documentation, repository-relative. */
export function pages(): Page[] {
  const inFolders = folders.flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`) : [],
  );
  const atRoot = readdirSync(root);
  return [...atRoot, ...inFolders]
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** A page with its generated parts as the code has them now. Throws on a part nobody knows. */
export function refreshed({ path, text }: Page): string {
  return text.replace(marker, (_all, name: string) => {
    const block = blocks[name];
    if (!block) throw new Error(`${path} asks for the generated part ${name}, which does not exist.`);
    return `<!-- generated: ${name} -->\n${block()}\n<!-- end -->`;
  });
}

/** Links of a page to files and headings that do not exist. */
export function brokenLinks({ path, text }: Page): string[] {
  const targets = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
    (match) => match[1] ?? '',
  );
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#');
      const full = file === '' ? join(root, path) : join(root, dirname(path), file);
      if (!existsSync(full)) return true;
      return anchor !== undefined && !headingsOf(readFileSync(full, 'utf8')).includes(anchor);
    });
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
