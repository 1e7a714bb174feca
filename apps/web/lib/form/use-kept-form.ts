'use client';
import { useState } from 'react';
import { isSame, mergeForm, type MovedField } from './merge-form.ts';
import { useUnloadWarning } from './use-unload-warning.ts';

/**
 * A form over something that others may save meanwhile. `version` tells saved states apart. Untouched fields follow what is
 * saved; typed ones stay, and `moved` says what was saved under them until `dismiss` or `reset`.
 */
export function useKeptForm<T>(version: number | string, saved: T) {
  const [state, setState] = useState({ version, base: saved, form: saved, moved: [] as MovedField[] });
  let shown = state;
  if (state.version !== version) {
    const wasTouched = !isSame(state.form, state.base);
    const { merged, moved } = mergeForm(state.base, state.form, saved);
    const news = wasTouched
      ? [...state.moved.filter((one) => !moved.some((it) => isSame(it.path, one.path))), ...moved]
      : [];
    shown = { version, base: saved, form: merged, moved: news };
    setState(shown);
  }
  const { base, form, moved } = shown;
  const isChanged = !isSame(form, base);
  useUnloadWarning(isChanged);
  return {
    form,
    isChanged,
    moved,
    set: (part: Partial<T>) => setState((known) => ({ ...known, form: { ...known.form, ...part } })),
    dismiss: () => setState((known) => ({ ...known, moved: [] })),
    /**
     * What the form itself `sent` and is saved as `next`: nothing of it moved under anybody, and what was typed while the answer
     * was on its way stays, to be saved next.
     */
    adopt: (
      now: number | string,
      sent: T,
      next: T,
      merge = (typed: T): T => mergeForm(sent, typed, next).merged,
    ) => setState((known) => ({ version: now, base: next, form: merge(known.form), moved: [] })),
    /** Back to what is saved. */
    reset: () => setState((known) => ({ ...known, form: known.base, moved: [] })),
  };
}
