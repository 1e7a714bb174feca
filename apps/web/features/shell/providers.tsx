'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { LoadKoreanFont } from '../../lib/i18n/load-korean-font.tsx';
import type { Messages } from '../../lib/i18n/messages.ts';
import { PreferencesProvider } from '../../lib/preferences/client.tsx';
import type { Preferences } from '../../lib/preferences/preferences.ts';

type ProvidersProps = { preferences: Preferences; messages: Messages; nonce?: string; children: ReactNode };

/** What every page needs, signed in or not; kept small, because the sign-in page pays for it. */
export function Providers({ preferences, messages, nonce, children }: ProvidersProps) {
  return (
    <CSPProvider nonce={nonce}>
      <LoadKoreanFont />
      <IntlProvider locale={preferences.locale} messages={messages} timeZone="UTC">
        <PreferencesProvider initial={preferences}>{children}</PreferencesProvider>
      </IntlProvider>
    </CSPProvider>
  );
}
