import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AppearancePage } from '../../../../features/tokens/appearance-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('shell.appearance') };
}

export default function Page() {
  return (
    <Suspense>
      <AppearancePage />
    </Suspense>
  );
}
