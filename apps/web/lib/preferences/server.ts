import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { readPreferences } from './preferences.ts';

/** The preferences of the current request. */
export const getPreferences = cache(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return readPreferences((name) => jar.get(name)?.value, head.get('accept-language'));
});
