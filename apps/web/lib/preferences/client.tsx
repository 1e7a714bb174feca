'use client';
import { useRouter } from 'next/navigation';
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { preferenceCookies, type Preferences } from './preferences.ts';

type Value = {
  preferences: Preferences;
  set: <K extends keyof Preferences>(name: K, value: Preferences[K]) => void;
};
const Context = createContext<Value | null>(null);

/** Holds the preferences of this browser; changes are saved in cookies so that the next page is right before it paints. */
export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const router = useRouter();
  const [preferences, setPreferences] = useState(initial);
  const set = useCallback<Value['set']>(
    (name, value) => {
      const secure = location.protocol === 'https:' ? '; Secure' : '';
      document.cookie = `${preferenceCookies[name]}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
      setPreferences((known) => ({ ...known, [name]: value }));
      if (name === 'locale') router.refresh();
    },
    [router],
  );
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const { theme } = preferences;
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
      document.documentElement.dataset.density = preferences.density;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [preferences]);
  const value = useMemo(() => ({ preferences, set }), [preferences, set]);
  return <Context value={value}>{children}</Context>;
}

/** Theme, density, language, rail and shortcut preferences, and how to change one. */
export function usePreferences(): Value {
  const value = use(Context);
  if (!value) throw new Error('usePreferences needs PreferencesProvider');
  return value;
}
