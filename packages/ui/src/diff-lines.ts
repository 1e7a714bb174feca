import { diffArrays, diffLines as lineDiff, diffWordsWithSpace } from 'diff';

export type DiffPart = { text: string; isMarked: boolean };
export type DiffLine = {
  kind: 'add' | 'remove' | 'same';
  parts: readonly DiffPart[];
  /** 1-based line numbers in the text before and after. */
  before?: number;
  after?: number;
};

/** Words and numbers stay whole; punctuation such as `:`, `@` and `.` splits, so `2.4.1` → `2.4.2` marks the digits that count. */
const tokens = (text: string) => text.match(/\p{L}+|\p{N}+|\s+|./gu) ?? [];

/** Marks what differs between two versions of one line. Lines with little in common are marked as a whole. */
export function markChanges(before: string, after: string): { before: DiffPart[]; after: DiffPart[] } {
  const changes =
    before.length + after.length > 2000
      ? diffWordsWithSpace(before, after)
      : diffArrays(tokens(before), tokens(after)).map((part) => ({ ...part, value: part.value.join('') }));
  const common = changes.reduce(
    (sum, part) => (part.added || part.removed ? sum : sum + part.value.length),
    0,
  );
  if (common * 4 < Math.min(before.length, after.length)) {
    return { before: [{ text: before, isMarked: false }], after: [{ text: after, isMarked: false }] };
  }
  const side = (skip: 'added' | 'removed'): DiffPart[] =>
    changes
      .filter((part) => !part[skip])
      .map((part) => ({ text: part.value, isMarked: Boolean(part.added || part.removed) }));
  return { before: side('added'), after: side('removed') };
}

function splitLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Lines of a text comparison: removed before added, changed pairs marked inside. `undefined` means the side does not exist.
 * A comparison that would take longer than `timeoutMs` falls back to "all removed, all added".
 */
export function compareText(
  before: string | undefined,
  after: string | undefined,
  timeoutMs = 400,
): DiffLine[] {
  if (before === undefined || after === undefined) {
    const kind = before === undefined ? 'add' : 'remove';
    return splitLines(before ?? after ?? '').map((text, index) => ({
      kind,
      parts: [{ text, isMarked: false }],
      [kind === 'add' ? 'after' : 'before']: index + 1,
    }));
  }
  const ended = (text: string) => (text.endsWith('\n') ? text : `${text}\n`);
  const changes = lineDiff(ended(before), ended(after), { timeout: timeoutMs }) ?? [
    { value: before, removed: true, added: false, count: 0 },
    { value: after, added: true, removed: false, count: 0 },
  ];
  const lines: DiffLine[] = [];
  let [beforeAt, afterAt] = [0, 0];
  for (let index = 0; index < changes.length; index += 1) {
    const change = changes[index]!; // index is in range
    const following = changes[index + 1];
    const texts = splitLines(change.value);
    if (change.removed && following?.added) {
      const added = splitLines(following.value);
      const pairs = texts.map((text, at) =>
        added[at] === undefined ? undefined : markChanges(text, added[at]),
      );
      texts.forEach((text, at) =>
        lines.push({
          kind: 'remove',
          parts: pairs[at]?.before ?? [{ text, isMarked: false }],
          before: (beforeAt += 1),
        }),
      );
      added.forEach((text, at) =>
        lines.push({
          kind: 'add',
          parts: pairs[at]?.after ?? [{ text, isMarked: false }],
          after: (afterAt += 1),
        }),
      );
      index += 1;
      continue;
    }
    for (const text of texts) {
      const parts = [{ text, isMarked: false }];
      if (change.added) lines.push({ kind: 'add', parts, after: (afterAt += 1) });
      else if (change.removed) lines.push({ kind: 'remove', parts, before: (beforeAt += 1) });
      else lines.push({ kind: 'same', parts, before: (beforeAt += 1), after: (afterAt += 1) });
    }
  }
  return lines;
}

export type DiffRow =
  | { kind: 'line'; line: DiffLine }
  | { kind: 'fold'; id: string; lines: readonly DiffLine[] };

/** Folds runs of unchanged lines that are farther than `context` lines from a change; opened folds stay open. */
export function foldUnchanged(
  lines: readonly DiffLine[],
  context: number,
  opened: ReadonlySet<string>,
): DiffRow[] {
  const rows: DiffRow[] = [];
  let start = 0;
  while (start < lines.length) {
    if (lines[start]?.kind !== 'same') {
      rows.push({ kind: 'line', line: lines[start]! }); // start is in range
      start += 1;
      continue;
    }
    let end = start;
    while (end < lines.length && lines[end]?.kind === 'same') end += 1;
    const from = start === 0 ? start : start + context;
    const to = end === lines.length ? end : end - context;
    const id = `fold-${start}`;
    const push = (part: readonly DiffLine[]) => part.forEach((line) => rows.push({ kind: 'line', line }));
    if (to - from < 3 || opened.has(id)) push(lines.slice(start, end));
    else {
      push(lines.slice(start, from));
      rows.push({ kind: 'fold', id, lines: lines.slice(from, to) });
      push(lines.slice(to, end));
    }
    start = end;
  }
  return rows;
}

export type SplitRow = { before?: DiffLine; after?: DiffLine };

/** Pairs removed with added lines side by side. */
export function splitSides(lines: readonly DiffLine[]): SplitRow[] {
  const rows: SplitRow[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index]!; // index is in range
    if (line.kind === 'same') {
      rows.push({ before: line, after: line });
      index += 1;
      continue;
    }
    const removed: DiffLine[] = [];
    const added: DiffLine[] = [];
    while (lines[index]?.kind === 'remove') removed.push(lines[index++]!); // just seen
    while (lines[index]?.kind === 'add') added.push(lines[index++]!); // just seen
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1)
      rows.push({ before: removed[at], after: added[at] });
  }
  return rows;
}
