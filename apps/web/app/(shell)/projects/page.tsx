import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ProjectsPage } from '../../../features/projects/projects-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('registry.project.title') };
}

export default function Page() {
  return (
    <Suspense>
      <ProjectsPage />
    </Suspense>
  );
}
