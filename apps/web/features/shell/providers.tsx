'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { LinkProvider, type LinkProps } from '@bowline/ui/link';
import { ToastProvider } from '@bowline/ui/toast';
import { TooltipProvider } from '@bowline/ui/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import NextLink from 'next/link';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { useState, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { Messages } from '../../lib/i18n/messages.ts';
import { KeysProvider } from '../../lib/keys/provider.tsx';
import { NowProvider } from '../../lib/now.tsx';
import { PreferencesProvider } from '../../lib/preferences/client.tsx';
import type { Preferences } from '../../lib/preferences/preferences.ts';
import { makeQueryClient } from '../../lib/query/client.ts';

function RouterLink({ href, children, ...rest }: LinkProps) {
  return (
    <NextLink href={href} prefetch={false} {...rest}>
      {children}
    </NextLink>
  );
}

type ProvidersProps = {
  preferences: Preferences;
  messages: Messages;
  now: number;
  nonce?: string;
  children: ReactNode;
};

/** Everything that pages inside and outside the shell share. */
export function Providers({ preferences, messages, now, nonce, children }: ProvidersProps) {
  const [queryClient] = useState(makeQueryClient);
  return (
    <CSPProvider nonce={nonce}>
      <IntlProvider locale={preferences.locale} messages={messages} timeZone="UTC">
        <PreferencesProvider initial={preferences}>
          <QueryClientProvider client={queryClient}>
            <NuqsAdapter>
              <LinkProvider link={RouterLink}>
                <NowProvider initial={now}>
                  <TooltipProvider>
                    <ToastProvider closeLabel={messages.common.close}>
                      <KeysProvider>{children}</KeysProvider>
                    </ToastProvider>
                  </TooltipProvider>
                </NowProvider>
              </LinkProvider>
            </NuqsAdapter>
          </QueryClientProvider>
        </PreferencesProvider>
      </IntlProvider>
    </CSPProvider>
  );
}
