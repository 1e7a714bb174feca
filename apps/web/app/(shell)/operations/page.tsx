import type { Metadata } from 'next';
import { Suspense } from 'react';
import { OperationsPage } from '../../../features/operation/operations-page.tsx';
import { getTranslator } from '../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('operation.list.title') };
}

export default function Page() {
  return (
    <Suspense>
      <OperationsPage />
    </Suspense>
  );
}
