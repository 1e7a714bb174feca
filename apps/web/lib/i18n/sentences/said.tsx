'use client';
import { useSentence } from './use-sentence.ts';

/** A sentence the server wrote, in the reader's language where there is a translation. */
export function Said({ text, code }: { text: string; code?: string }) {
  const say = useSentence();
  return say(text, code);
}
