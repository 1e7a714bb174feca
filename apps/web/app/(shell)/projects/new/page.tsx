import type { Metadata } from 'next';
import { Suspense } from 'react';
import { NewProjectPage } from '../../../../features/projects/new-project-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('registry.project.newTitle') };
}

export default function Page() {
  return (
    <Suspense>
      <NewProjectPage />
    </Suspense>
  );
}
