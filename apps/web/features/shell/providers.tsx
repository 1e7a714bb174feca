'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { LinkProvider, type LinkProps } from '@bowline/ui/link';
import NextLink from 'next/link';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { Messages } from '../../lib/i18n/messages.ts';
import { PreferencesProvider } from '../../lib/preferences/client.tsx';
import type { Preferences } from '../../lib/preferences/preferences.ts';

function RouterLink({ href, children, ...rest }: LinkProps) {
  return (
    <NextLink href={href} prefetch={false} {...rest}>
      {children}
    </NextLink>
  );
}

type ProvidersProps = { preferences: Preferences; messages: Messages; nonce?: string; children: ReactNode };

/** What every page needs, signed in or not; kept small, because the sign-in page pays for it. */
export function Providers({ preferences, messages, nonce, children }: ProvidersProps) {
  return (
    <CSPProvider nonce={nonce}>
      <IntlProvider locale={preferences.locale} messages={messages} timeZone="UTC">
        <PreferencesProvider initial={preferences}>
          <LinkProvider link={RouterLink}>{children}</LinkProvider>
        </PreferencesProvider>
      </IntlProvider>
    </CSPProvider>
  );
}
