'use client';
import { clsx } from 'clsx';
import { useMemo, useState } from 'react';
import styles from './diff.module.css';
import { compareText, foldUnchanged, splitSides, type DiffLine } from './diff-lines.ts';
import { Icon } from './icon.tsx';
import { useRowWindow } from './row-window.ts';

export type DiffTextLabels = {
  /** Read before a line: "added", "removed". */
  added: string;
  removed: string;
  /** "Show 120 unchanged lines". */
  unchanged: (count: number) => string;
  /** "Show 11 more lines". */
  more: (count: number) => string;
};

const plainLimit = 200;

/** One line with its sign; the sign is read as a word. */
function Line({
  line,
  labels,
  hasNumbers,
}: {
  line: DiffLine;
  labels: DiffTextLabels;
  hasNumbers?: boolean;
}) {
  const sign = { add: '+', remove: '-', same: '' }[line.kind];
  const word = { add: labels.added, remove: labels.removed, same: '' }[line.kind];
  return (
    <div className={clsx(styles.line, styles[line.kind], hasNumbers && styles.numbered)}>
      {hasNumbers && <i className={styles.number}>{line.after ?? line.before}</i>}
      <i aria-hidden>{sign}</i>
      <span>
        {word && <span className="sr-only">{word} </span>}
        {line.parts.map((part, index) => (part.isMarked ? <mark key={index}>{part.text}</mark> : part.text))}
        {line.parts.length === 1 && line.parts[0]?.text === '' ? '\u00a0' : null}
      </span>
    </div>
  );
}

/** Before and after of one field: − lines, then + lines. More than `initial` lines open on request. */
export function FieldDiff({
  before,
  after,
  labels,
  initial = 40,
}: {
  before?: string;
  after?: string;
  labels: DiffTextLabels;
  initial?: number;
}) {
  const lines = useMemo(() => compareText(before, after), [before, after]);
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen && lines.length > plainLimit) return <LongLines lines={lines} labels={labels} />;
  const shown = isOpen ? lines : lines.slice(0, initial);
  return (
    <>
      {shown.map((line, index) => (
        <Line key={index} line={line} labels={labels} />
      ))}
      {shown.length < lines.length && (
        <button type="button" className={styles.fold} onClick={() => setIsOpen(true)}>
          <Icon name="down" size={14} />
          {labels.more(lines.length - shown.length)}
        </button>
      )}
    </>
  );
}

export type TextDiffProps = {
  before?: string;
  after?: string;
  labels: DiffTextLabels;
  mode?: 'unified' | 'split';
  /** Unchanged lines kept around a change. */
  context?: number;
};

/** YAML mode: whole texts compared line by line, unchanged stretches folded, only the viewport rendered when long. */
export function TextDiff({ before, after, labels, mode = 'unified', context = 3 }: TextDiffProps) {
  const lines = useMemo(() => compareText(before, after), [before, after]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => foldUnchanged(lines, context, opened), [lines, context, opened]);
  if (mode === 'unified' && rows.length > plainLimit)
    return <LongLines lines={lines} labels={labels} context={context} hasNumbers />;
  const blocks: ({ fold: string; count: number } | { lines: DiffLine[] })[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (row.kind === 'fold') blocks.push({ fold: row.id, count: row.lines.length });
    else if (last && 'lines' in last) last.lines.push(row.line);
    else blocks.push({ lines: [row.line] });
  }
  return (
    <div className={styles.text}>
      {blocks.map((block, index) =>
        'fold' in block ? (
          <Fold
            key={block.fold}
            label={labels.unchanged(block.count)}
            onOpen={() => setOpened(new Set([...opened, block.fold]))}
          />
        ) : mode === 'split' ? (
          <SplitLines key={index} lines={block.lines} labels={labels} />
        ) : (
          block.lines.map((line, at) => (
            <Line key={`${index}-${at}`} line={line} labels={labels} hasNumbers />
          ))
        ),
      )}
    </div>
  );
}

function Fold({ label, onOpen }: { label: string; onOpen: () => void }) {
  return (
    <button type="button" className={styles.fold} onClick={onOpen}>
      <Icon name="down" size={14} />
      {label}
    </button>
  );
}

function SplitLines({ lines, labels }: { lines: readonly DiffLine[]; labels: DiffTextLabels }) {
  return splitSides(lines).map((row, index) => (
    <div key={index} className={styles.split}>
      {row.before ? <Line line={row.before} labels={labels} /> : <div className={styles.gap} />}
      {row.after ? <Line line={row.after} labels={labels} /> : <div className={styles.gap} />}
    </div>
  ));
}

/** Thousands of lines: rows are rendered only near the viewport. */
function LongLines({
  lines,
  labels,
  context,
  hasNumbers,
}: {
  lines: readonly DiffLine[];
  labels: DiffTextLabels;
  context?: number;
  hasNumbers?: boolean;
}) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () =>
      context === undefined
        ? lines.map((line) => ({ kind: 'line' as const, line }))
        : foldUnchanged(lines, context, opened),
    [lines, context, opened],
  );
  const { container, measure, ...list } = useRowWindow({
    count: rows.length,
    estimate: 22,
    getKey: (index) => String(index),
    overscan: 30,
  });
  return (
    <div ref={container} className={styles.long} style={{ height: list.totalSize }}>
      {list.rows.map((item) => {
        const row = rows[item.index];
        if (!row) return null;
        return (
          <div
            key={item.key}
            data-index={item.index}
            ref={measure}
            className={styles.longRow}
            style={{ transform: `translateY(${list.offset(item)}px)` }}
          >
            {row.kind === 'line' ? (
              <Line line={row.line} labels={labels} hasNumbers={hasNumbers} />
            ) : (
              <Fold
                label={labels.unchanged(row.lines.length)}
                onOpen={() => setOpened(new Set([...opened, row.id]))}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
