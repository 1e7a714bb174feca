import type { Metadata } from 'next';
import { Suspense } from 'react';
import { NewClusterPage } from '../../../../features/clusters/new-cluster-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('registry.cluster.newTitle') };
}

export default function Page() {
  return (
    <Suspense>
      <NewClusterPage />
    </Suspense>
  );
}
