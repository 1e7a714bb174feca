import type { Metadata } from 'next';
import { Suspense } from 'react';
import { NewRepoPage } from '../../../../features/repos/new-repo-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('registry.repo.newTitle') };
}

export default function Page() {
  return (
    <Suspense>
      <NewRepoPage />
    </Suspense>
  );
}
