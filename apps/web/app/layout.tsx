import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import './globals.css';
import { Providers } from '../features/shell/providers.tsx';
import { compiledMessages } from '../lib/i18n/compiled.ts';
import { getPreferences } from '../lib/preferences/server.ts';
import { themeScript } from '../lib/preferences/theme-script.ts';

export const metadata: Metadata = {
  title: { default: 'Bowline', template: '%s · Bowline' },
  robots: { index: false },
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = await getPreferences();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html
      lang={preferences.locale}
      data-theme={preferences.theme}
      data-density={preferences.density}
      suppressHydrationWarning
    >
      <head>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <Providers
          preferences={preferences}
          messages={compiledMessages(preferences.locale, ['common'])}
          nonce={nonce}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
