'use client';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import styles from './diff.module.css';
import { FieldDiff, TextDiff, type DiffTextLabels } from './diff-text.tsx';
import { Icon, type IconName } from './icon.tsx';
import { OpMark, type OpKind } from './status.tsx';

export { FieldDiff, TextDiff } from './diff-text.tsx';

export type { DiffTextLabels } from './diff-text.tsx';

export type DiffHunk = {
  /** Stable; also the anchor of the hunk. */
  id: string;
  /** `spec.template.spec.containers[web].image`, or a sentence such as "Whole object". */
  path: string;
  isSentence?: boolean;
  /** `CauseTag` and who, when. */
  cause?: ReactNode;
  before?: string;
  after?: string;
  /** Lines shown before the rest is asked for; 40 by default. */
  initialLines?: number;
  /** Line under the hunk. */
  note?: ReactNode;
};

export type DiffObjectProps = {
  id: string;
  op: OpKind;
  opLabel: string;
  kind: string;
  name: string;
  /** What it means: "restarts 6 pods, 5 stay available". */
  consequence?: ReactNode;
  /** Viewed tick, menu. */
  end?: ReactNode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  toggleLabel: string;
  hunks: readonly DiffHunk[];
  /** YAML mode: both texts; field mode ignores them. */
  yaml?: { before?: string; after?: string };
  mode: 'field' | 'unified' | 'split';
  labels: DiffTextLabels;
  /** Rows under the hunks: ignored fields, explanations. */
  footnotes?: readonly { id: string; icon?: IconName; text: ReactNode }[];
};

/** All changes of one object in one border: header, hunks with causes, footnotes. */
export function DiffObject(props: DiffObjectProps) {
  const {
    id,
    op,
    opLabel,
    kind,
    name,
    consequence,
    end,
    isOpen,
    onOpenChange,
    toggleLabel,
    hunks,
    yaml,
    mode,
    labels,
    footnotes = [],
  } = props;
  const headingId = `${id}-heading`;
  const isText = mode !== 'field' && yaml !== undefined;
  return (
    <section className={styles.object} aria-labelledby={headingId} id={id}>
      <header className={styles.header}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          aria-label={`${toggleLabel} ${kind} ${name}`}
          onClick={() => onOpenChange(!isOpen)}
        >
          <Icon name={isOpen ? 'down' : 'right'} />
        </button>
        <OpMark kind={op} label={opLabel} />
        <h3 id={headingId} className={styles.heading}>
          <span className={styles.kind}>{kind}</span> {name}
        </h3>
        {consequence && <span className={styles.consequence}>{consequence}</span>}
        {end && <span className={styles.end}>{end}</span>}
      </header>
      <div id={`${id}-body`} hidden={!isOpen}>
        {isOpen &&
          (isText ? (
            <div className={styles.hunk}>
              <TextDiff
                before={yaml.before}
                after={yaml.after}
                labels={labels}
                mode={mode === 'split' ? 'split' : 'unified'}
              />
            </div>
          ) : (
            hunks.map((hunk) => <Hunk key={hunk.id} hunk={hunk} labels={labels} />)
          ))}
        {isOpen &&
          footnotes.map((note) => (
            <div key={note.id} className={styles.footnote}>
              <Icon name={note.icon ?? 'ignored'} size={14} />
              <span>{note.text}</span>
            </div>
          ))}
      </div>
    </section>
  );
}

function Hunk({ hunk, labels }: { hunk: DiffHunk; labels: DiffTextLabels }) {
  return (
    <div className={styles.hunk} id={hunk.id} data-hunk tabIndex={-1}>
      <div className={styles.hunkHead}>
        {hunk.isSentence ? (
          <span className={styles.sentence}>{hunk.path}</span>
        ) : (
          <FieldPath path={hunk.path} />
        )}
        {hunk.cause && <span className={styles.cause}>{hunk.cause}</span>}
      </div>
      <FieldDiff before={hunk.before} after={hunk.after} labels={labels} initial={hunk.initialLines} />
      {hunk.note && <div className={styles.note}>{hunk.note}</div>}
    </div>
  );
}

/** A field path with the unchanged prefix grey and the last key dark. */
export function FieldPath({ path }: { path: string }) {
  const cut = Math.max(path.lastIndexOf('.'), path.endsWith(']') ? path.lastIndexOf('[') - 1 : -1) + 1;
  return (
    <code className={styles.path}>
      <span className={styles.prefix}>{path.slice(0, cut)}</span>
      {path.slice(cut)}
    </code>
  );
}

/** Why a hunk differs: git, Drift, default … with icon and word; details follow as text. */
export function CauseTag({
  kind,
  children,
}: {
  kind: 'pending' | 'drift' | 'default' | 'admission' | 'ignored' | 'unknown';
  children: ReactNode;
}) {
  const icon: IconName = {
    pending: 'git',
    drift: 'drift',
    default: 'info',
    admission: 'shield',
    ignored: 'ignored',
    unknown: 'unknown',
  }[kind] as IconName; // every value is an icon of the set
  return (
    <span className={clsx(styles.causeTag, kind === 'drift' && styles.causeDrift)}>
      <Icon name={icon} size={12} />
      {children}
    </span>
  );
}

/** Objects one after another, in the order they run. */
export function DiffList({ children, label }: { children: ReactNode; label: string }) {
  return (
    <div role="group" aria-label={label} className={styles.list}>
      {children}
    </div>
  );
}

/** Moves focus to the next or previous hunk on the page; returns false at the end. */
export function focusHunk(direction: 'next' | 'previous'): boolean {
  const hunks = [...document.querySelectorAll<HTMLElement>('[data-hunk]')];
  const edge = (hunk: HTMLElement) => hunk.getBoundingClientRect().top;
  const current = hunks.findIndex(
    (hunk) => hunk === document.activeElement || hunk.contains(document.activeElement),
  );
  const fallback =
    direction === 'next'
      ? hunks.findIndex((hunk) => edge(hunk) > 60)
      : hunks.findLastIndex((hunk) => edge(hunk) < 40);
  const target = hunks[current >= 0 ? current + (direction === 'next' ? 1 : -1) : fallback];
  if (!target) return false;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'center' });
  return true;
}
