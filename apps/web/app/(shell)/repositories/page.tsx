import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ReposPage } from '../../../features/repos/repos-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('registry.repo.title') };
}

export default function Page() {
  return (
    <Suspense>
      <ReposPage />
    </Suspense>
  );
}
