import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AppsPage } from '../../../features/apps/apps-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('apps.title') };
}

export default function Page() {
  return (
    <Suspense>
      <AppsPage />
    </Suspense>
  );
}
