import { createTranslator } from 'use-intl';
import { getPreferences } from '../preferences/server.ts';
import { allCompiledMessages } from './compiled.ts';

/** The translator of the current request, for server components and metadata; keys start with the feature: `apps.title`. */
export async function getTranslator() {
  const { locale } = await getPreferences();
  return createTranslator({ locale, messages: allCompiledMessages(locale) });
}
