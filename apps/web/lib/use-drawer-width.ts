'use client';
import { useState } from 'react';

const storageKey = 'bowline-drawer';

/** Width of side drawers in pixels, kept in the browser. */
export function useDrawerWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => {
    const saved = typeof window === 'undefined' ? NaN : Number(localStorage.getItem(storageKey));
    return saved >= 360 ? saved : 500;
  });
  return [
    width,
    (next) => {
      setWidth(next);
      localStorage.setItem(storageKey, String(next));
    },
  ];
}
