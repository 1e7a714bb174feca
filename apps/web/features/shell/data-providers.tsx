'use client';
import { LinkProvider, type LinkProps } from '@bowline/ui/link';
import { ToastProvider } from '@bowline/ui/toast';
import { QueryClientProvider } from '@tanstack/react-query';
import NextLink from 'next/link';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { AddressProvider } from '../../lib/address/provider.tsx';
import { KeysProvider } from '../../lib/keys/provider.tsx';
import { NowProvider } from '../../lib/now.tsx';
import { makeQueryClient } from '../../lib/query/client.ts';

function RouterLink({ href, children, ...rest }: LinkProps) {
  return (
    <NextLink href={href} prefetch={false} {...rest}>
      {children}
    </NextLink>
  );
}

/** What pages with data need: links through the router, query cache, address state, clock, shortcuts, toasts. `now` is the server's epoch ms. */
export function DataProviders({ now, children }: { now: number; children: ReactNode }) {
  const t = useTranslations('common');
  const [queryClient] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <AddressProvider>
        <NowProvider initial={now}>
          <ToastProvider closeLabel={t('close')}>
            <KeysProvider>
              <LinkProvider link={RouterLink}>{children}</LinkProvider>
            </KeysProvider>
          </ToastProvider>
        </NowProvider>
      </AddressProvider>
    </QueryClientProvider>
  );
}
