'use client';
import { useSyncExternalStore } from 'react';
import { useLocale } from 'use-intl';

type Translate = (text: string, code?: string) => string;
const inEnglish: Translate = (text) => text;
const state: { korean: Translate | null; isAsked: boolean } = { korean: null, isAsked: false };
const listeners = new Set<() => void>();

/** Asks for the Korean table once; English readers never load it. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!state.isAsked) {
    state.isAsked = true;
    import('./translate.ts').then(
      ({ toKorean, codeToKorean }) => {
        state.korean = (text, code) => (code === undefined ? toKorean(text) : codeToKorean(text, code));
        for (const one of listeners) one();
      },
      // Offline: the sentences stay in English, and the next page that needs them asks again.
      () => {
        state.isAsked = false;
      },
    );
  }
  return () => listeners.delete(listener);
}
const noSubscription = () => () => undefined;

/**
 * Says a sentence the server wrote in the reader's language. Without a translation it stays English, after what its stable
 * `code`, if it has one, means.
 */
export function useSentence(): Translate {
  const isKorean = useLocale() === 'ko';
  const korean = useSyncExternalStore(
    isKorean ? subscribe : noSubscription,
    () => (isKorean ? state.korean : null),
    () => null,
  );
  return korean ?? inEnglish;
}
