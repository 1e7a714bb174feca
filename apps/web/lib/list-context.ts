import type { AppRef } from './urls.ts';

/** The list an Application was opened from: its address, and the Applications in order. */
export type ListContext = { href: string; items: AppRef[] };
const storageKey = 'bowline-list';

/** Remembers the list of this tab, for `[`, `]` and "3 of 12". At most 1,000 entries. */
export function saveListContext(context: ListContext): void {
  sessionStorage.setItem(storageKey, JSON.stringify({ ...context, items: context.items.slice(0, 1000) }));
}

/** The list this tab came from; null when an address was opened directly. */
export function loadListContext(): ListContext | null {
  const text = sessionStorage.getItem(storageKey);
  return text ? (JSON.parse(text) as ListContext) : null; // written by saveListContext alone
}

/** Place of an Application in a list and its neighbours. */
export function neighbours(
  context: ListContext,
  app: AppRef,
): { position: number; total: number; previous: AppRef | null; next: AppRef | null } | null {
  const index = context.items.findIndex((item) => item.project === app.project && item.name === app.name);
  if (index < 0) return null;
  return {
    position: index + 1,
    total: context.items.length,
    previous: context.items[index - 1] ?? null,
    next: context.items[index + 1] ?? null,
  };
}
