import { printable } from './printable.ts';
import type { Style, Tone } from './style.ts';

export type Column<T> = {
  title: string;
  value: (row: T) => string;
  /** Shown by `-o wide` only. */
  wide?: boolean;
  tone?: (row: T) => Tone;
};

/** Aligned columns under upper-case titles, no borders: for people and for awk. */
export function formatTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  options: { wide: boolean; style: Style },
): string {
  const shown = columns.filter((column) => options.wide || column.wide !== true);
  const cells = rows.map((row) => shown.map((column) => printable(column.value(row)) || '-'));
  const widths = shown.map((column, i) =>
    Math.max(widthOf(column.title), ...cells.map((line) => widthOf(line[i] ?? ''))),
  );
  const pad = (text: string, i: number) =>
    i === shown.length - 1 ? '' : ' '.repeat((widths[i] ?? 0) - widthOf(text) + 2);
  const title = shown.map((column, i) => column.title + pad(column.title, i)).join('');
  const lines = cells.map((line, r) =>
    line
      .map((text, i) => {
        const row = rows[r] as T; // cells has one line per row
        return options.style(text, shown[i]?.tone?.(row) ?? 'none') + pad(text, i);
      })
      .join(''),
  );
  return [options.style(title, 'dim'), ...lines].map((line) => `${line}\n`).join('');
}

/** Columns a text takes: CJK and other wide characters count two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}|\u200d|\ufe0f/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
