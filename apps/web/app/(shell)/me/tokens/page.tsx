import type { Metadata } from 'next';
import { Suspense } from 'react';
import { TokensPage } from '../../../../features/tokens/tokens-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('account.tokens.title') };
}

export default function Page() {
  return (
    <Suspense>
      <TokensPage />
    </Suspense>
  );
}
