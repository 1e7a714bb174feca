import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CreatePage } from '../../../../features/create/create-page.tsx';
import { getTranslator } from '../../../../lib/i18n/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator())('create.title') };
}

export default function Page() {
  return (
    <Suspense>
      <CreatePage />
    </Suspense>
  );
}
