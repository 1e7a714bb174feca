import type { Locale as AppLocale } from '../preferences/preferences.ts';
import type { Messages as AppMessages } from './messages.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: AppLocale;
    Messages: AppMessages;
  }
}
