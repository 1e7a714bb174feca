import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText, foldUnchanged, markChanges, splitSides, type DiffLine } from './diff-lines.ts';

const text = (line: DiffLine) => line.parts.map((part) => part.text).join('');
const side = (lines: readonly DiffLine[], skip: 'add' | 'remove') =>
  lines
    .filter((line) => line.kind !== skip)
    .map(text)
    .join('\n');
const lineOf = fc.stringMatching(/^[a-z:. -]{0,12}$/);
const body = fc.array(lineOf, { minLength: 1, maxLength: 30 }).map((lines) => `${lines.join('\n')}\n`);

describe('markChanges', () => {
  it('marks only what differs', () => {
    expect(markChanges('web:2.4.1', 'web:2.4.2')).toEqual({
      before: [
        { text: 'web:2.4.', isMarked: false },
        { text: '1', isMarked: true },
      ],
      after: [
        { text: 'web:2.4.', isMarked: false },
        { text: '2', isMarked: true },
      ],
    });
  });
  it('marks nothing inside lines that have little in common', () => {
    expect(markChanges('replicas', 'image: x').before).toEqual([{ text: 'replicas', isMarked: false }]);
  });
  it('loses no character (property)', () => {
    fc.assert(
      fc.property(lineOf, lineOf, (a, b) => {
        const marked = markChanges(a, b);
        expect(marked.before.map((part) => part.text).join('')).toBe(a);
        expect(marked.after.map((part) => part.text).join('')).toBe(b);
      }),
    );
  });
});

describe('compareText', () => {
  it('shows a new text as added and a gone one as removed', () => {
    expect(compareText(undefined, 'a\nb\n').map((line) => [line.kind, line.after])).toEqual([
      ['add', 1],
      ['add', 2],
    ]);
    expect(compareText('a', undefined)).toMatchObject([{ kind: 'remove', before: 1 }]);
  });
  it('puts removed before added and keeps both line numbers', () => {
    expect(
      compareText('a\nb\nc', 'a\nB\nc').map((line) => [line.kind, text(line), line.before, line.after]),
    ).toEqual([
      ['same', 'a', 1, 1],
      ['remove', 'b', 2, undefined],
      ['add', 'B', undefined, 2],
      ['same', 'c', 3, 3],
    ]);
  });
  it('gives back both texts (property)', () => {
    fc.assert(
      fc.property(body, body, (before, after) => {
        const lines = compareText(before, after);
        expect(`${side(lines, 'add')}\n`).toBe(before);
        expect(`${side(lines, 'remove')}\n`).toBe(after);
      }),
    );
  });
});

describe('foldUnchanged', () => {
  const lines = compareText(
    Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n'),
    Array.from({ length: 30 }, (_, i) => (i === 15 ? 'changed' : `line ${i}`)).join('\n'),
  );
  it('keeps three lines around a change and folds the rest', () => {
    const rows = foldUnchanged(lines, 3, new Set());
    expect(rows.map((row) => (row.kind === 'fold' ? `fold ${row.lines.length}` : row.line.kind))).toEqual([
      'fold 12',
      'same',
      'same',
      'same',
      'remove',
      'add',
      'same',
      'same',
      'same',
      'fold 11',
    ]);
  });
  it('shows everything once opened', () => {
    const opened = new Set(
      foldUnchanged(lines, 3, new Set()).flatMap((row) => (row.kind === 'fold' ? [row.id] : [])),
    );
    expect(foldUnchanged(lines, 3, opened)).toHaveLength(lines.length);
  });
});

it('pairs removed with added lines side by side', () => {
  const rows = splitSides(compareText('a\nb\nc', 'a\nB\nc'));
  expect(rows.map((row) => [row.before && text(row.before), row.after && text(row.after)])).toEqual([
    ['a', 'a'],
    ['b', 'B'],
    ['c', 'c'],
  ]);
});
