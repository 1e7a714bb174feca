'use client';
import { useEffect } from 'react';

/**
 * Declares the Korean web font after the first paint. It is last in the font stack: a machine with a Korean font of its own
 * downloads nothing, another one reads Korean all the same, also in commit messages on an English page.
 */
export function LoadKoreanFont() {
  useEffect(() => {
    // Without it Korean is drawn by whatever font the machine has: no error worth showing.
    import('./korean-font.ts').catch(() => undefined);
  }, []);
  return null;
}
