import { documentLines } from './yaml.ts';

const mark = '# Source: ';

/**
 * The template that a line of Helm's output comes from, '' when nothing says it; `line` counts from 1. Only the name is
 * shown, from Helm's `# Source:` comments: the lines themselves may hold a Secret.
 */
export function templateOfLine(text: string, line: number): string {
  const before = text.split('\n').slice(0, Math.max(line, 1));
  return (
    before
      .findLast((one) => one.startsWith(mark))
      ?.slice(mark.length)
      .trim() ?? ''
  );
}

/** The same of a document, of `count` that were read; `document` counts from 0. */
export function templateOfDocument(text: string, document: number, count: number): string {
  const starts = documentLines(text);
  const line = starts[document];
  return starts.length === count && line !== undefined ? templateOfLine(text, line) : '';
}
