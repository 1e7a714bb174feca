import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ClustersPage } from '../../../features/clusters/clusters-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('registry.cluster.title') };
}

export default function Page() {
  return (
    <Suspense>
      <ClustersPage />
    </Suspense>
  );
}
