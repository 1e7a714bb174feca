'use client';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { usePreferences } from '../preferences/client.tsx';
import { keyName, matchKey, type Chord, type ShortcutId } from './registry.ts';

type Handler = () => void;
type Value = { register: (id: ShortcutId, handler: Handler) => () => void; active: readonly ShortcutId[] };
const KeysContext = createContext<Value | null>(null);

/** Listens once for all shortcuts. Letters are left alone in text fields, dialogs and menus, and when turned off. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const { preferences } = usePreferences();
  const handlers = useRef(new Map<ShortcutId, Handler[]>());
  const pending = useRef<Chord>({ first: null, at: 0 });
  const [active, setActive] = useState<readonly ShortcutId[]>([]);

  const register = useCallback((id: ShortcutId, handler: Handler) => {
    const stack = handlers.current.get(id) ?? [];
    handlers.current.set(id, [...stack, handler]);
    setActive([...handlers.current.keys()]);
    return () => {
      const rest = (handlers.current.get(id) ?? []).filter((other) => other !== handler);
      if (rest.length > 0) handlers.current.set(id, rest);
      else handlers.current.delete(id);
      setActive([...handlers.current.keys()]);
    };
  }, []);

  const hasLetters = preferences.letterKeys === 'on';
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = keyName(event);
      if (key === null || event.defaultPrevented) return;
      const isPlain = !key.startsWith('mod+');
      if (isPlain && (!hasLetters || isTaken(event.target))) return;
      const match = matchKey({
        key,
        pending: pending.current,
        now: event.timeStamp,
        active: [...handlers.current.keys()],
      });
      pending.current = match.pending;
      if (!match.id) return;
      event.preventDefault();
      handlers.current.get(match.id)?.at(-1)?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [hasLetters]);

  const value = useMemo(() => ({ register, active }), [register, active]);
  return <KeysContext value={value}>{children}</KeysContext>;
}

function isTaken(target: EventTarget | null) {
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]',
    ) !== null
  );
}

/** Gives shortcuts of the registry a meaning while the component is shown; the innermost component wins. */
export function useShortcuts(bindings: Partial<Record<ShortcutId, Handler>>) {
  const value = use(KeysContext);
  if (!value) throw new Error('useShortcuts needs KeysProvider');
  const { register } = value;
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const ids = Object.keys(bindings).sort().join(' ');
  useEffect(() => {
    const ends = (ids ? (ids.split(' ') as ShortcutId[]) : []).map((id) =>
      register(id, () => latest.current[id]?.()),
    );
    return () => ends.forEach((end) => end());
  }, [ids, register]);
}

/** Ids of the shortcuts that do something on this page. */
export function useActiveShortcuts(): readonly ShortcutId[] {
  return use(KeysContext)?.active ?? [];
}
