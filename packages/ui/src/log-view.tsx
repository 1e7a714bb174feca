'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';
import styles from './log-view.module.css';

export type LogLine = {
  id: string;
  /** Shown as given, e.g. 14:19:01. */
  time?: string;
  level?: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /** Pod and container, when several are merged. */
  source?: string;
  text: string;
};

export type LogViewProps = {
  label: string;
  lines: readonly LogLine[];
  isFollowing: boolean;
  onFollowChange: (isFollowing: boolean) => void;
  isWrapped?: boolean;
  /** "paused, 214 new" on the button that returns to the end. */
  resumeLabel: string;
  /** Text while there is nothing: waiting for the container, or no lines. */
  emptyText: string;
  height?: number | string;
  /** Part of a line to highlight. */
  query?: string;
};

/** Log lines, only the visible ones rendered; scrolling up pauses following and a bar says how to go on. */
export function LogView({
  label,
  lines,
  isFollowing,
  onFollowChange,
  isWrapped,
  resumeLabel,
  emptyText,
  height = 420,
  query,
}: LogViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 20,
    overscan: 30,
    getItemKey: (index) => lines[index]?.id ?? index,
    initialRect: { width: 800, height: 420 },
  });
  useEffect(() => {
    if (isFollowing && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [isFollowing, lines.length, virtualizer]);
  const onScroll = () => {
    const node = box.current;
    if (!node) return;
    const isAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 24;
    if (
      isAtEnd !== isFollowing &&
      (isAtEnd || !virtualizer.isScrolling || node.scrollHeight > node.clientHeight)
    )
      onFollowChange(isAtEnd);
  };
  return (
    <div className={styles.frame}>
      {/* The scrolling region is reachable by keyboard; new lines are not announced: a log is read on demand. */}
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={label}
        tabIndex={0}
        className={clsx(styles.box, isWrapped && styles.wrapped)}
        style={{ height }}
        onWheel={onScroll}
        onTouchMove={onScroll}
        onKeyUp={onScroll}
        onPointerUp={onScroll}
      >
        {lines.length === 0 && <p className={styles.empty}>{emptyText}</p>}
        <div className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className={clsx(styles.line, line.level && styles[line.level])}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {line.time && <time>{line.time}</time>}
                {line.level && <span className={styles.level}>{line.level.toUpperCase()}</span>}
                {line.source && <span className={styles.source}>{line.source}</span>}
                <span className={styles.text}>{highlight(line.text, query)}</span>
              </div>
            );
          })}
        </div>
      </div>
      {!isFollowing && lines.length > 0 && (
        <div className={styles.resume}>
          <Button size="sm" icon="arrow-down" onClick={() => onFollowChange(true)}>
            {resumeLabel}
          </Button>
        </div>
      )}
    </div>
  );
}

function highlight(text: string, query?: string) {
  if (!query) return text;
  const at = text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + query.length)}</mark>
      {text.slice(at + query.length)}
    </>
  );
}
