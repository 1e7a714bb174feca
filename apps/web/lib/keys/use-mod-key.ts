'use client';
import { useSyncExternalStore } from 'react';

/** The word on the key that `mod` stands for: ⌘ where the browser runs on Apple's systems. The server says Ctrl. */
export function useModKey(): '⌘' | 'Ctrl' {
  return useSyncExternalStore(
    () => () => undefined,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  );
}
