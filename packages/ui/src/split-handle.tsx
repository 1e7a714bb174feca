'use client';
import { clsx } from 'clsx';
import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './split-handle.module.css';

export type SplitHandleProps = {
  label: string;
  /** Size in pixels of the pane it resizes. */
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
  /** Side towards which dragging makes the pane larger. */
  grows: 'left' | 'right';
  className?: string;
};

/** A separator that resizes a pane by drag, arrows (16 px), Home and End. */
export function SplitHandle({ label, value, min, max, onChange, grows, className }: SplitHandleProps) {
  const sign = grows === 'left' ? -1 : 1;
  const set = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 64 : 16;
    const next =
      event.key === 'ArrowLeft'
        ? value - sign * step
        : event.key === 'ArrowRight'
          ? value + sign * step
          : event.key === 'Home'
            ? min
            : event.key === 'End'
              ? max
              : undefined;
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const from = event.clientX;
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => set(value + sign * (moved.clientX - from));
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', () => target.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  return (
    // A focusable separator is a widget (ARIA 1.2): it carries a value and keys.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={clsx(styles.handle, className)}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    />
  );
}
